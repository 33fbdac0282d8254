import type { Hono } from 'hono';
import { personById } from '../../identity/index.ts';
import type { FieldErrors } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import { zonedLocal } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { contentDisposition } from '../../kernel/send-file.ts';
import { viewOf } from '../../ui/index.ts';
import { debtorOf } from '../bank/debtor.ts';
import { maskIban } from '../bank/iban.ts';
import { parseWhy } from '../form/account.ts';
import { parseBatch } from '../form/batch.ts';
import { batchMessage } from '../messages/batch.ts';
import type { Batch, BatchRefusal } from '../model/batch.ts';
import { BatchPage } from '../pages/batch.tsx';
import { BatchesPage } from '../pages/batches.tsx';
import { cancelBatch, composeBatch, handBatch } from '../store/batch.ts';
import { batchFile } from '../store/batch-file.ts';
import { batchById, latestBatches, linesNotBack, linesOfBatch, payables } from '../store/batches.ts';
import { typedOf } from './receive.ts';
import { AGENTS, PAYERS } from './roles.ts';

const LIST = '/agent/paiements/remises';
const BATCH = `${LIST}/:id`;

const TOLD: Readonly<Record<string, string>> = {
  composee: 'La remise est composée. Téléchargez son fichier et remettez-le à la banque.',
  remise: 'La remise est à la banque : ses réponses sont attendues.',
  annulee: 'La remise est annulée, ses demandes sont de nouveau à payer.',
};

export function addBatchRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(LIST, allow(AGENTS), (c) => showList(c, kernel, {}));
  routes.post(LIST, allow(PAYERS), (c) => compose(c, kernel));
  routes.get(BATCH, allow(AGENTS), (c) => onBatch(c, kernel, (batch) => show(c, kernel, batch, {})));
  routes.get(`${BATCH}/fichier`, allow(PAYERS), (c) => onBatch(c, kernel, (batch) => sendBatch(c, kernel, batch)));
  routes.post(`${BATCH}/remettre`, allow(PAYERS), (c) =>
    onBatch(c, kernel, async (batch) => ended(c, kernel, batch, 'remise', await handBatch(kernel, actOf(c), batch.id))),
  );
  routes.post(`${BATCH}/annuler`, allow(PAYERS), (c) =>
    onBatch(c, kernel, async (batch) => {
      const data = await c.req.formData();
      const form = parseWhy(data);
      if (!form.ok) return show(c, kernel, batch, { status: 422, errors: form.errors, typed: typedOf(data) });
      return ended(c, kernel, batch, 'annulee', await cancelBatch(kernel, actOf(c), batch.id, form.value));
    }),
  );
}

const actOf = (c: AppContext) => ({ personId: viewerOf(c).personId, at: c.var.receivedAt });
const mayPay = (c: AppContext) => PAYERS.some((role) => viewerOf(c).roles.includes(role));

interface Shown {
  readonly status?: 200 | 409 | 422;
  readonly refusal?: BatchRefusal;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

interface ListShown extends Shown {
  readonly chosen?: readonly string[];
  readonly executeOn?: string;
}

async function showList(c: AppContext, { db, config }: Kernel, shown: ListShown) {
  const debtor = debtorOf(config);
  const page = (
    <BatchesPage
      view={viewOf(c, config.DEMO)}
      batches={await latestBatches(db)}
      payables={await payables(db)}
      waiting={await linesNotBack(db)}
      mayPay={mayPay(c)}
      debtor={debtor ? `${maskIban(debtor.iban)} (${debtor.name})` : null}
      today={zonedLocal(c.var.receivedAt).slice(0, 10)}
      refusal={shown.refusal ? batchMessage(shown.refusal) : undefined}
      errors={shown.errors ?? {}}
      chosen={shown.chosen}
      executeOn={shown.executeOn}
    />
  );
  return c.html(page, shown.status ?? 200);
}

async function compose(c: AppContext, kernel: Kernel) {
  const data = await c.req.formData();
  const form = parseBatch(data);
  const chosen = data.getAll('demande').map(String);
  if (!form.ok) return showList(c, kernel, { status: 422, errors: form.errors, chosen });
  const decision = await composeBatch(kernel, actOf(c), form.value);
  if (decision.refusal !== null)
    return showList(c, kernel, {
      ...{ status: 409, refusal: decision.refusal, chosen, executeOn: form.value.executeOn },
    });
  return c.redirect(`${LIST}/${decision.changes.id}?fait=composee`, 303);
}

type Reply = Response | Promise<Response>;

async function onBatch(c: AppContext, { db }: Kernel, then: (batch: Batch) => Reply): Promise<Response> {
  const batch = await batchById(db, c.req.param('id') ?? '');
  return batch ? then(batch) : c.notFound();
}

async function show(c: AppContext, { db, config }: Kernel, batch: Batch, shown: Shown) {
  const page = (
    <BatchPage
      view={viewOf(c, config.DEMO)}
      batch={batch}
      lines={await linesOfBatch(db, batch.id)}
      madeBy={(await personById(db, batch.madeBy))?.name ?? 'un agent'}
      mayPay={mayPay(c)}
      told={TOLD[c.req.query('fait') ?? '']}
      refusal={shown.refusal ? batchMessage(shown.refusal) : undefined}
      errors={shown.errors ?? {}}
      typed={shown.typed ?? {}}
    />
  );
  return c.html(page, shown.status ?? 200);
}

type Ended = Awaited<ReturnType<typeof handBatch>>;

function ended(c: AppContext, kernel: Kernel, batch: Batch, told: string, decision: Ended): Reply {
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return show(c, kernel, batch, { status: 409, refusal: decision.refusal });
  return c.redirect(`${LIST}/${batch.id}?fait=${told}`, 303);
}

/** The bytes whose hash the page shows, or nothing. */
async function sendBatch(c: AppContext, kernel: Kernel, batch: Batch) {
  if (batch.state === 'cancelled')
    return show(c, kernel, batch, { status: 409, refusal: { code: 'batch-state', state: batch.state } });
  const xml = await batchFile(kernel, batch.id);
  if (xml === null) return show(c, kernel, batch, { status: 409, refusal: { code: 'file-altered' } });
  return c.body(xml, 200, {
    'Content-Type': 'application/xml; charset=utf-8',
    'Content-Disposition': contentDisposition(`remise-${batch.number}-${batch.sha256.slice(0, 8)}.xml`),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
    ETag: `"${batch.sha256}"`,
  });
}
