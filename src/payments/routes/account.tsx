import type { Hono } from 'hono';
import { membershipsOf, organisationById, organisationsById, powerOf } from '../../identity/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { FieldErrors } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseAccount } from '../form/account.ts';
import { accountMessage } from '../messages/account.ts';
import type { AccountRefusal } from '../model/account.ts';
import { AccountPage, type MyAccount } from '../pages/account.tsx';
import { accountsOf, declareAccount } from '../store/account.ts';
import { receive, typedOf } from './receive.ts';

const ACCOUNT = '/paiements/coordonnees/:organisationId';
const signedIn = allow('signed-in');

/** An organisation this person does not belong to is 404. */
export function addAccountRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(ACCOUNT, signedIn, (c) => onMine(c, kernel, (mine) => show(c, kernel, mine, {})));
  routes.post(ACCOUNT, signedIn, (c) => onMine(c, kernel, (mine) => declare(c, kernel, mine)));
}

/** The accounts of each organisation of a person. */
export async function myAccounts(db: DbOrTx, personId: string, at: Instant): Promise<MyAccount[]> {
  const memberships = await membershipsOf(db, personId, at);
  const organisations = await organisationsById(db, [...new Set(memberships.map((one) => one.organisationId))]);
  return Promise.all(
    [...organisations.values()].map(async ({ id, name }) => ({
      ...{ organisationId: id, name },
      accounts: await accountsOf(db, id),
    })),
  );
}

type Reply = Response | Promise<Response>;

async function onMine(c: AppContext, { db }: Kernel, then: (mine: MyAccount) => Reply): Promise<Response> {
  const organisationId = c.req.param('organisationId') ?? '';
  const power = await powerOf(db, viewerOf(c).personId, organisationId, 'account', c.var.receivedAt);
  const organisation = power === null ? null : await organisationById(db, organisationId);
  if (organisation === null) return c.notFound();
  return then({ organisationId, name: organisation.name, accounts: await accountsOf(db, organisationId) });
}

interface Shown {
  readonly status?: 200 | 409 | 422;
  readonly refusal?: AccountRefusal;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

async function show(c: AppContext, { db, config }: Kernel, mine: MyAccount, shown: Shown) {
  const { personId } = viewerOf(c);
  const page = (
    <AccountPage
      view={viewOf(c, config.DEMO)}
      mine={mine}
      maySign={(await powerOf(db, personId, mine.organisationId, 'sign', c.var.receivedAt)) !== null}
      told={c.req.query('fait') === 'declare' ? 'Le compte est déclaré. Un agent va le vérifier.' : undefined}
      refusal={shown.refusal ? accountMessage(shown.refusal) : undefined}
      errors={shown.errors ?? {}}
      typed={shown.typed ?? {}}
    />
  );
  return c.html(page, shown.status ?? 200);
}

async function declare(c: AppContext, kernel: Kernel, mine: MyAccount) {
  const data = await c.req.formData();
  const form = parseAccount(data);
  const typed = typedOf(data);
  if (!form.ok) return show(c, kernel, mine, { status: 422, errors: form.errors, typed });
  const received = await receive(c, kernel, data, 'rib');
  if (typeof received !== 'string')
    return show(c, kernel, mine, { status: 422, errors: { rib: received.text }, typed });
  const { organisationId } = mine;
  const act = { personId: viewerOf(c).personId, at: c.var.receivedAt };
  const decision = await declareAccount(kernel, act, { organisationId, ...form.value, uploadId: received });
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return show(c, kernel, mine, { status: 409, refusal: decision.refusal, typed });
  return c.redirect(`/paiements/coordonnees/${organisationId}?fait=declare`, 303);
}
