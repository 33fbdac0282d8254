import type { FieldErrors } from '../kernel/decision.ts';
import type { ChainState } from '../kernel/journal.ts';
import {
  Actions,
  Button,
  ButtonLink,
  count,
  DateField,
  Details,
  EmptyState,
  ErrorSummary,
  Form,
  Notice,
  Page,
  PageHead,
  Pagination,
  parisDateTime,
  Select,
  StatusTag,
  Table,
  TextField,
  type View,
} from '../ui/index.ts';
import { JOURNAL_PATH } from './index.ts';
import { type JournalLine, LINES_A_PAGE, MAX_PAGES } from './model.ts';
import { EVENT_WORDS, SLICE_WORDS, SUBJECT_WORDS } from './words.ts';

export interface JournalProps {
  readonly view: View;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: FieldErrors;
  readonly slices: readonly string[];
  readonly lines: readonly JournalLine[];
  readonly total: number;
  readonly page: number;
  readonly names: ReadonlyMap<string, { readonly name: string }>;
}

const sliceOf = (chain: string) => chain.split('.')[0] ?? chain;
const labelOf = (slice: string) => SLICE_WORDS[slice] ?? slice;

const addressOf = (typed: JournalProps['typed'], more: Readonly<Record<string, string>>) =>
  new URLSearchParams({ ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== '')), ...more });

export function JournalPage(props: JournalProps) {
  const { view, errors, typed, total, page } = props;
  return (
    <Page view={view} title="Journal des décisions" layout="wide" invalid={Object.keys(errors).length > 0}>
      <ErrorSummary errors={errors} />
      <PageHead
        title="Journal des décisions"
        lead="Chaque décision avec son auteur, son instant, son motif et ce qui précédait. Une ligne ne se change ni ne s’efface : elle est scellée par celle d’avant."
      />
      <Filters {...props} />
      <Actions>
        <ButtonLink href={`${JOURNAL_PATH}/journal.csv?${addressOf(typed, {})}`} kind="secondary" download>
          Exporter ces lignes (CSV)
        </ButtonLink>
      </Actions>
      <Form action={`${JOURNAL_PATH}/verification`}>
        <Button kind="secondary">Vérifier toutes les chaînes</Button>
      </Form>
      <Lines {...props} />
      <Pagination
        page={page}
        pages={Math.min(MAX_PAGES, Math.ceil(total / LINES_A_PAGE))}
        hrefOf={(to) => `${JOURNAL_PATH}?${addressOf(typed, { page: String(to) })}`}
      />
    </Page>
  );
}

function Filters({ typed, errors, slices }: JournalProps) {
  return (
    <Form action={JOURNAL_PATH} method="get" class="form filters">
      <Select
        name="domaine"
        label="Domaine"
        empty="Tous"
        options={slices.map((value) => ({ value, label: labelOf(value) }))}
        value={typed.domaine}
      />
      <TextField
        name="objet"
        label="Identifiant de l’objet"
        hint="Celui d’un dossier, d’un appel, d’un organisme, d’une personne."
        value={typed.objet}
        error={errors.objet}
        autocomplete="off"
        optional
      />
      <TextField
        name="auteur"
        label="Adresse électronique de l’auteur"
        type="email"
        value={typed.auteur}
        error={errors.auteur}
        autocomplete="off"
        optional
      />
      <DateField name="du" label="Du" value={typed.du} error={errors.du} optional />
      <DateField name="au" label="Au" hint="Ce jour compris." value={typed.au} error={errors.au} optional />
      <Actions>
        <Button>Filtrer</Button>
        <a href={JOURNAL_PATH}>Tout revoir</a>
      </Actions>
    </Form>
  );
}

function Lines({ lines, names, total }: JournalProps) {
  if (lines.length === 0)
    return <EmptyState title="Aucune décision">Élargissez la période, ou retirez un filtre.</EmptyState>;
  const author = (id: string | null) => (id === null ? 'Le système' : (names.get(id)?.name ?? id));
  const most = LINES_A_PAGE * MAX_PAGES;
  return (
    <>
      <p>
        {total >= most
          ? `Plus de ${most.toLocaleString('fr-FR')} décisions : précisez.`
          : `${count(total, 'décision')}.`}
      </p>
      <Table
        caption="Décisions, les dernières d’abord"
        columns={[
          { label: 'Inscrite le', header: true, cell: (l: JournalLine) => parisDateTime(l.recordedAt) },
          { label: 'Domaine', cell: (l: JournalLine) => labelOf(sliceOf(l.chain)) },
          { label: 'Décision', cell: (l: JournalLine) => EVENT_WORDS[l.event] ?? <code>{l.event}</code> },
          {
            label: 'Objet',
            cell: (l: JournalLine) => (
              <a href={`${JOURNAL_PATH}?${new URLSearchParams({ objet: l.subjectId })}`}>
                {SUBJECT_WORDS[l.subjectType] ?? l.subjectType}
              </a>
            ),
          },
          { label: 'Auteur', cell: (l: JournalLine) => author(l.authorId) },
          { label: 'Motif', cell: (l: JournalLine) => [l.reason, l.legalBasis].filter(Boolean).join(' – ') },
          { label: 'Détail', cell: (l: JournalLine) => <Detail line={l} /> },
        ]}
        rows={lines}
      />
    </>
  );
}

const shown = (value: unknown) => (value === null ? '–' : JSON.stringify(value));

function Detail({ line }: { readonly line: JournalLine }) {
  return (
    <Details summary={`N° ${line.seq}`}>
      <p>{`Décidée le ${line.at} ; objet ${line.subjectId} ; mandat ${line.mandateId ?? '–'}.`}</p>
      <p>{`Avant : ${shown(line.before)}`}</p>
      <p>{`Après : ${shown(line.after)}`}</p>
      <p>
        Empreinte : <code>{line.hash}</code>
      </p>
    </Details>
  );
}

export function VerificationPage({ view, chains }: { readonly view: View; readonly chains: readonly ChainState[] }) {
  const broken = chains.filter((one) => one.brokenAt !== null);
  const lines = chains.reduce((sum, one) => sum + one.links, 0);
  return (
    <Page
      view={view}
      title="Vérification du journal"
      breadcrumbs={[{ href: JOURNAL_PATH, label: 'Journal des décisions' }]}
    >
      <PageHead title="Vérification du journal" />
      <Notice tone={broken.length === 0 ? 'success' : 'danger'} live>
        <p>
          {broken.length === 0
            ? `${count(lines, 'décision')} relues dans ${count(chains.length, 'chaîne')} : chacune est scellée par la précédente, rien n’a été changé ni ôté.`
            : `${count(broken.length, 'chaîne rompue', 'chaînes rompues')} : une décision a été changée ou ôtée hors de l’application. Comparez avec une sauvegarde.`}
        </p>
      </Notice>
      <Table
        caption="Chaînes du journal"
        captionHidden
        columns={[
          { label: 'Chaîne', header: true, cell: (one: ChainState) => <code>{one.chain}</code> },
          { label: 'Domaine', cell: (one: ChainState) => labelOf(sliceOf(one.chain)) },
          { label: 'Décisions', numeric: true, cell: (one: ChainState) => one.links },
          {
            label: 'État',
            cell: (one: ChainState) =>
              one.brokenAt === null ? (
                <StatusTag tone="success">Tient</StatusTag>
              ) : (
                <StatusTag tone="danger">{`Rompue au n° ${one.brokenAt}`}</StatusTag>
              ),
          },
        ]}
        rows={chains}
        empty="Aucune décision n’a encore été inscrite."
      />
    </Page>
  );
}
