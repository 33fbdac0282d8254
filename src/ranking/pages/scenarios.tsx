import type { Wave } from '../../calls/index.ts';
import { Button, Form, formatCents, Hidden, Panel, Table, type TableColumn } from '../../ui/index.ts';
import { quotaText } from '../labels.ts';
import type { RankingOutput } from '../model/rank.ts';
import type { Scenario } from '../model/run.ts';
import { rankingBase } from './parts.tsx';

export interface Compared {
  readonly scenario: Scenario;
  readonly output: RankingOutput;
  /** Titles funded in this scenario and not in the ranking of the page; and the other way round. */
  readonly enters: readonly string[];
  readonly leaves: readonly string[];
}

interface ScenariosProps {
  readonly wave: Wave;
  readonly compared: readonly Compared[];
  readonly names: ReadonlyMap<string, string>;
  readonly mayManage: boolean;
}

const list = (titles: readonly string[]) => (titles.length === 0 ? 'personne' : titles.join(' ; '));

/** Side by side: a column of figures a scenario, and who would come in or go out. */
export function Scenarios({ wave, compared, names, mayManage }: ScenariosProps) {
  if (compared.length === 0) return null;
  const columns: TableColumn<Compared>[] = [
    { label: 'Scénario', header: true, cell: ({ scenario }) => scenario.name },
    {
      label: 'Réglages',
      cell: ({ scenario: { settings } }) =>
        [
          settings.basis === 'raw' ? 'notes brutes' : 'notes redressées',
          ...(settings.weights ? [`poids ${settings.weights.join(' / ')}`] : []),
          ...(settings.grantPercent < 100 ? [`${settings.grantPercent}\u202f% de chaque demande`] : []),
          ...(settings.partialMinPercent ? ['dernier dossier en partie'] : []),
          ...settings.quotas.map((quota) => quotaText(quota, names)),
        ].join(' ; '),
    },
    { label: 'Enveloppe', numeric: true, cell: ({ scenario }) => formatCents(scenario.settings.envelopeCents) },
    { label: 'Financés', numeric: true, cell: ({ output }) => output.funded },
    { label: 'Aides', numeric: true, cell: ({ output }) => formatCents(output.grantedCents) },
    { label: 'Reste', numeric: true, cell: ({ output }) => formatCents(output.remainingCents) },
    { label: 'Entrent', cell: ({ enters }) => list(enters) },
    { label: 'Sortent', cell: ({ leaves }) => list(leaves) },
    ...(mayManage
      ? [{ label: 'Retirer', cell: ({ scenario }: Compared) => <Drop wave={wave} scenario={scenario} /> }]
      : []),
  ];
  return (
    <Panel title="Scénarios comparés à ce classement">
      <Table caption="Scénarios" captionHidden columns={columns} rows={compared} />
    </Panel>
  );
}

const Drop = ({ wave, scenario }: { readonly wave: Wave; readonly scenario: Scenario }) => (
  <Form action={`${rankingBase(wave)}/scenario/retirer`} class="inline-form">
    <Hidden name="scenario" value={scenario.id} />
    <Button kind="quiet">
      Retirer<span class="sr-only">{` ${scenario.name}`}</span>
    </Button>
  </Form>
);
