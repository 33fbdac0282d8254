import {
  Actions,
  Button,
  Form,
  formatCents,
  Page,
  PageHead,
  Select,
  StatusTag,
  Table,
  type View,
} from '../../ui/index.ts';
import type { LineChange } from '../model/diff.ts';
import type { Edition } from '../model/edition.ts';
import type { Line } from '../model/line.ts';
import { FileTable } from './open-data.tsx';
import { OPEN_DATA_PATH } from './parts.tsx';

export interface EditionProps {
  readonly view: View;
  readonly edition: Edition;
  /** Compared with; 0: with nothing, before the first edition. */
  readonly against: number;
  readonly others: readonly number[];
  readonly changes: readonly LineChange<Line>[];
}

/** What an edition holds, and what changed since another. */
export function EditionPage({ view, edition, against, others, changes }: EditionProps) {
  const title = `Édition ${edition.number}`;
  const here = `${OPEN_DATA_PATH}/editions/${edition.number}`;
  return (
    <Page view={view} title={title} breadcrumbs={[{ href: OPEN_DATA_PATH, label: 'Données ouvertes' }]}>
      <PageHead
        kicker="Données ouvertes"
        title={title}
        lead={`${formatCents(edition.totalCents)} de subventions. Fichiers au format ${edition.format}.`}
      />
      <FileTable edition={edition} base={here} />
      <h2>Ce qui a changé</h2>
      {others.length > 0 ? (
        <Form action={here} method="get">
          <Select
            name="avec"
            label="Comparer avec l’édition"
            value={String(against)}
            empty={null}
            options={others.map((number) => ({ value: String(number), label: `Édition ${number}` }))}
          />
          <Actions>
            <Button kind="secondary">Comparer</Button>
          </Actions>
        </Form>
      ) : null}
      <ChangeTable changes={changes} against={against} />
    </Page>
  );
}

const ChangeTable = ({ changes, against }: Pick<EditionProps, 'changes' | 'against'>) => (
  <Table
    caption={against === 0 ? 'Première édition : tout y est nouveau' : `Différences avec l’édition ${against}`}
    columns={[
      {
        label: 'Bénéficiaire',
        header: true,
        cell: ({ before, after }) => (after ?? before)?.beneficiary.name ?? '',
      },
      { label: 'Convention', cell: ({ before, after }) => (after ?? before)?.number ?? '' },
      { label: 'Nature', cell: (change) => <Nature change={change} /> },
      { label: 'Avant', numeric: true, cell: ({ before }) => (before ? formatCents(before.shareCents) : '–') },
      { label: 'Après', numeric: true, cell: ({ after }) => (after ? formatCents(after.shareCents) : '–') },
    ]}
    rows={changes}
    empty="Aucune ligne ne diffère entre ces deux éditions."
  />
);

function Nature({ change: { before, after } }: { readonly change: LineChange<Line> }) {
  if (before === null) return <StatusTag tone="success">Ajoutée</StatusTag>;
  return after === null ? <StatusTag tone="danger">Retirée</StatusTag> : <StatusTag tone="info">Modifiée</StatusTag>;
}
