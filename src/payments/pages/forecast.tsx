import {
  EmptyState,
  formatCents,
  formatCompact,
  Notice,
  Page,
  PageHead,
  StackedBar,
  Table,
  type View,
} from '../../ui/index.ts';
import type { Forecast, Month, Year } from '../model/forecast.ts';

const NAMES = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ');
/** `2027-03` → « mars 2027 ». */
const monthName = (month: string): string => `${NAMES[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`;

const SERIES = [
  { key: 'ordered', label: 'Ordonné' },
  { key: 'certified', label: 'Certifié' },
  { key: 'expected', label: 'Attendu' },
];
const DRAWN = 24;

export const FORECAST = '/agent/paiements/prevision';

export function ForecastPage({ view, forecast }: { readonly view: View; readonly forecast: Forecast }) {
  const { months, years, lateCents } = forecast;
  const total = months.reduce((sum, { totalCents }) => sum + totalCents, 0);
  return (
    <Page
      view={view}
      title="Prévision des paiements"
      layout="wide"
      breadcrumbs={[{ href: '/agent/paiements', label: 'Certifier et payer' }]}
    >
      <PageHead
        title="Prévision des paiements"
        lead="Ce que les échéanciers en vigueur demanderont de crédits de paiement, mois par mois, toutes enveloppes réunies."
      />
      {total === 0 ? (
        <EmptyState title="Rien à payer">Les tranches des conventions signées apparaîtront ici.</EmptyState>
      ) : (
        <>
          {years.map((year) => (
            <InWords year={year} />
          ))}
          {lateCents > 0 ? (
            <p>{`${formatCents(lateCents)} étaient attendus avant ce mois et ne sont pas certifiés : ils sont comptés ce mois-ci.`}</p>
          ) : null}
          <Drawing months={months} />
          <Figures months={months} />
        </>
      )}
      <p>
        <a href={`${FORECAST}.csv`} download>
          Télécharger la prévision (CSV)
        </a>
        {', '}
        <a href={`${FORECAST}.xlsx`} download>
          (XLSX)
        </a>
        {' · '}
        <a href="/agent/paiements/demandes.csv" download>
          Télécharger les demandes et paiements (CSV)
        </a>
        {', '}
        <a href="/agent/paiements/demandes.xlsx" download>
          (XLSX)
        </a>
      </p>
    </Page>
  );
}

/** The year against its credits, said. */
function InWords({ year: { year, neededCents, creditsCents, lacksCents, shortFrom } }: { readonly year: Year }) {
  if (creditsCents === null)
    return (
      <Notice tone="warning" title={`${year} : aucun crédit ouvert`}>
        <p>{`Il faudra ${formatCents(neededCents)}.`}</p>
      </Notice>
    );
  if (lacksCents === 0)
    return (
      <Notice tone="success" title={`${year} : les crédits suffisent`}>
        <p>{`Il faudra ${formatCents(neededCents)} ; ${formatCents(creditsCents)} sont ouverts et non payés.`}</p>
      </Notice>
    );
  return (
    <Notice tone="danger" title={`${year} : il manque ${formatCents(lacksCents)}`}>
      <p>{`Il faudra ${formatCents(neededCents)} ; ${formatCents(creditsCents)} sont ouverts et non payés. Les crédits ne suffisent plus à partir de ${monthName(shortFrom ?? '')}.`}</p>
    </Notice>
  );
}

function Drawing({ months }: Pick<Forecast, 'months'>) {
  const drawn = months.slice(0, DRAWN);
  const highest = drawn.reduce((best, one) => (one.totalCents > best.totalCents ? one : best));
  return (
    <StackedBar
      id="prevision"
      title="Crédits de paiement nécessaires, par mois"
      description={`Le mois le plus lourd est ${monthName(highest.month)} : ${formatCents(highest.totalCents)}.`}
      series={SERIES}
      rows={drawn.map(({ month, orderedCents, certifiedCents, expectedCents }) => ({
        label: monthName(month),
        values: { ordered: orderedCents, certified: certifiedCents, expected: expectedCents },
      }))}
      rowLabel="Mois"
      format={formatCompact}
      formatExact={formatCents}
      note={
        months.length > DRAWN
          ? `Les ${DRAWN} premiers mois ; le tableau les montre tous. Sources : échéanciers, demandes et grand livre.`
          : 'Sources : échéanciers en vigueur, demandes de paiement, grand livre.'
      }
    />
  );
}

const Figures = ({ months }: Pick<Forecast, 'months'>) => (
  <Table
    caption="Prévision, mois par mois"
    rows={months}
    columns={[
      { label: 'Mois', header: true, cell: ({ month }: Month) => monthName(month) },
      { label: 'Ordonné', numeric: true, cell: ({ orderedCents }) => formatCents(orderedCents) },
      { label: 'Certifié', numeric: true, cell: ({ certifiedCents }) => formatCents(certifiedCents) },
      { label: 'Attendu', numeric: true, cell: ({ expectedCents }) => formatCents(expectedCents) },
      { label: 'Total', numeric: true, cell: ({ totalCents }) => formatCents(totalCents) },
      { label: 'Cumul de l’année', numeric: true, cell: ({ cumulativeCents }) => formatCents(cumulativeCents) },
    ]}
  />
);
