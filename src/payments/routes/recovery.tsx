import type { Hono } from 'hono';
import { membershipsOf } from '../../identity/index.ts';
import type { FieldErrors, Parsed } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, passes, type Role, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseRecovery, parseReturn, parseWhy } from '../form/recovery.ts';
import { versionOf } from '../form.ts';
import { recoveryMessage } from '../messages/recovery.ts';
import { earliestDue, type Recovery, type RecoveryRefusal, recoverableCents } from '../model/recovery.ts';
import type { PaymentRequest } from '../model/request.ts';
import { MyRecoveriesPage } from '../pages/my-recoveries.tsx';
import { OpenRecoveryPage, RECOVERIES, RecoveriesPage, RecoveryPage } from '../pages/recovery.tsx';
import { requestById } from '../store/read.ts';
import {
  listRecoveries,
  recoveriesOfOrganisations,
  recoveriesOfRequest,
  recoveryById,
  recoveryLetter,
} from '../store/recoveries.ts';
import { openRecovery, parisDay, type RecoveryAct, recordReturn, renounceRecovery } from '../store/recovery.ts';
import { typedOf } from './receive.ts';
import { AGENTS, PAYERS } from './roles.ts';

const MANAGERS: readonly Role[] = ['programme-manager'];
const OPEN = '/agent/paiements/demandes/:id/reversement';
const ONE = `${RECOVERIES}/:id`;
const MINE = '/paiements/reversements';

const TOLD: Readonly<Record<string, string>> = {
  emis: 'L’ordre de reversement est émis : sa lettre part au partenaire.',
  recu: 'La somme reversée est enregistrée.',
  abandon: 'Ce qui restait à reverser est abandonné.',
};

type Reply = Response | Promise<Response>;
interface Shown {
  readonly status?: 200 | 409 | 422;
  readonly refusal?: RecoveryRefusal;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

export function addRecoveryRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(RECOVERIES, allow(AGENTS), async (c) => {
    const recoveries = await listRecoveries(kernel.db);
    return c.html(<RecoveriesPage {...common(c, kernel)} recoveries={recoveries} />);
  });
  routes.get(OPEN, allow(MANAGERS), (c) => onPaid(c, kernel, (request) => showForm(c, kernel, request, {})));
  routes.post(OPEN, allow(MANAGERS), (c) => onPaid(c, kernel, (request) => order(c, kernel, request)));
  routes.get(ONE, allow(AGENTS), (c) => onRecovery(c, kernel, (one) => show(c, kernel, one, {})));
  routes.get(`${ONE}/lettre.pdf`, allow(AGENTS), (c) => onRecovery(c, kernel, (one) => sendLetter(c, kernel, one)));
  routes.post(`${ONE}/recu`, allow(PAYERS), (c) =>
    onForm(c, kernel, 'recu', parseReturn, (act, given) => recordReturn(kernel, act, given)),
  );
  routes.post(`${ONE}/abandonner`, allow(MANAGERS), (c) =>
    onForm(c, kernel, 'abandon', parseWhy, (act, reason) => renounceRecovery(kernel, act, reason)),
  );
  addPartnerRoutes(routes, kernel);
}

/** A partner reads what its organisations must repay; another's letter does not exist. */
function addPartnerRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  const mine = async (c: AppContext) => {
    const members = await membershipsOf(kernel.db, viewerOf(c).personId, c.var.receivedAt);
    return recoveriesOfOrganisations(
      kernel.db,
      members.map(({ organisationId }) => organisationId),
    );
  };
  routes.get(MINE, allow('signed-in'), async (c) =>
    c.html(<MyRecoveriesPage {...common(c, kernel)} recoveries={await mine(c)} />),
  );
  routes.get(`${MINE}/:id/lettre.pdf`, allow('signed-in'), async (c) => {
    const found = (await mine(c)).find(({ id }) => id === c.req.param('id'));
    return found ? sendLetter(c, kernel, found) : c.notFound();
  });
}

const common = (c: AppContext, { config }: Kernel) => ({
  view: viewOf(c, config.DEMO),
  today: parisDay(c.var.receivedAt),
  told: TOLD[c.req.query('fait') ?? ''],
});

async function onPaid(c: AppContext, { db }: Kernel, then: (request: PaymentRequest) => Reply): Promise<Response> {
  const request = await requestById(db, c.req.param('id') ?? '');
  return request?.orders.some(({ paidAt }) => paidAt !== null) ? then(request) : c.notFound();
}

async function onRecovery(c: AppContext, { db }: Kernel, then: (recovery: Recovery) => Reply): Promise<Response> {
  const recovery = await recoveryById(db, c.req.param('id') ?? '');
  return recovery ? then(recovery) : c.notFound();
}

async function showForm(c: AppContext, kernel: Kernel, request: PaymentRequest, shown: Shown) {
  const props = common(c, kernel);
  const page = (
    <OpenRecoveryPage
      {...props}
      request={request}
      recoverable={recoverableCents(request, await recoveriesOfRequest(kernel.db, request.id))}
      earliest={earliestDue(props.today)}
      {...saying(shown)}
    />
  );
  return c.html(page, shown.status ?? 200);
}

const saying = ({ refusal, errors = {}, typed = {} }: Shown) => ({
  refusal: refusal ? recoveryMessage(refusal) : undefined,
  errors,
  typed,
});

async function order(c: AppContext, kernel: Kernel, request: PaymentRequest) {
  const data = await c.req.formData();
  const typed = typedOf(data);
  const form = parseRecovery(data);
  if (!form.ok) return showForm(c, kernel, request, { status: 422, errors: form.errors, typed });
  const act = { requestId: request.id, personId: viewerOf(c).personId, versionRead: versionOf(data) };
  const decision = await openRecovery(kernel, { ...act, at: c.var.receivedAt }, form.value);
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return showForm(c, kernel, request, { status: 409, refusal: decision.refusal, typed });
  return c.redirect(`${RECOVERIES}/${decision.changes.id}?fait=emis`, 303);
}

function show(c: AppContext, kernel: Kernel, recovery: Recovery, shown: Shown) {
  const viewer = viewerOf(c);
  const may = { record: passes(PAYERS, viewer), renounce: passes(MANAGERS, viewer) };
  const page = <RecoveryPage {...common(c, kernel)} recovery={recovery} may={may} {...saying(shown)} />;
  return c.html(page, shown.status ?? 200);
}

type Outcome = { readonly refusal: RecoveryRefusal | null } | null;

function onForm<Value>(
  c: AppContext,
  kernel: Kernel,
  told: string,
  parse: (data: FormData) => Parsed<Value>,
  decide: (act: RecoveryAct, value: Value) => Promise<Outcome>,
) {
  return onRecovery(c, kernel, async (recovery) => {
    const data = await c.req.formData();
    const typed = typedOf(data);
    const form = parse(data);
    if (!form.ok) return show(c, kernel, recovery, { status: 422, errors: form.errors, typed });
    const act = { recoveryId: recovery.id, personId: viewerOf(c).personId, at: c.var.receivedAt };
    const decision = await decide(act, form.value);
    if (decision === null) return c.notFound();
    if (decision.refusal === null) return c.redirect(`${RECOVERIES}/${recovery.id}?fait=${told}`, 303);
    const now = (await recoveryById(kernel.db, recovery.id)) ?? recovery;
    return show(c, kernel, now, { status: 409, refusal: decision.refusal, typed });
  });
}

/** 404 until the letter is printed. */
async function sendLetter(c: AppContext, { db }: Kernel, { id, number }: Recovery) {
  const content = await recoveryLetter(db, id);
  if (content === null) return c.notFound();
  return c.body(new Uint8Array(content), 200, {
    'Content-Type': 'application/pdf',
    'Content-Disposition': `inline; filename="reversement-${number}.pdf"`,
  });
}
