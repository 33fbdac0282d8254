import { Details, FileList, formatCents, formatPercent, Panel, parisDateTime, SummaryList } from '../../../ui/index.ts';
import type { ExpertFile } from '../../model/expert-view.ts';

export const expertBase = (file: Pick<ExpertFile, 'applicationId'>) => `/evaluation/dossiers/${file.applicationId}`;

export function FileContent({ file }: { readonly file: ExpertFile }) {
  const { content } = file;
  return (
    <section>
      <h2>Le dossier</h2>
      <SummaryList
        lines={[
          { term: 'Aide demandée', value: formatCents(content.requestedCents) },
          { term: 'Assiette éligible', value: formatCents(content.baseCents) },
          {
            term: 'Taux d’aide',
            value: content.ratePercent === null ? 'non calculé' : formatPercent(content.ratePercent),
          },
          {
            term: 'Consortium',
            value: content.partners
              .map((one) => `${one.name}${one.isLead ? ' (chef de file)' : ''} : ${formatCents(one.shareCents)}`)
              .join(' ; '),
          },
        ]}
      />
      {content.sections
        .filter(({ answers }) => answers.length > 0)
        .map((section, index) => (
          <Details summary={section.title} open={index === 0}>
            {section.answers.map(({ label, text }) => (
              <>
                <h3>{label}</h3>
                <p class="text">{text}</p>
              </>
            ))}
          </Details>
        ))}
      {content.annexes.length > 0 ? (
        <FileList
          files={content.annexes.map((one) => ({
            name: one.name,
            sizeBytes: one.sizeBytes,
            href: `${expertBase(file)}/annexes/${one.sha256}`,
            status: 'Scellée',
            tone: 'success',
          }))}
        />
      ) : null}
    </section>
  );
}

export const Hearing = ({ file }: { readonly file: ExpertFile }) => (
  <Panel title="Audition">
    <p>{`${parisDateTime(file.hearing?.startsAt ?? new Date(0))} – ${file.hearing?.place ?? ''}`}</p>
    <p class="text">{file.hearing?.minutes ?? 'Le compte rendu n’est pas encore écrit.'}</p>
  </Panel>
);
