import { Readable } from 'node:stream';
import type { Hono } from 'hono';
import { organisationsById, personById } from '../../identity/index.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { MINE_PATH, MinePage } from '../pages/mine.tsx';
import { askErasure, identifiersOfPerson } from '../store/erasures.ts';
import { exportOf, myTraces } from '../store/mine.ts';

/** What a person sees of their own traces, takes away, and asks to be erased. */
export function addMineRoutes(app: Hono<AppEnv>, kernel: Kernel): void {
  const signedIn = allow('signed-in');
  app.get(MINE_PATH, signedIn, (c) => show(c, kernel));
  app.get(`${MINE_PATH}/export`, signedIn, (c) => download(c, kernel));
  app.post(`${MINE_PATH}/:organisation/effacement`, signedIn, (c) => ask(c, kernel));
}

/** An address that was never confirmed names nobody: it may be another's. */
async function identifiersOf(c: AppContext, { db, config }: Kernel): Promise<string[]> {
  const { personId } = viewerOf(c);
  const person = await personById(db, personId);
  const all = identifiersOfPerson(config.PUBLIC_URL, { personId, email: person?.email ?? '' });
  return person?.emailVerified ? all : all.filter((one) => one.startsWith('account '));
}

async function show(c: AppContext, kernel: Kernel): Promise<Response> {
  const stores = await myTraces(kernel.db, await identifiersOf(c, kernel));
  const organisations = await organisationsById(
    kernel.db,
    stores.map(({ organisationId }) => organisationId),
  );
  const named = stores.map((one) => ({
    ...one,
    organisation: organisations.get(one.organisationId)?.name ?? 'Organisme sans nom',
  }));
  const told =
    c.req.query('fait') === 'demande' ? 'Votre demande d’effacement est transmise à l’organisme.' : undefined;
  const view = viewOf(c, kernel.config.DEMO);
  return c.html(<MinePage view={view} email={viewerOf(c).email} stores={named} told={told} />);
}

async function download(c: AppContext, kernel: Kernel): Promise<Response> {
  const lines = Readable.from(exportOf(kernel.db, await identifiersOf(c, kernel)));
  return c.body(Readable.toWeb(lines) as ReadableStream<Uint8Array>, 200, {
    'Content-Type': 'application/jsonl; charset=utf-8',
    'Content-Disposition': 'attachment; filename="mes-traces.jsonl"',
  });
}

async function ask(c: AppContext, kernel: Kernel): Promise<Response> {
  const identifiers = await identifiersOf(c, kernel);
  const stores = await myTraces(kernel.db, identifiers);
  const store = stores.find(({ organisationId }) => organisationId === c.req.param('organisation'));
  if (store === undefined) return c.notFound();
  const asking = { lrs: store.lrs, identifiers, askedBy: viewerOf(c).personId, at: c.var.receivedAt };
  await kernel.db.transaction().execute((tx) => askErasure(tx, asking));
  return c.redirect(`${MINE_PATH}?fait=demande`, 303);
}
