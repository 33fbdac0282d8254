import type { Hono } from 'hono';
import type { Parsed } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type EndForm, type NoticeForm, parseEnd, parseNotice } from '../form/ending.ts';
import { numberIn, parseReason, parseSending, parseSigning } from '../form.ts';
import { type Agreement, currentVersion } from '../model/whole.ts';
import { manageBase } from '../pages/props.ts';
import { signatureProvider } from '../signing.ts';
import type { Act } from '../store/act.ts';
import { abandonAmendment, amendAgreement } from '../store/amend.ts';
import { askedTranches, termsToWrite } from '../store/asked.ts';
import { revise, saveTerms, send } from '../store/draft.ts';
import { abandonNotice, complete, openNotice, terminate } from '../store/ending.ts';
import { agreementById } from '../store/read.ts';
import { sign } from '../store/sign.ts';
import { type Outcome, proofOf, typedOf } from './context.ts';
import { type ReadTerms, readTerms } from './edit.ts';
import { AGREEMENT, MANAGERS, onPage, show } from './manager.tsx';

export function addWritingRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  const terms = async (data: FormData, agreement: Agreement) => {
    const asked = await askedTranches(kernel.db, agreement.id);
    return readTerms(kernel, data, termsToWrite(agreement, currentVersion(agreement), asked));
  };
  const written = (data: FormData) => Promise.resolve(parseReason(data, 'motif-acte'));
  routes.post(`${AGREEMENT}/termes`, allow(MANAGERS), (c) =>
    onForm<ReadTerms>(c, kernel, 'termes', terms, (act, { edit, reason }) => saveTerms(kernel, act, edit, reason)),
  );
  routes.post(`${AGREEMENT}/avenant`, allow(MANAGERS), (c) =>
    onForm<ReadTerms>(c, kernel, 'avenant', terms, (act, { edit, reason }) =>
      amendAgreement(kernel, act, edit, reason),
    ),
  );
  routes.post(`${AGREEMENT}/envoyer`, allow(MANAGERS), (c) =>
    onForm<Date | null>(
      c,
      kernel,
      'envoyee',
      (data) => Promise.resolve(parseSending(data)),
      (act, signBy) => send(kernel, act, signBy),
    ),
  );
  routes.post(`${AGREEMENT}/reprendre`, allow(MANAGERS), (c) =>
    onForm<string>(c, kernel, 'reprise', written, (act, reason) => revise(kernel, act, reason)),
  );
  routes.post(`${AGREEMENT}/abandonner`, allow(MANAGERS), (c) =>
    onForm<string>(c, kernel, 'abandon', written, (act, reason) => abandonAmendment(kernel, act, reason)),
  );
  addEndingRoutes(routes, kernel);
  routes.post(`${AGREEMENT}/signer`, allow(MANAGERS), (c) => signForState(c, kernel));
}

function addEndingRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.post(`${AGREEMENT}/resiliation`, allow(MANAGERS), (c) =>
    onForm<NoticeForm>(
      c,
      kernel,
      'annoncee',
      async (data) => parseNotice(data),
      (act, notice) => openNotice(kernel, act, notice),
    ),
  );
  routes.post(`${AGREEMENT}/resiliation/abandonner`, allow(MANAGERS), (c) =>
    onForm<string>(
      c,
      kernel,
      'maintenue',
      async (data) => parseReason(data, 'motif-abandon'),
      (act, reason) => abandonNotice(kernel, act, reason),
    ),
  );
  routes.post(`${AGREEMENT}/resilier`, allow(MANAGERS), (c) =>
    onForm<EndForm>(
      c,
      kernel,
      'resiliee',
      async (data) => parseEnd(data, 'motif-fin'),
      (act, given) => terminate(kernel, act, given),
    ),
  );
  routes.post(`${AGREEMENT}/clore`, allow(MANAGERS), (c) =>
    onForm<EndForm>(
      c,
      kernel,
      'close',
      async (data) => parseEnd(data, 'motif-cloture'),
      (act, given) => complete(kernel, act, given),
    ),
  );
}

const actOf = (c: AppContext, agreement: Agreement, data: FormData): Act => ({
  agreementId: agreement.id,
  authorId: viewerOf(c).personId,
  versionRead: numberIn(data, 'version'),
  at: c.var.receivedAt,
});

function onForm<Value>(
  c: AppContext,
  kernel: Kernel,
  told: string,
  parse: (data: FormData, agreement: Agreement) => Promise<Parsed<Value>>,
  decide: (act: Act, value: Value) => Promise<Outcome>,
): Promise<Response> {
  return onPage(c, kernel, async (agreement) => {
    const data = await c.req.formData();
    const typed = typedOf(data);
    const form = await parse(data, agreement);
    if (!form.ok) return show(c, kernel, agreement, { status: 422, errors: form.errors, typed });
    return answered(c, kernel, agreement, told, await decide(actOf(c, agreement, data), form.value), typed);
  });
}

/** The page after a refusal shows the agreement as it is now, with the reason on top and what was typed. */
async function answered(
  c: AppContext,
  kernel: Kernel,
  agreement: Agreement,
  told: string,
  decision: Outcome,
  typed: Record<string, string>,
) {
  if (decision === null) return c.notFound();
  // A double click signs once: its second answer is the first.
  if (decision.refusal === null || decision.refusal.code === 'already-signed')
    return c.redirect(`${manageBase(agreement)}?fait=${told}`, 303);
  const now = await agreementById(kernel.db, agreement.id);
  return now ? show(c, kernel, now, { status: 409, refusal: decision.refusal, typed }) : c.notFound();
}

function signForState(c: AppContext, kernel: Kernel) {
  return onPage(c, kernel, async (agreement) => {
    const data = await c.req.formData();
    const typed = typedOf(data);
    const form = parseSigning(data);
    if (!form.ok) return show(c, kernel, agreement, { status: 422, errors: form.errors, typed });
    const { personId, name } = viewerOf(c);
    const base = { ...form.value, signer: 'state', agreementId: agreement.id, personId, at: c.var.receivedAt };
    const proof = await proofOf(kernel, agreement, base, name);
    if (proof === null) {
      const refusal = { code: 'not-proven', provider: signatureProvider(kernel.config).name } as const;
      return show(c, kernel, agreement, { status: 409, refusal, typed });
    }
    return answered(c, kernel, agreement, 'signee', await sign(kernel, base, proof), typed);
  });
}
