import { Hono } from 'hono';
import { holdPower, organisationById, powerOf } from '../../identity/index.ts';
import type { Tx } from '../../kernel/db.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { registrationPath } from '../model/words.ts';
import { isOnLoopback, OutsideError } from '../outside.ts';
import { LinkPage, PlatformsPage, platformsPath, RevokePage, RosterPage } from '../pages/platforms.tsx';
import { readRoster } from '../services.ts';
import { invite, platformsOf, revokePlatform } from '../store/platforms.ts';
import { queuesOf } from '../store/scores.ts';
import { knownSubjects, rosterUrls } from '../store/sessions.ts';

const PATH = platformsPath(':id');
/** A platform binds the organisation: whoever may sign for it registers and revokes them. */
const MATTER = 'sign';

export function platformRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const signedIn = allow('signed-in');
  routes.get(PATH, signedIn, (c) => list(c, kernel));
  routes.post(`${PATH}/lien`, signedIn, (c) => link(c, kernel));
  routes.get(`${PATH}/:platform/revoquer`, signedIn, async (c) => {
    const found = await platformOf(c, kernel);
    return found ? c.html(<RevokePage view={viewOf(c, kernel.config.DEMO)} {...found} />) : c.notFound();
  });
  routes.post(`${PATH}/:platform/revoquer`, signedIn, (c) => revoke(c, kernel));
  routes.get(`${PATH}/:platform/groupes`, signedIn, (c) => roster(c, kernel, null));
  routes.post(`${PATH}/:platform/groupes`, signedIn, async (c) =>
    roster(c, kernel, String((await c.req.formData()).get('groupe') ?? '')),
  );
  return routes;
}

const idOf = (c: AppContext) => c.req.param('id') ?? '';

async function organisationOf(c: AppContext, { db }: Kernel) {
  const power = await powerOf(db, viewerOf(c).personId, idOf(c), MATTER, c.var.receivedAt);
  return power === null ? null : organisationById(db, idOf(c));
}

async function platformOf(c: AppContext, kernel: Kernel) {
  const organisation = await organisationOf(c, kernel);
  if (organisation === null) return null;
  const platform = (await platformsOf(kernel.db, organisation.id)).find(({ id }) => id === c.req.param('platform'));
  return platform?.revokedAt === null ? { organisation, platform } : null;
}

const actOf = (c: AppContext) => ({ personId: viewerOf(c).personId, at: c.var.receivedAt });
const mayAct = (c: AppContext, { clock }: Kernel, tx: Tx) =>
  holdPower(tx, viewerOf(c).personId, idOf(c), MATTER, c.var.receivedAt, () => clock.now());

async function list(c: AppContext, kernel: Kernel): Promise<Response> {
  const organisation = await organisationOf(c, kernel);
  if (organisation === null) return c.notFound();
  const platforms = await platformsOf(kernel.db, organisation.id);
  const queues = await queuesOf(
    kernel.db,
    platforms.map(({ id }) => id),
  );
  const told = c.req.query('fait') === 'revoquee' ? 'La plateforme est révoquée.' : undefined;
  return c.html(<PlatformsPage view={viewOf(c, kernel.config.DEMO)} {...{ organisation, platforms, queues, told }} />);
}

/** The page that answers is the only one that shows the link. */
async function link(c: AppContext, kernel: Kernel): Promise<Response> {
  const organisation = await organisationOf(c, kernel);
  if (organisation === null) return c.notFound();
  const secret = await kernel.db
    .transaction()
    .execute(async (tx) => ((await mayAct(c, kernel, tx)) === null ? null : invite(tx, organisation.id, actOf(c))));
  if (secret === null) return c.notFound();
  const href = kernel.config.PUBLIC_URL + registrationPath(secret);
  return c.html(<LinkPage view={viewOf(c, kernel.config.DEMO)} organisation={organisation} href={href} />);
}

async function revoke(c: AppContext, kernel: Kernel): Promise<Response> {
  const found = await platformOf(c, kernel);
  if (found === null) return c.notFound();
  const done = await kernel.db
    .transaction()
    .execute(
      async (tx) => (await mayAct(c, kernel, tx)) !== null && revokePlatform(tx, idOf(c), found.platform.id, actOf(c)),
    );
  return done ? c.redirect(`${platformsPath(idOf(c))}?fait=revoquee`, 303) : c.notFound();
}

/** Read on demand, shown, and not kept. */
async function roster(c: AppContext, kernel: Kernel, asked: string | null): Promise<Response> {
  const found = await platformOf(c, kernel);
  if (found === null) return c.notFound();
  const groups = await rosterUrls(kernel.db, found.platform.id);
  const group = groups.find(({ contextId }) => contextId === asked);
  if (asked !== null && !group) return c.notFound();
  const props = { view: viewOf(c, kernel.config.DEMO), ...found, groups: groups.map(({ contextId }) => contextId) };
  if (!group) return c.html(<RosterPage {...props} read={null} error={null} />);
  try {
    const loopback = isOnLoopback(kernel.config.PUBLIC_URL);
    const members = await readRoster(kernel, found.platform, group.url, loopback);
    const subjects = members.map(({ subject }) => subject);
    const known = await knownSubjects(kernel.db, found.platform.id, subjects);
    return c.html(<RosterPage {...props} read={{ group: group.contextId, members, known }} error={null} />);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return c.html(<RosterPage {...props} read={null} error={error.code} />, 502);
  }
}
