import { EmptyState, formatCents, frenchDay, Page, PageHead, Panel } from '../../ui/index.ts';
import { leftCents, type Recovery } from '../model/recovery.ts';
import { type Common, RecoveryTag } from './recovery.tsx';

const LETTER = '/paiements/reversements';

/** What a partner must repay, with its letters. */
export const MyRecoveriesPage = ({
  view,
  today,
  recoveries,
}: Common & { readonly recoveries: readonly Recovery[] }) => (
  <Page view={view} title="Reversements demandés" breadcrumbs={[{ href: '/paiements', label: 'Demander un paiement' }]}>
    <PageHead title="Reversements demandés" lead="Les sommes payées à tort que le service demande de reverser." />
    {recoveries.length === 0 ? (
      <EmptyState title="Aucun reversement demandé">Il n’y a rien à faire.</EmptyState>
    ) : (
      recoveries.map((one) => (
        <Panel title={`Ordre n° ${one.number} : ${formatCents(one.amountCents)}`}>
          <p>
            <RecoveryTag recovery={one} today={today} />
          </p>
          <p>{`${one.agreementNumber} – ${one.label}. À reverser avant le ${frenchDay(one.dueOn)}. Reste : ${formatCents(leftCents(one))}.`}</p>
          <p>{one.reason}</p>
          {one.hasLetter ? (
            <a href={`${LETTER}/${one.id}/lettre.pdf`}>{`Lettre de l’ordre n° ${one.number} (PDF)`}</a>
          ) : null}
        </Panel>
      ))
    )}
  </Page>
);
