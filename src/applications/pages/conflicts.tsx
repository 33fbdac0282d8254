import { Button, EmptyState, Form, formatCents, Hidden, Panel, parisDateTime, Table } from '../../ui/index.ts';
import type { Conflict, Dossier, HistoryLine } from '../model/dossier.ts';
import { GRANT_KEY } from '../model/values.ts';
import { DossierPage, type FrameProps } from './layout.tsx';

type Frame = Omit<FrameProps, 'title' | 'children'>;

/** Both values side by side; a person chooses, the other stays in the history. */
export function ConflictsPage({ conflicts, ...frame }: Frame & { readonly conflicts: readonly Conflict[] }) {
  return (
    <DossierPage {...frame} title="Deux versions d’une même réponse">
      {conflicts.length === 0 ? <EmptyState title="Aucune réponse n’attend de choix" /> : null}
      {conflicts.map((conflict) => (
        <Panel title={labelOf(frame.dossier, conflict.key)}>
          <Table
            caption="Les deux versions"
            captionHidden
            rows={[
              { who: conflict.currentBy, at: conflict.currentAt, value: conflict.current, kept: 'current' },
              { who: conflict.otherBy, at: conflict.otherAt, value: conflict.other, kept: 'other' },
            ]}
            columns={[
              { label: 'Écrite par', header: true, cell: (row) => row.who },
              { label: 'Le', cell: (row) => parisDateTime(row.at) },
              { label: 'Version', cell: (row) => textOf(conflict.key, row.value) },
              {
                label: 'Votre choix',
                cell: (row) => <Keep dossier={frame.dossier} conflict={conflict} kept={row.kept} />,
              },
            ]}
          />
        </Panel>
      ))}
    </DossierPage>
  );
}

interface KeepProps {
  readonly dossier: Dossier;
  readonly conflict: Conflict;
  readonly kept: string;
}

const Keep = ({ dossier, conflict, kept }: KeepProps) => (
  <Form action={`/dossiers/${dossier.application.id}/conflits`} class="inline">
    <Hidden name="conflit" value={conflict.id} />
    <Hidden name="garder" value={kept} />
    <Button kind="secondary">Garder cette version</Button>
  </Form>
);

function labelOf({ revision, partners }: Dossier, key: string): string {
  const field = revision.sections.flatMap((section) => section.fields).find((one) => one.key === key);
  if (field) return field.label;
  if (key === GRANT_KEY) return 'Aide demandée';
  const partner = partners.find((one) => key === `share:${one.id}`);
  if (partner) return `Part de ${partner.name}`;
  return key.startsWith('expense:') ? 'Ligne de dépense' : 'Ligne de ressource';
}

/** Words for a person, whatever the kind of the value. */
function textOf(key: string, value: unknown): string {
  if (value === null || value === '') return '(vide)';
  if (typeof value === 'number') return key.includes(':') ? formatCents(value) : String(value);
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
}

/** Who changed what, value by value. */
export function HistoryPage({ lines, ...frame }: Frame & { readonly lines: readonly HistoryLine[] }) {
  const base = `/dossiers/${frame.dossier.application.id}/historique`;
  return (
    <DossierPage {...frame} title="Historique des réponses">
      <Table
        caption="Les cent derniers changements"
        rows={lines}
        empty="Rien n’a encore été écrit."
        columns={[
          { label: 'Le', cell: (line) => parisDateTime(line.at) },
          { label: 'Par', cell: (line) => line.by },
          {
            label: 'Réponse',
            header: true,
            cell: (line) => (
              <a href={`${base}?${new URLSearchParams({ reponse: line.key })}`}>{labelOf(frame.dossier, line.key)}</a>
            ),
          },
          { label: 'Avant', cell: (line) => short(textOf(line.key, line.from)) },
          { label: 'Après', cell: (line) => short(textOf(line.key, line.to)) },
          { label: 'Version', numeric: true, cell: (line) => line.version ?? 'mise de côté' },
        ]}
      />
    </DossierPage>
  );
}

const short = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
