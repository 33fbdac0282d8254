import type { Message } from '../../kernel/decision.ts';
import {
  type Answered,
  Button,
  Details,
  EmptyState,
  FileField,
  Form,
  formatCents,
  Page,
  PageHead,
  Panel,
  parisDate,
  parisDateTime,
  Said,
  StatusTag,
  SummaryList,
  Table,
  type TableColumn,
  type Tone,
  type View,
} from '../../ui/index.ts';
import { EFFECTS, lineText } from '../messages/return.ts';
import type { BankReturn, SeenLine } from '../model/return.ts';

/** Most bytes of a file, and its columns when it is a table: said by the form. */
export interface Limits {
  readonly maxBytes: number;
  readonly columns: readonly string[];
}

const RETURNS: readonly TableColumn<BankReturn>[] = [
  { label: 'Fichier', header: true, cell: ({ id, name }) => <a href={`/agent/paiements/retours/${id}`}>{name}</a> },
  { label: 'Sorte', cell: ({ format }) => (format === 'csv' ? 'Tableau CSV' : 'Avis de sort pain.002') },
  { label: 'Lu le', cell: ({ readAt }) => parisDate(readAt) },
  { label: 'Lignes', numeric: true, cell: ({ lines }) => lines },
  { label: 'État', cell: (one) => <ReturnTag file={one} /> },
];

const ReturnTag = ({ file }: { readonly file: BankReturn }) => (
  <StatusTag tone={file.appliedAt ? 'success' : 'warning'}>{file.appliedAt ? 'Appliqué' : 'À appliquer'}</StatusTag>
);

export const ReturnsPage = (props: {
  readonly view: View;
  readonly files: readonly BankReturn[];
  readonly mayPay: boolean;
  readonly limits: Limits;
  readonly refusal?: Message | undefined;
  readonly errors?: Readonly<Record<string, string>>;
}) => {
  const { view, files, mayPay, limits, refusal, errors = {} } = props;
  return (
    <Page
      view={view}
      title="Réponses de la banque"
      layout="wide"
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[
        { href: '/agent/paiements', label: 'Certifier et payer' },
        { href: '/agent/paiements/remises', label: 'Remises de virements' },
      ]}
    >
      <Said refusal={refusal} errors={errors} />
      <PageHead
        title="Réponses de la banque"
        lead="Un fichier est d’abord lu et montré, ligne par ligne. Rien ne change avant que vous l’appliquiez."
      />
      {mayPay ? <Reading limits={limits} error={errors.fichier} /> : null}
      <h2>Fichiers lus</h2>
      {files.length === 0 ? (
        <EmptyState title="Aucun fichier">Les avis de sort et les tableaux lus apparaîtront ici.</EmptyState>
      ) : (
        <Table caption="Fichiers, du plus récent au plus ancien" captionHidden columns={RETURNS} rows={files} />
      )}
    </Page>
  );
};

const Reading = ({ limits, error }: { readonly limits: Limits; readonly error: string | undefined }) => (
  <Panel title="Lire un fichier">
    <Form action="/agent/paiements/retours" multipart>
      <FileField
        name="fichier"
        label="Avis de sort (pain.002) ou tableau CSV"
        error={error}
        accept={['.xml', '.csv']}
        maxBytes={limits.maxBytes}
      />
      <Button>Lire le fichier</Button>
    </Form>
    <Details summary="Écrire un tableau CSV">
      <p>
        Une ligne de titres, puis un virement par ligne, en UTF-8, des points-virgules entre les colonnes :{' '}
        <code>{limits.columns.join(';')}</code>.
      </p>
      <p>
        L’identifiant est celui du fichier de virements (EndToEndId). Le statut est « payé », « rejeté » ou « en cours
        ». Montant, motif (code ISO comme AC04) et libellé sont facultatifs.
      </p>
    </Details>
  </Panel>
);

const TONES: Readonly<Record<NonNullable<SeenLine['effect']>, Tone>> = {
  ...{ pay: 'success', fail: 'danger', undo: 'danger', known: 'muted', none: 'info' },
};

const columnsOf = (applied: boolean): readonly TableColumn<SeenLine>[] => [
  { label: 'Ligne', numeric: true, cell: ({ rank }) => rank },
  {
    label: 'Virement',
    header: true,
    cell: ({ requestId, partnerName, reference }) =>
      requestId ? (
        <a href={`/agent/paiements/demandes/${requestId}`}>{partnerName}</a>
      ) : (
        <code>{reference || 'sans identifiant'}</code>
      ),
  },
  { label: 'Ordonné', numeric: true, cell: ({ orderedCents }) => (orderedCents ? formatCents(orderedCents) : '–') },
  { label: 'Ce que dit la banque', cell: ({ reason }) => reason },
  {
    label: applied ? 'Ce qui fut fait' : 'Ce qui sera fait',
    cell: ({ effect, refusal }) =>
      effect ? (
        <StatusTag tone={TONES[effect]}>{EFFECTS[effect][applied ? 1 : 0]}</StatusTag>
      ) : (
        <>
          <StatusTag tone="warning">Rien</StatusTag> {refusal ? lineText(refusal) : ''}
        </>
      ),
  },
];

export interface ReturnProps extends Answered {
  readonly view: View;
  readonly file: BankReturn;
  readonly lines: readonly SeenLine[];
  readonly mayPay: boolean;
}

export const ReturnPage = ({ view, file, lines, mayPay, told }: ReturnProps) => {
  const applied = file.appliedAt !== null;
  const active = lines.filter(({ effect }) => effect === 'pay' || effect === 'fail' || effect === 'undo').length;
  return (
    <Page
      view={view}
      title="Réponses de la banque"
      layout="wide"
      breadcrumbs={[
        { href: '/agent/paiements', label: 'Certifier et payer' },
        { href: '/agent/paiements/retours', label: 'Réponses de la banque' },
      ]}
    >
      <Said told={told} />
      <PageHead title={file.name}>
        <ReturnTag file={file} />
      </PageHead>
      <SummaryList
        lines={[
          { term: 'Lu le', value: parisDateTime(file.readAt) },
          ...(file.appliedAt ? [{ term: 'Appliqué le', value: parisDateTime(file.appliedAt) }] : []),
          { term: 'Empreinte (SHA-256)', value: <code>{file.sha256}</code> },
          {
            term: 'Lignes',
            value: `${lines.length}, dont ${active} qui ${applied ? 'changèrent' : 'changent'} un paiement`,
          },
        ]}
      />
      {mayPay && !applied ? (
        <Panel title="Appliquer ce fichier">
          <p>Toutes les lignes qui le peuvent sont appliquées ensemble ; les autres gardent leur motif ci-dessous.</p>
          <Form action={`/agent/paiements/retours/${file.id}/appliquer`}>
            <Button>Appliquer les réponses de la banque</Button>
          </Form>
        </Panel>
      ) : null}
      <h2>Ligne par ligne</h2>
      <Table caption="Lignes du fichier" captionHidden columns={columnsOf(applied)} rows={lines} />
    </Page>
  );
};
