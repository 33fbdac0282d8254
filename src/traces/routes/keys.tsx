import type { Hono } from 'hono';
import { holdPower, organisationById, powerOf } from '../../identity/index.ts';
import type { Tx } from '../../kernel/db.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { readWantedKey } from '../form/keys.ts';
import { ConfirmKeyPage, KeysPage, keysPath, SecretPage } from '../pages/keys.tsx';
import {
  createCredential,
  credentialsOf,
  type NewKey,
  revokeCredential,
  rotateCredential,
} from '../store/credentials.ts';

const PATH = '/compte/organisations/:id/traces';
/** A key binds the organisation: whoever may sign for it makes them. */
const MATTER = 'sign';

/** Keys of the store of an organisation, made and taken back by those who may sign for it. */
export function addKeyRoutes(app: Hono<AppEnv>, kernel: Kernel): void {
  const signedIn = allow('signed-in');
  app.get(PATH, signedIn, (c) => show(c, kernel));
  app.post(PATH, signedIn, (c) => create(c, kernel));
  for (const act of ['renouveler', 'revoquer'] as const) {
    app.get(`${PATH}/:key/${act}`, signedIn, (c) => confirm(c, kernel, act));
    app.post(`${PATH}/:key/${act}`, signedIn, (c) => (act === 'renouveler' ? rotate(c, kernel) : revoke(c, kernel)));
  }
}

const TOLD: Readonly<Record<string, string>> = {
  revoquee: 'La clé est révoquée.',
  declaree: 'La finalité et la durée sont déclarées : les apprenants les lisent sur « Mes traces ».',
};

const idOf = (c: AppContext) => c.req.param('id') ?? '';
const endpointOf = ({ config }: Kernel) => `${config.PUBLIC_URL}/xapi/`;

/** The organisation of the address, for whoever may sign for it. */
export async function organisationOf(c: AppContext, { db }: Kernel) {
  const power = await powerOf(db, viewerOf(c).personId, idOf(c), MATTER, c.var.receivedAt);
  return power === null ? null : organisationById(db, idOf(c));
}

async function show(c: AppContext, kernel: Kernel, state = {}, status: 200 | 422 = 200): Promise<Response> {
  const organisation = await organisationOf(c, kernel);
  if (organisation === null) return c.notFound();
  const keys = await credentialsOf(kernel.db, organisation.id);
  const told = TOLD[c.req.query('fait') ?? ''];
  const props = { view: viewOf(c, kernel.config.DEMO), organisation, keys, endpoint: endpointOf(kernel), told };
  return c.html(<KeysPage {...props} {...state} />, status);
}

async function create(c: AppContext, kernel: Kernel): Promise<Response> {
  const form = await c.req.formData();
  const read = readWantedKey(form);
  if (!read.ok) {
    const typed = { name: String(form.get('nom') ?? ''), scopes: form.getAll('droits').map(String) };
    return show(c, kernel, { errors: read.errors, typed }, 422);
  }
  return secret(c, kernel, (tx) => createCredential(tx, idOf(c), read.value, actOf(c, kernel)));
}

export const actOf = (c: AppContext, { config }: Kernel) => ({
  personId: viewerOf(c).personId,
  at: c.var.receivedAt,
  home: config.PUBLIC_URL,
});

export const mayAct = (c: AppContext, { clock }: Kernel, tx: Tx) =>
  holdPower(tx, viewerOf(c).personId, idOf(c), MATTER, c.var.receivedAt, () => clock.now());

/** The act, then the page that shows its secret: a secret is kept nowhere, so there is no address to show it from. */
async function secret(c: AppContext, kernel: Kernel, act: (tx: Tx) => Promise<NewKey | null>): Promise<Response> {
  const organisation = await organisationOf(c, kernel);
  if (organisation === null) return c.notFound();
  const given = await kernel.db
    .transaction()
    .execute(async (tx) => ((await mayAct(c, kernel, tx)) === null ? null : act(tx)));
  if (given === null) return c.notFound();
  const view = viewOf(c, kernel.config.DEMO);
  return c.html(<SecretPage view={view} organisation={organisation} endpoint={endpointOf(kernel)} given={given} />);
}

/** The key of the address, while it serves. */
export async function lineOf(c: AppContext, kernel: Kernel) {
  const keys = await credentialsOf(kernel.db, idOf(c));
  return keys.find(({ id, revokedAt }) => id === c.req.param('key') && revokedAt === null) ?? null;
}

async function confirm(c: AppContext, kernel: Kernel, act: 'renouveler' | 'revoquer'): Promise<Response> {
  const organisation = await organisationOf(c, kernel);
  const line = organisation === null ? null : await lineOf(c, kernel);
  if (organisation === null || line === null) return c.notFound();
  const view = viewOf(c, kernel.config.DEMO);
  return c.html(<ConfirmKeyPage view={view} organisation={organisation} line={line} act={act} />);
}

async function rotate(c: AppContext, kernel: Kernel): Promise<Response> {
  if ((await organisationOf(c, kernel)) === null) return c.notFound();
  const line = await lineOf(c, kernel);
  if (line === null) return c.notFound();
  return secret(c, kernel, (tx) => rotateCredential(tx, line.lrs, line.id, actOf(c, kernel)));
}

async function revoke(c: AppContext, kernel: Kernel): Promise<Response> {
  if ((await organisationOf(c, kernel)) === null) return c.notFound();
  const line = await lineOf(c, kernel);
  if (line === null) return c.notFound();
  const done = await kernel.db
    .transaction()
    .execute(
      async (tx) => (await mayAct(c, kernel, tx)) !== null && revokeCredential(tx, line.lrs, line.id, actOf(c, kernel)),
    );
  return done ? c.redirect(`${keysPath(idOf(c))}?fait=revoquee`, 303) : c.notFound();
}
