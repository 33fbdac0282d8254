import type { Hono } from 'hono';
import type { Tx } from '../../kernel/db.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { readDeclaration, readWantedPerson, type WantedPerson } from '../form/rights.ts';
import type { Erasure } from '../model/rights.ts';
import { keysPath } from '../pages/keys.tsx';
import { ErasurePage, ErasuresPage, erasuresPath, PurposePage } from '../pages/rights.tsx';
import { declarePurpose } from '../store/credentials.ts';
import { countNaming } from '../store/erase.ts';
import {
  askErasure,
  dropErasure,
  erasureById,
  erasuresOf,
  mailboxIdentifiers,
  orderErasure,
} from '../store/erasures.ts';
import { countPast } from '../store/retention.ts';
import { ensureStore, openStores } from '../store/stores.ts';
import { actOf, lineOf, mayAct, organisationOf } from './keys.tsx';

const PATH = '/compte/organisations/:id/traces';

/** Erasures of persons, and what each key is for: by those who may sign for the organisation. */
export function addRightsRoutes(app: Hono<AppEnv>, kernel: Kernel): void {
  const signedIn = allow('signed-in');
  app.get(`${PATH}/effacements`, signedIn, (c) => list(c, kernel));
  app.post(`${PATH}/effacements`, signedIn, (c) => open(c, kernel));
  app.get(`${PATH}/effacements/:erasure`, signedIn, (c) => show(c, kernel));
  app.post(`${PATH}/effacements/:erasure/confirmer`, signedIn, (c) => end(c, kernel, 'confirmer'));
  app.post(`${PATH}/effacements/:erasure/abandonner`, signedIn, (c) => end(c, kernel, 'abandonner'));
  app.get(`${PATH}/:key/finalite`, signedIn, (c) => purpose(c, kernel));
  app.post(`${PATH}/:key/finalite`, signedIn, (c) => declare(c, kernel));
}

/** In a transaction, when the person may still sign for the organisation. */
const acting = <T,>(c: AppContext, kernel: Kernel, act: (tx: Tx) => Promise<T>): Promise<T | null> =>
  kernel.db.transaction().execute(async (tx) => ((await mayAct(c, kernel, tx)) === null ? null : act(tx)));

async function list(c: AppContext, kernel: Kernel, state = {}, status: 200 | 422 = 200): Promise<Response> {
  const organisation = await organisationOf(c, kernel);
  if (organisation === null) return c.notFound();
  const erasures = await erasuresOf(kernel.db, organisation.id);
  const told = c.req.query('fait') === 'abandonnee' ? 'La demande est abandonnée : rien n’a été effacé.' : undefined;
  const props = { view: viewOf(c, kernel.config.DEMO), organisation, erasures, told };
  return c.html(<ErasuresPage {...props} {...state} />, status);
}

const identifiersOf = (wanted: WantedPerson): string[] =>
  wanted.kind === 'mailbox'
    ? [...new Set([wanted.email, wanted.email.toLowerCase()])].flatMap(mailboxIdentifiers)
    : [`account ${wanted.homePage} ${wanted.name}`];

async function open(c: AppContext, kernel: Kernel): Promise<Response> {
  const organisation = await organisationOf(c, kernel);
  if (organisation === null) return c.notFound();
  const form = await c.req.formData();
  const read = readWantedPerson(form);
  if (!read.ok) return list(c, kernel, { errors: read.errors, typed: typedIn(form) }, 422);
  const at = c.var.receivedAt;
  const id = await acting(c, kernel, async (tx) => {
    const { lrs } = await ensureStore(tx, organisation.id, at);
    return askErasure(tx, { lrs, identifiers: identifiersOf(read.value), askedBy: null, at });
  });
  return id === null ? c.notFound() : c.redirect(`${erasuresPath(organisation.id)}/${id}`, 303);
}

const typedIn = (form: FormData) => Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));

async function erasureOf(c: AppContext, { db }: Kernel, organisationId: string): Promise<Erasure | null> {
  const id = c.req.param('erasure') ?? '';
  return isId(id) ? erasureById(db, organisationId, id) : null;
}

async function show(c: AppContext, kernel: Kernel): Promise<Response> {
  const organisation = await organisationOf(c, kernel);
  const erasure = organisation === null ? null : await erasureOf(c, kernel, organisation.id);
  if (organisation === null || erasure === null) return c.notFound();
  const { db, config } = kernel;
  const counts =
    erasure.state === 'asked'
      ? await countNaming(db, await openStores(db).get(erasure.lrs), erasure.identifiers ?? [])
      : null;
  return c.html(
    <ErasurePage view={viewOf(c, config.DEMO)} organisation={organisation} erasure={erasure} counts={counts} />,
  );
}

async function end(c: AppContext, kernel: Kernel, act: 'confirmer' | 'abandonner'): Promise<Response> {
  const organisation = await organisationOf(c, kernel);
  const erasure = organisation === null ? null : await erasureOf(c, kernel, organisation.id);
  if (organisation === null || erasure === null) return c.notFound();
  const [{ personId }, at] = [viewerOf(c), c.var.receivedAt];
  const done = await acting(c, kernel, (tx) =>
    act === 'confirmer' ? orderErasure(tx, kernel, erasure, personId, at) : dropErasure(tx, erasure, personId, at),
  );
  if (!done) return c.notFound();
  const path = erasuresPath(organisation.id);
  return c.redirect(act === 'confirmer' ? `${path}/${erasure.id}` : `${path}?fait=abandonnee`, 303);
}

async function purpose(c: AppContext, kernel: Kernel, state = {}, status: 200 | 422 = 200): Promise<Response> {
  const organisation = await organisationOf(c, kernel);
  const line = organisation === null ? null : await lineOf(c, kernel);
  if (organisation === null || line === null) return c.notFound();
  const typed = {
    finalite: line.purpose ?? '',
    base: line.legalBasis ?? '',
    mois: line.retentionMonths === null ? '' : String(line.retentionMonths),
  };
  const { lrs, number, retentionMonths } = line;
  const past =
    retentionMonths === null ? 0 : await countPast(kernel.db, { lrs, number, retentionMonths }, c.var.receivedAt);
  const props = { view: viewOf(c, kernel.config.DEMO), organisation, line, typed, past };
  return c.html(<PurposePage {...props} {...state} />, status);
}

async function declare(c: AppContext, kernel: Kernel): Promise<Response> {
  const organisation = await organisationOf(c, kernel);
  const line = organisation === null ? null : await lineOf(c, kernel);
  if (organisation === null || line === null) return c.notFound();
  const form = await c.req.formData();
  const read = readDeclaration(form);
  if (!read.ok) return purpose(c, kernel, { errors: read.errors, typed: typedIn(form) }, 422);
  const done = await acting(c, kernel, (tx) => declarePurpose(tx, line.lrs, line.id, read.value, actOf(c, kernel)));
  return done ? c.redirect(`${keysPath(organisation.id)}?fait=declaree`, 303) : c.notFound();
}
