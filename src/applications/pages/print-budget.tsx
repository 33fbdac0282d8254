import { formatCents, formatPercent, parisDate, SummaryList, Table } from '../../ui/index.ts';
import { CATEGORY_LABELS } from '../messages/budget.ts';
import type { Content } from '../model/content.ts';
import type { StatementKind } from '../model/statements.ts';

interface PartProps {
  readonly content: Content;
  /** Of the partners, by their identifier in the file. */
  readonly names: ReadonlyMap<string, string>;
}

export function PrintedBudget({ content: { budget, totals }, names }: PartProps) {
  const sum = (amounts: Readonly<Record<string, number>>) => Object.values(amounts).reduce((a, b) => a + b, 0);
  const years = (amounts: Readonly<Record<string, number>>) =>
    Object.entries(amounts)
      .map(([year, cents]) => `${year} : ${formatCents(cents)}`)
      .join(' ; ');
  return (
    <section>
      <h2>Budget et plan de financement</h2>
      <SummaryList
        lines={[
          { term: 'Dépenses', value: formatCents(totals.expensesCents) },
          { term: 'Assiette éligible', value: formatCents(totals.eligibleBaseCents) },
          { term: 'Aide demandée', value: formatCents(totals.requestedGrantCents ?? 0) },
          { term: 'Taux d’aide', value: totals.aidRatePercent === null ? '–' : formatPercent(totals.aidRatePercent) },
        ]}
      />
      <Table
        caption="Dépenses"
        rows={budget.expenses}
        columns={[
          { label: 'Organisation', header: true, cell: ({ partnerId }) => names.get(partnerId) ?? '' },
          {
            label: 'Nature',
            cell: ({ category, label }) => `${CATEGORY_LABELS[category]}${label ? ` – ${label}` : ''}`,
          },
          { label: 'Par année', cell: ({ amounts }) => years(amounts) },
          { label: 'Total', numeric: true, cell: ({ amounts }) => formatCents(sum(amounts)) },
        ]}
        empty="Aucune dépense n’est saisie."
      />
      <Table
        caption="Ressources"
        rows={budget.fundings}
        columns={[
          { label: 'Organisation', header: true, cell: ({ partnerId }) => names.get(partnerId) ?? '' },
          { label: 'Apporté par', cell: ({ funder }) => funder },
          { label: 'Montant', numeric: true, cell: ({ amountCents }) => formatCents(amountCents) },
        ]}
        empty="Aucune ressource n’est saisie."
      />
    </section>
  );
}

const STATEMENT_NAMES: Readonly<Record<StatementKind, string>> = {
  mandate: 'Mandat au chef de file',
  'republican-commitment': 'Contrat d’engagement républicain',
  'de-minimis': 'Déclaration de minimis',
};

export const PrintedStatements = ({ content, names }: PartProps) => (
  <section>
    <h2>Déclarations et engagements</h2>
    <Table
      caption="Engagements signés"
      captionHidden
      rows={content.statements}
      columns={[
        { label: 'Organisation', header: true, cell: ({ partnerId }) => names.get(partnerId) ?? '' },
        { label: 'Engagement', cell: ({ kind }) => STATEMENT_NAMES[kind] },
        {
          label: 'Signé par',
          cell: ({ signatoryName, signatoryCapacity }) => `${signatoryName}, ${signatoryCapacity}`,
        },
        { label: 'Le', cell: ({ signedAt }) => parisDate(new Date(signedAt)) },
      ]}
      empty="Aucun engagement n’est signé."
    />
  </section>
);
