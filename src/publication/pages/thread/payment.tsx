import type { ThreadPayment } from '../../../ledger/index.ts';
import { formatCents, Page, PageHead, parisDate, Table, type View } from '../../../ui/index.ts';
import type { ThreadStep } from '../../model/thread.ts';
import { THREAD_PATH } from '../parts.tsx';
import { KIND_LABELS, Thread } from './steps.tsx';

export interface PaymentThreadProps {
  readonly view: View;
  readonly payment: ThreadPayment;
  readonly payee: string;
  readonly steps: readonly ThreadStep[];
}

export function PaymentThreadPage({ view, payment, payee, steps }: PaymentThreadProps) {
  const title = `${formatCents(payment.amountCents)} payés le ${parisDate(payment.occurredAt)}`;
  return (
    <Page view={view} title={title} breadcrumbs={[{ href: THREAD_PATH, label: 'Le fil de l’euro' }]}>
      <PageHead kicker="Le fil de l’euro" title={title} lead={`À ${payee}`} />
      <Thread steps={steps} />
      <h2>Le même chemin, en liste</h2>
      <Table
        caption="Du plan jusqu’au paiement"
        columns={[
          { label: 'Étape', cell: ({ kind }) => KIND_LABELS[kind] },
          { label: 'Nom', header: true, cell: ({ name, href }) => (href ? <a href={href}>{name}</a> : name) },
          { label: 'Ce qui y passe', numeric: true, cell: ({ totalCents }) => formatCents(totalCents) },
        ]}
        rows={steps}
      />
      <p>
        {payment.creditBook
          ? `Payé sur les crédits ${payment.creditBook}. `
          : 'Aucun crédit de paiement ne répond à ce paiement : signalez-le. '}
        Décision inscrite au journal sous le numéro <code>{payment.journalEntryId}</code>.
      </p>
    </Page>
  );
}
