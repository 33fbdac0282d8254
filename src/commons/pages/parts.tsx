import { formatBytes, Notice, StatusTag, type SummaryLine, SummaryList, type Tone } from '../../ui/index.ts';
import { ValidationView, weightSentence } from '../../variants/index.ts';
import { refusalText, remarkText } from '../gate/messages.ts';
import { KIND_LABELS, measureLine, STATE_LABELS } from '../messages.ts';
import type { VersionState } from '../model/resource.ts';
import type { Refusal, Report } from '../model/verdict.ts';

export const CATALOGUE_PATH = '/communs';
export const SUGGESTIONS_PATH = '/communs/suggestions';
export const FEED_PATH = '/communs/fil.atom';
export const API_PATH = '/api/communs';
export const API_PAGE = '/communs/interface';
export const DEPOSIT_PATH = '/communs/deposer';
export const MINE_PATH = '/communs/mes-ressources';
export const REVIEWS_PATH = '/communs/relectures';
export const CURATION_PATH = '/communs/curation';
export const workPath = (id: string) => `${MINE_PATH}/${id}`;

const TONES: Readonly<Record<VersionState, Tone>> = {
  examining: 'info',
  refused: 'danger',
  examined: 'warning',
  published: 'success',
};
export const StateTag = ({ state }: { readonly state: VersionState }) => (
  <StatusTag tone={TONES[state]}>{STATE_LABELS[state]}</StatusTag>
);

/** What the gate found, for the depositor and for everybody. */
export function ReportView({ report, sizeBytes }: { readonly report: Report; readonly sizeBytes: number }) {
  const lines: SummaryLine[] = [
    { term: 'Reconnu comme', value: KIND_LABELS[report.kind] },
    { term: 'Poids', value: weightSentence(report.kind, sizeBytes) },
    ...(report.files === null
      ? []
      : [
          { term: 'Fichiers du paquet', value: report.files.toLocaleString('fr-FR') },
          { term: 'Une fois décompressé', value: formatBytes(report.totalBytes) },
        ]),
    ...(report.launch ? [{ term: 'S’ouvre par', value: <code>{report.root + report.launch}</code> }] : []),
    ...report.measures.map(measureLine),
  ];
  return (
    <>
      <SummaryList lines={lines} />
      {report.validation === undefined ? null : <ValidationView validation={report.validation} />}
      {report.remarks.length > 0 ? (
        <Notice title="Ce que l’examen a remarqué" level={3}>
          <ul>
            {report.remarks.map((remark) => (
              <li>{remarkText(remark)}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </>
  );
}

export const RefusalView = ({ refusals }: { readonly refusals: readonly Refusal[] }) => (
  <Notice tone="danger" title="Ce fichier n’est pas reçu">
    <ul>
      {refusals.map((refusal) => (
        <li>{refusalText(refusal)}</li>
      ))}
    </ul>
    <p>Rien de ce fichier n’a été ouvert ni publié. Corrigez-le, puis déposez-le de nouveau ci-dessous.</p>
  </Notice>
);
