import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Button,
  Form,
  formatCents,
  Hidden,
  Panel,
  parisDate,
  TextArea,
  Timeline,
  type TimelineEntry,
} from '../../ui/index.ts';
import type { PaymentOrder } from '../model/order.ts';
import type { PaymentRequest } from '../model/request.ts';

const at = (when: Date) => ({ when: parisDate(when), datetime: when.toISOString() });

/** What became of one order, in the order of time. */
function entriesOf(order: PaymentOrder): TimelineEntry[] {
  const { orderedAt, sentAt, paidAt, failedAt, failure } = order;
  const entries: TimelineEntry[] = [
    {
      ...at(orderedAt),
      title: 'Paiement ordonné',
      text: `${formatCents(order.amountCents)} sur les crédits de paiement de ${order.year}.`,
    },
  ];
  if (sentAt) entries.push({ ...at(sentAt), title: 'Mis dans une remise de virements', tone: 'info' });
  if (paidAt) entries.push({ ...at(paidAt), title: 'Payé', tone: 'success' });
  if (failedAt)
    entries.push({
      ...at(failedAt),
      title: paidAt ? 'Virement revenu après paiement' : 'Virement rejeté',
      text: `${failure?.replace(/\.$/, '')}. Les crédits sont revenus à l’enveloppe.`,
      tone: 'danger',
    });
  return entries;
}

export const PaymentStory = ({ orders }: Pick<PaymentRequest, 'orders'>) =>
  orders.length === 0 ? null : (
    <>
      <h2>Le paiement</h2>
      <Timeline label="Suites du paiement" entries={orders.flatMap(entriesOf)} />
    </>
  );

export const Reordering = (props: {
  readonly request: PaymentRequest;
  readonly base: string;
  readonly errors: FieldErrors;
  readonly typed: Readonly<Record<string, string>>;
}) => (
  <Panel title="Ordonner de nouveau">
    <p>
      Les visas restent : le même montant est réservé sur les crédits de paiement de l’année. Assurez-vous d’abord que
      la cause de l’échec a disparu.
    </p>
    <Form action={`${props.base}/reprendre`}>
      <Hidden name="version" value={props.request.version} />
      <TextArea
        name="motif"
        label="Ce qui a changé depuis l’échec"
        error={props.errors.motif}
        value={props.typed.motif}
        limit={2000}
      />
      <Button>{`Ordonner de nouveau ${formatCents(props.request.certifiedCents ?? 0)}`}</Button>
    </Form>
  </Panel>
);
