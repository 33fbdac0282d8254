import type { Hono } from 'hono';
import type { FieldErrors } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseLine, parseStatement, textOf } from '../form.ts';
import { paymentMessage } from '../messages.ts';
import type { PaymentRefusal, PaymentRequest } from '../model/request.ts';
import { MinePage } from '../pages/mine.tsx';
import { PartnerRequestPage } from '../pages/partner.tsx';
import { evidenceLabels, myAgreements, requestForPartner } from '../store/mine.ts';
import { addEvidence, addLine, openRequest, type PartnerAct, removeLine, submit } from '../store/partner.ts';
import { cancel } from '../store/undo.ts';
import { myAccounts } from './account.tsx';
import { download } from './download.ts';
import { receive, typedOf } from './receive.ts';

const REQUEST = '/paiements/demandes/:id';
const signedIn = allow('signed-in');

const TOLD: Readonly<Record<string, string>> = {
  preuve: 'La preuve est enregistrée.',
  depense: 'La dépense est ajoutée.',
  retiree: 'La dépense est retirée.',
  annulee: 'Votre demande est annulée. La tranche peut être demandée de nouveau.',
  transmise: 'Votre demande est transmise. Vous en suivez l’état sur cette page.',
};

/** Somebody else's request is 404, as everywhere. */
export function addPartnerRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get('/paiements', signedIn, async (c) => {
    const { personId, at } = actOf(c);
    const agreements = await myAgreements(kernel.db, personId, at);
    const accounts = await myAccounts(kernel.db, personId, at);
    return c.html(<MinePage view={viewOf(c, kernel.config.DEMO)} agreements={agreements} accounts={accounts} />);
  });
  routes.post('/paiements/demandes', signedIn, (c) => open(c, kernel));
  routes.get(REQUEST, signedIn, (c) => onMine(c, kernel, (request) => show(c, kernel, request, {})));
  routes.get(`${REQUEST}/fichiers/:sha256`, signedIn, (c) =>
    onMine(c, kernel, (request) => download(c, kernel, request)),
  );
  routes.post(`${REQUEST}/preuves/:key`, signedIn, (c) => onMine(c, kernel, (request) => joinFile(c, kernel, request)));
  routes.post(`${REQUEST}/preuves/:key/declaration`, signedIn, (c) =>
    onMine(c, kernel, (request) => declare(c, kernel, request)),
  );
  routes.post(`${REQUEST}/depenses`, signedIn, (c) => onMine(c, kernel, (request) => addExpense(c, kernel, request)));
  routes.post(`${REQUEST}/depenses/retirer`, signedIn, (c) =>
    onMine(c, kernel, async (request) => {
      const lineId = textOf(await c.req.formData(), 'ligne');
      return answered(c, kernel, request, 'retiree', await removeLine(kernel, request.id, actOf(c), lineId));
    }),
  );
  routes.post(`${REQUEST}/annuler`, signedIn, (c) =>
    onMine(c, kernel, async (request) =>
      answered(c, kernel, request, 'annulee', await cancel(kernel, request.id, actOf(c))),
    ),
  );
  routes.post(`${REQUEST}/transmettre`, signedIn, (c) =>
    onMine(c, kernel, async (request) =>
      answered(c, kernel, request, 'transmise', await submit(kernel, request.id, actOf(c))),
    ),
  );
}

const actOf = (c: AppContext): PartnerAct => ({ personId: viewerOf(c).personId, at: c.var.receivedAt });

async function open(c: AppContext, kernel: Kernel) {
  const data = await c.req.formData();
  const [agreementId, trancheId, partnerId] = ['convention', 'tranche', 'partenaire'].map((name) => textOf(data, name));
  if (!agreementId || !trancheId || !partnerId || !isId(agreementId) || !isId(partnerId)) return c.notFound();
  const id = await openRequest(kernel, { ...actOf(c), agreementId, trancheId, partnerId });
  return id === null ? c.notFound() : c.redirect(`/paiements/demandes/${id}`, 303);
}

type Reply = Response | Promise<Response>;

async function onMine(c: AppContext, { db }: Kernel, then: (request: PaymentRequest) => Reply): Promise<Response> {
  const { personId, at } = actOf(c);
  const request = await requestForPartner(db, c.req.param('id') ?? '', personId, at);
  return request ? then(request) : c.notFound();
}

interface Shown {
  readonly status?: 200 | 409 | 422;
  readonly refusal?: PaymentRefusal;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

async function show(c: AppContext, { db, config }: Kernel, request: PaymentRequest, shown: Shown) {
  const page = (
    <PartnerRequestPage
      view={viewOf(c, config.DEMO)}
      request={request}
      labels={await evidenceLabels(db, request)}
      told={TOLD[c.req.query('fait') ?? '']}
      refusal={shown.refusal ? paymentMessage(shown.refusal) : undefined}
      errors={shown.errors ?? {}}
      typed={shown.typed ?? {}}
    />
  );
  return c.html(page, shown.status ?? 200);
}

type Outcome = { readonly refusal: PaymentRefusal | null } | null;
type Typed = Readonly<Record<string, string>>;

function answered(
  c: AppContext,
  kernel: Kernel,
  request: PaymentRequest,
  told: string,
  decision: Outcome,
  typed: Typed = {},
) {
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return show(c, kernel, request, { status: 409, refusal: decision.refusal, typed });
  return c.redirect(`/paiements/demandes/${request.id}?fait=${told}`, 303);
}

const wantsJson = (c: AppContext) => (c.req.header('accept') ?? '').includes('application/json');
const keyOf = (c: AppContext, request: PaymentRequest) =>
  request.requiredEvidence.find((key) => key === c.req.param('key')) ?? null;

/** A file sent by its form, or the end of a resumable upload. */
async function joinFile(c: AppContext, kernel: Kernel, request: PaymentRequest) {
  const key = keyOf(c, request);
  if (key === null) return c.notFound();
  const received = await receive(c, kernel, await c.req.formData(), `fichier-${key}`);
  if (typeof received !== 'string') {
    if (wantsJson(c)) return c.json(received, 422);
    return show(c, kernel, request, { status: 422, errors: { [`fichier-${key}`]: received.text } });
  }
  const decision = await addEvidence(kernel, request.id, actOf(c), { key, uploadId: received });
  if (!wantsJson(c)) return answered(c, kernel, request, 'preuve', decision);
  if (decision === null) return c.notFound();
  return decision.refusal ? c.json({ text: paymentMessage(decision.refusal).text }, 422) : c.json({ joined: true });
}

async function declare(c: AppContext, kernel: Kernel, request: PaymentRequest) {
  const key = keyOf(c, request);
  if (key === null) return c.notFound();
  const form = parseStatement(await c.req.formData(), key);
  if (!form.ok) return show(c, kernel, request, { status: 422, errors: form.errors });
  const decision = await addEvidence(kernel, request.id, actOf(c), { key, statement: form.value });
  return answered(c, kernel, request, 'preuve', decision, { [`declaration-${key}`]: form.value });
}

async function addExpense(c: AppContext, kernel: Kernel, request: PaymentRequest) {
  const data = await c.req.formData();
  const form = parseLine(data);
  const typed = typedOf(data);
  if (!form.ok) return show(c, kernel, request, { status: 422, errors: form.errors, typed });
  const received = await receive(c, kernel, data, 'facture');
  if (typeof received !== 'string')
    return show(c, kernel, request, { status: 422, errors: { facture: received.text }, typed });
  const decision = await addLine(kernel, request.id, actOf(c), { ...form.value, uploadId: received });
  return answered(c, kernel, request, 'depense', decision, typed);
}
