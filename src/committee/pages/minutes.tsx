import type { Wave } from '../../calls/index.ts';
import { Actions, ButtonLink, Page, PageHead, SummaryList, Table, type View } from '../../ui/index.ts';
import type { Paper, PaperSection } from '../model/paper.ts';
import { committeeBase } from './parts.tsx';

interface MinutesProps {
  readonly view: View;
  readonly wave: Wave;
  readonly number: number;
  readonly paper: Paper;
  readonly isMade: boolean;
}

/** The same content as the paper, for a screen and for its print. */
export function MinutesPage({ view, wave, number, paper, isMade }: MinutesProps) {
  const base = committeeBase(wave.id);
  return (
    <Page view={view} title={paper.title} breadcrumbs={[{ href: base, label: `Comité de la vague ${wave.number}` }]}>
      <PageHead title={paper.title} lead={paper.intro} />
      {isMade ? (
        <Actions>
          <ButtonLink href={`${base}/seances/${number}/proces-verbal.pdf`} kind="secondary" download>
            Télécharger le procès-verbal (PDF)
          </ButtonLink>
        </Actions>
      ) : null}
      <PaperBody paper={paper} />
    </Page>
  );
}

export function PaperBody({ paper }: { readonly paper: Pick<Paper, 'facts' | 'sections'> }) {
  return (
    <>
      <SummaryList lines={paper.facts.map(({ label, value }) => ({ term: label, value }))} />
      {paper.sections.map((one) => (
        <section>
          <h2>{one.title}</h2>
          {one.paragraphs.map((text) => (
            <p>{text}</p>
          ))}
          {one.bullets.length > 0 ? (
            <ul>
              {one.bullets.map((text) => (
                <li>{text}</li>
              ))}
            </ul>
          ) : null}
          {one.table ? <PaperTable table={one.table} caption={one.title} /> : null}
        </section>
      ))}
    </>
  );
}

function PaperTable({
  table,
  caption,
}: {
  readonly table: NonNullable<PaperSection['table']>;
  readonly caption: string;
}) {
  const columns = table.head.map((label, at) => ({
    label,
    header: at === 0,
    cell: (row: readonly string[]) => row[at] ?? '',
  }));
  return <Table caption={caption} captionHidden columns={columns} rows={table.rows} />;
}
