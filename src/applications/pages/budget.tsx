import type { FieldErrors } from '../../kernel/decision.ts';
import {
  BarChart,
  Button,
  centsToInput,
  ErrorSummary,
  Form,
  formatCents,
  formatCompact,
  formatPercent,
  Hidden,
  MoneyField,
  Stat,
  Stats,
  Table,
} from '../../ui/index.ts';
import { CATEGORY_LABELS } from '../messages/budget.ts';
import { GRANT_KEY, shareKey } from '../model/values.ts';
import { DossierPage, type FrameProps } from './layout.tsx';

export interface BudgetProps extends Omit<FrameProps, 'title' | 'children'> {
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

export function BudgetPage({ errors = {}, typed = {}, ...frame }: BudgetProps) {
  const { dossier } = frame;
  const { totals } = dossier;
  return (
    <DossierPage {...frame} title="Budget et plan de financement" invalid={Object.keys(errors).length > 0}>
      <ErrorSummary errors={errors} />
      <Stats>
        <Stat value={formatCents(totals.expensesCents)} label="Dépenses" />
        <Stat value={formatCents(totals.eligibleBaseCents)} label="Assiette éligible" />
        <Stat value={formatCents(totals.requestedGrantCents ?? 0)} label="Aide demandée" />
        <Stat
          value={totals.aidRatePercent === null ? '–' : formatPercent(totals.aidRatePercent)}
          label="Taux d’aide"
          note="Aide demandée sur assiette éligible, arrondi au centième."
        />
        <Stat
          value={formatCents(totals.balanceCents)}
          label="Équilibre"
          note={totals.balanceCents === 0 ? 'Ressources et dépenses sont égales.' : 'Ressources moins dépenses.'}
          tone={totals.balanceCents === 0 ? 'success' : 'warning'}
        />
      </Stats>
      <ByPartner {...frame} />
      {dossier.mine.isLead && dossier.application.state === 'draft' ? (
        <SharesForm frame={frame} errors={errors} typed={typed} />
      ) : null}
      <Charts {...frame} />
    </DossierPage>
  );
}

type Frame = Omit<FrameProps, 'title' | 'children'>;

function ByPartner({ dossier }: Frame) {
  const name = (id: string) => dossier.partners.find((one) => one.id === id)?.name ?? '';
  const base = `/dossiers/${dossier.application.id}/budget`;
  return (
    <Table
      caption="Chaque partenaire : dépenses, ressources, équilibre"
      rows={dossier.totals.byPartner}
      columns={[
        {
          label: 'Partenaire',
          header: true,
          cell: (row) => <a href={`${base}/${row.partnerId}`}>{name(row.partnerId)}</a>,
        },
        { label: 'Dépenses payées', numeric: true, cell: (row) => formatCents(row.cashCents) },
        { label: 'Dépenses valorisées', numeric: true, cell: (row) => formatCents(row.inKindCents) },
        { label: 'Part de l’aide', numeric: true, cell: (row) => formatCents(row.shareCents) },
        { label: 'Autres ressources', numeric: true, cell: (row) => formatCents(row.otherResourcesCents) },
        { label: 'Équilibre', numeric: true, cell: (row) => formatCents(row.balanceCents) },
      ]}
    />
  );
}

interface SharesProps {
  readonly frame: Frame;
  readonly errors: FieldErrors;
  readonly typed: Readonly<Record<string, string>>;
}

function SharesForm({ frame: { dossier }, errors, typed }: SharesProps) {
  const keys = [GRANT_KEY, ...dossier.partners.map((one) => shareKey(one.id))];
  const versions = Object.fromEntries(keys.map((key) => [key, dossier.fields.get(key)?.version ?? 0]));
  const field = (key: string, label: string, hint?: string) => (
    <MoneyField
      name={key}
      label={label}
      hint={hint}
      error={errors[key]}
      value={typed[key] ?? centsToInput(dossier.fields.get(key)?.value as number | null)}
    />
  );
  return (
    <section>
      <h2>Aide demandée et parts</h2>
      <Form action={`/dossiers/${dossier.application.id}/budget`}>
        <Hidden name="version" value={JSON.stringify(versions)} />
        {field(GRANT_KEY, 'Aide demandée à l’appel', 'La somme des parts doit lui être égale.')}
        {dossier.partners.map((one) => field(shareKey(one.id), `Part de ${one.name}`))}
        <Button>Enregistrer</Button>
      </Form>
    </section>
  );
}

function Charts({ dossier: { totals } }: Frame) {
  if (totals.expensesCents === 0) return <p>Les graphiques apparaîtront avec les premières dépenses.</p>;
  const money = { valueLabel: 'Dépenses', format: formatCompact, formatExact: formatCents };
  return (
    <div class="side-by-side">
      <BarChart
        {...money}
        id="par-nature"
        title="Dépenses par nature"
        description="Montant des dépenses de chaque nature, tous partenaires réunis."
        rowLabel="Nature"
        bars={totals.byCategory.map((row) => ({ label: CATEGORY_LABELS[row.category], value: row.cents }))}
      />
      <BarChart
        {...money}
        id="par-annee"
        title="Dépenses par année"
        description="Montant des dépenses de chaque année, tous partenaires réunis."
        rowLabel="Année"
        bars={totals.byYear.map((row) => ({ label: row.year, value: row.cents }))}
      />
    </div>
  );
}
