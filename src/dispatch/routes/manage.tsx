import { Hono } from 'hono';
import { foldArk } from '../../commons/index.ts';
import { isMember, membershipsOf, organisationById, organisationsById } from '../../identity/index.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { readWanted } from '../form.ts';
import { keyOf } from '../key.ts';
import { type Act, dispatchesPath } from '../model/dispatch.ts';
import { DispatchesPage, RevokePage, TakePage } from '../pages/manage.tsx';
import { changeDispatch, createDispatch, dispatchesOf, takeable } from '../store.ts';
import { type Edition, thinPackage } from '../thin.ts';

const TAKE = '/communs/ark:/:authority/:name/emporter';
const PATH = dispatchesPath(':id');
const EDITIONS: Readonly<Record<string, Edition>> = {
  'scorm-1.2.zip': 'scorm-1.2',
  'scorm-2004.zip': 'scorm-2004',
};
const ACTS: readonly string[] = ['suspendre', 'reprendre', 'revoquer'];

export function dispatchRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const signedIn = allow('signed-in');
  routes.get(TAKE, signedIn, (c) => take(c, kernel));
  routes.post(TAKE, signedIn, (c) => create(c, kernel));
  routes.get(PATH, signedIn, (c) => list(c, kernel));
  routes.get(`${PATH}/:dispatch/revoquer`, signedIn, async (c) => {
    const entered = await enter(c, kernel);
    const line = entered?.lines.find(({ id }) => id === c.req.param('dispatch'));
    if (!entered || !line || line.state === 'revoked') return c.notFound();
    return c.html(<RevokePage view={viewOf(c, kernel.config.DEMO)} organisation={entered.organisation} line={line} />);
  });
  routes.post(`${PATH}/:dispatch/:act`, signedIn, (c) => change(c, kernel));
  routes.get(`${PATH}/:dispatch/:file`, signedIn, (c) => download(c, kernel));
  return routes;
}

const actOf = (c: AppContext) => ({ personId: viewerOf(c).personId, at: c.var.receivedAt });

async function resourceOf(c: AppContext, { db, config }: Kernel) {
  if (c.req.param('authority') !== config.ARK_AUTHORITY) return null;
  return takeable(db, foldArk(c.req.param('name') ?? ''));
}

async function organisationsOf(c: AppContext, { db }: Kernel) {
  const memberships = await membershipsOf(db, viewerOf(c).personId, c.var.receivedAt);
  const found = await organisationsById(db, [...new Set(memberships.map(({ organisationId }) => organisationId))]);
  return [...found.values()].map(({ id, name }) => ({ id, name }));
}

async function take(c: AppContext, kernel: Kernel, state = {}, status: 200 | 422 = 200): Promise<Response> {
  const opened = await resourceOf(c, kernel);
  if (opened === null) return c.notFound();
  const props = { opened, organisations: await organisationsOf(c, kernel), authority: kernel.config.ARK_AUTHORITY };
  return c.html(<TakePage view={viewOf(c, kernel.config.DEMO)} {...props} {...state} />, status);
}

async function create(c: AppContext, kernel: Kernel): Promise<Response> {
  const opened = await resourceOf(c, kernel);
  if (opened === null) return c.notFound();
  const form = await c.req.formData();
  const read = readWanted(form, c.var.receivedAt);
  if (!read.ok) {
    const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
    return take(c, kernel, { errors: read.errors, typed }, 422);
  }
  const { personId, at } = actOf(c);
  const { organisationId } = read.value;
  const done = await kernel.db
    .transaction()
    .execute(
      async (tx) =>
        (await isMember(tx, personId, organisationId, at)) &&
        (await createDispatch(tx, opened.arkName, read.value, { personId, at })),
    );
  return done ? c.redirect(`${dispatchesPath(organisationId)}?fait=emporte`, 303) : c.notFound();
}

/** The organisation of the address, for its members. */
async function enter(c: AppContext, { db }: Kernel) {
  const id = c.req.param('id') ?? '';
  if (!(await isMember(db, viewerOf(c).personId, id, c.var.receivedAt))) return null;
  const organisation = await organisationById(db, id);
  return organisation ? { organisation, lines: await dispatchesOf(db, id) } : null;
}

const TOLD: Readonly<Record<string, string>> = {
  emporte: 'Le paquet est prêt : téléchargez-le dans le format de votre plateforme.',
  suspendre: 'Le paquet est suspendu : plus personne ne l’ouvre.',
  reprendre: 'Le paquet s’ouvre de nouveau.',
  revoquer: 'Le paquet est révoqué.',
};

async function list(c: AppContext, kernel: Kernel): Promise<Response> {
  const entered = await enter(c, kernel);
  if (entered === null) return c.notFound();
  const told = TOLD[c.req.query('fait') ?? ''];
  const { DEMO, ARK_AUTHORITY: authority } = kernel.config;
  return c.html(<DispatchesPage view={viewOf(c, DEMO)} authority={authority} {...entered} told={told} />);
}

async function change(c: AppContext, kernel: Kernel): Promise<Response> {
  const act = c.req.param('act') ?? '';
  const id = c.req.param('id') ?? '';
  if (!ACTS.includes(act)) return c.notFound();
  const by = actOf(c);
  const done = await kernel.db
    .transaction()
    .execute(
      async (tx) =>
        (await isMember(tx, by.personId, id, by.at)) &&
        changeDispatch(tx, id, c.req.param('dispatch') ?? '', act as Act, by),
    );
  return done ? c.redirect(`${dispatchesPath(id)}?fait=${act}`, 303) : c.notFound();
}

async function download(c: AppContext, kernel: Kernel): Promise<Response> {
  const edition = EDITIONS[c.req.param('file') ?? ''];
  const entered = edition ? await enter(c, kernel) : null;
  const line = entered?.lines.find(({ id }) => id === c.req.param('dispatch'));
  const opened = line ? await takeable(kernel.db, line.arkName) : null;
  if (!edition || !line || line.state === 'revoked' || !opened) return c.notFound();
  const { SECRET, PUBLIC_URL } = kernel.config;
  const bytes = await thinPackage({
    ...{ edition, dispatchId: line.id, key: keyOf(SECRET, line.id), title: opened.description.title },
    ...{ home: PUBLIC_URL, at: line.createdAt },
  });
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="deffinum-${opened.arkName}-${edition}.zip"`,
  });
}
