import type { AgreementSums } from '../../ledger/index.ts';
import {
  count,
  EmptyState,
  formatBytes,
  formatCents,
  Notice,
  Page,
  PageHead,
  Pagination,
  parisDateTime,
  Stat,
  Stats,
  Table,
  type View,
} from '../../ui/index.ts';
import { FILE_LABELS } from '../messages.ts';
import { EDITIONS_PER_PAGE, type Edition, FILE_NAMES, type FileName } from '../model/edition.ts';
import { OPEN_DATA_PATH, THREAD_PATH } from './parts.tsx';

export interface OpenDataProps {
  readonly view: View;
  readonly newest: Edition | null;
  readonly editions: readonly Edition[];
  readonly page: number;
  readonly sums: AgreementSums;
}

const LEAD =
  'Une ligne par bénéficiaire et par convention signée, publiée dès la signature. Aucune donnée de personne. Licence Ouverte 2.0.';

export function OpenDataPage({ view, newest, editions, page, sums }: OpenDataProps) {
  return (
    <Page view={view} title="Données ouvertes des subventions" description={LEAD}>
      <PageHead kicker="Données ouvertes" title="Les subventions, ligne par ligne" lead={LEAD} />
      {newest === null ? (
        <EmptyState title="Aucune convention n’est encore publiée">
          <p>La première édition paraîtra à la première signature complète d’une convention.</p>
        </EmptyState>
      ) : (
        <>
          <Totals edition={newest} sums={sums} />
          <h2>Télécharger l’édition {newest.number}</h2>
          <FileTable edition={newest} base={OPEN_DATA_PATH} />
          <h2>Toutes les éditions</h2>
          <EditionTable editions={editions} />
          <Pagination
            page={page}
            pages={Math.ceil(newest.number / EDITIONS_PER_PAGE)}
            hrefOf={(n) => `${OPEN_DATA_PATH}?page=${n}`}
          />
        </>
      )}
    </Page>
  );
}

function Totals({ edition, sums }: { readonly edition: Edition; readonly sums: AgreementSums }) {
  const ledgerCents = sums.committedCents + sums.certifiedCents + sums.paidCents + sums.recoveredCents;
  const gap = ledgerCents - edition.totalCents;
  return (
    <>
      <Stats>
        <Stat value={formatCents(edition.totalCents)} label="Subventions publiées" note="Somme des parts du fichier" />
        <Stat value={formatCents(ledgerCents)} label="Au grand livre" note="Engagé, certifié, payé ou recouvré" />
        <Stat
          value={count(edition.agreements, 'convention')}
          label="Dans cette édition"
          note={count(edition.lines, 'ligne')}
        />
      </Stats>
      {gap === 0 ? (
        <p>Le total des fichiers, celui de cette page et celui du grand livre sont identiques, au centime.</p>
      ) : (
        <Notice tone="warning" title="Des conventions signées attendent leur publication">
          <p>{`${formatCents(gap)} d’engagements ne sont pas encore dans cette édition.`}</p>
        </Notice>
      )}
      <p>
        <a href={THREAD_PATH}>Suivre cet argent dans le fil de l’euro</a>
      </p>
    </>
  );
}

export const FileTable = ({ edition, base }: { readonly edition: Edition; readonly base: string }) => (
  <Table<FileName>
    caption={`Fichiers de l’édition ${edition.number}, ${parisDateTime(edition.madeAt)}`}
    columns={[
      { label: 'Fichier', header: true, cell: (name) => <a href={`${base}/${name}`}>{FILE_LABELS[name]}</a> },
      { label: 'Taille', numeric: true, cell: (name) => formatBytes(edition.files[name].sizeBytes) },
      {
        label: 'Empreinte SHA-256',
        cell: (name) => <code class="hash">{edition.files[name].sha256}</code>,
      },
    ]}
    rows={FILE_NAMES}
  />
);

const EditionTable = ({ editions }: { readonly editions: readonly Edition[] }) => (
  <Table
    caption="De la plus récente à la plus ancienne ; chacune reste téléchargeable, à l’octet près"
    columns={[
      {
        label: 'Édition',
        header: true,
        cell: ({ number }) => <a href={`${OPEN_DATA_PATH}/editions/${number}`}>{`Édition ${number}`}</a>,
      },
      { label: 'Publiée le', cell: ({ madeAt }) => parisDateTime(madeAt) },
      { label: 'Conventions', numeric: true, cell: ({ agreements }) => agreements },
      { label: 'Lignes', numeric: true, cell: ({ lines }) => lines },
      { label: 'Total', numeric: true, cell: ({ totalCents }) => formatCents(totalCents) },
    ]}
    rows={editions}
  />
);
