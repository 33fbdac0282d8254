import { Hono } from 'hono';
import type { DbOrTx } from '../../kernel/db.ts';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { checkThread, envelopeById, paymentById, planEnvelope } from '../../ledger/index.ts';
import { viewOf } from '../../ui/index.ts';
import { payeeOf, paymentHref, type ThreadStep } from '../model/thread.ts';
import { THREAD_PATH } from '../pages/parts.tsx';
import { PaymentThreadPage } from '../pages/thread/payment.tsx';
import { AgreementThreadPage, EnvelopeThreadPage, NoThreadPage } from '../pages/thread.tsx';
import { agreementThread, envelopeThread, stepsDown } from '../store/thread.ts';

/** One snapshot a page: a posting between two queries would look like a gap. */
const snapshot = <T,>({ db }: Kernel, read: (tx: DbOrTx) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);

export function threadRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(THREAD_PATH, allow('public'), (c) => planPage(kernel, c))
    .get(`${THREAD_PATH}/enveloppes/:id`, allow('public'), (c) => envelopePage(kernel, c))
    .get(`${THREAD_PATH}/conventions/:id`, allow('public'), (c) => agreementPage(kernel, c))
    .get(`${THREAD_PATH}/paiements/:id`, allow('public'), (c) => paymentPage(kernel, c));
}

const idOf = (c: AppContext): string => c.req.param('id') ?? '';

async function planPage(kernel: Kernel, c: AppContext) {
  const view = viewOf(c, kernel.config.DEMO);
  const read = await snapshot(kernel, async (tx) => {
    const plan = await planEnvelope(tx);
    const thread = plan ? await envelopeThread(tx, plan) : null;
    return thread ? { thread, check: await checkThread(tx) } : null;
  });
  return c.html(read ? <EnvelopeThreadPage view={view} {...read} /> : <NoThreadPage view={view} />);
}

async function envelopePage(kernel: Kernel, c: AppContext) {
  const id = idOf(c);
  const thread = isId(id)
    ? await snapshot(kernel, async (tx) => {
        const envelope = await envelopeById(tx, id);
        return envelope ? envelopeThread(tx, envelope) : null;
      })
    : null;
  if (thread === null) return c.notFound();
  return c.html(<EnvelopeThreadPage view={viewOf(c, kernel.config.DEMO)} thread={thread} check={null} />);
}

async function agreementPage(kernel: Kernel, c: AppContext) {
  const id = idOf(c);
  const thread = isId(id) ? await snapshot(kernel, (tx) => agreementThread(tx, id)) : null;
  if (thread === null) return c.notFound();
  return c.html(<AgreementThreadPage view={viewOf(c, kernel.config.DEMO)} thread={thread} />);
}

async function paymentPage(kernel: Kernel, c: AppContext) {
  const id = idOf(c);
  const read = isId(id) ? await snapshot(kernel, (tx) => readPayment(tx, id)) : null;
  if (read === null) return c.notFound();
  return c.html(<PaymentThreadPage view={viewOf(c, kernel.config.DEMO)} {...read} />);
}

/** `null`: no such payment, undone, or of an agreement that is not public. */
async function readPayment(tx: DbOrTx, id: string) {
  const payment = await paymentById(tx, id);
  if (payment === null) return null;
  const end = (name: string): ThreadStep => ({
    kind: 'payment',
    name,
    totalCents: payment.amountCents,
    href: paymentHref(id),
  });
  const payee = payeeOf(payment.account);
  if (payee === null) {
    const name = 'Prestataire d’un bon en tiers payant';
    return { payment, payee: name, steps: [...(await stepsDown(tx, payment.scope)), end(name)] };
  }
  const thread = await agreementThread(tx, payee.agreementId);
  const partner = thread?.partners.find(({ partnerId }) => partnerId === payee.partnerId);
  if (!thread || !partner) return null;
  const share: ThreadStep = {
    kind: 'partner',
    name: partner.name,
    totalCents: partner.committedCents + partner.certifiedCents + partner.paidCents,
    href: thread.steps.at(-1)?.href ?? null,
  };
  return { payment, payee: partner.name, steps: [...thread.steps, share, end('Paiement exécuté')] };
}
