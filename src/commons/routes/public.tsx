import type { Hono } from 'hono';
import { agreementInForce } from '../../grants/index.ts';
import { organisationById, organisationsById } from '../../identity/index.ts';
import { factsOf } from '../../kernel/file-facts.ts';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { sendFile } from '../../kernel/send-file.ts';
import { viewOf } from '../../ui/index.ts';
import { ASKED_HINTS, readHints, VARY_ON } from '../../variants/index.ts';
import { readSearch } from '../form.ts';
import { lomFactsOf, lomFr } from '../model/lomfr.ts';
import { publishedOf } from '../model/resource.ts';
import { inHtml, schemaOrg } from '../model/schema-org.ts';
import { CataloguePage } from '../pages/catalogue.tsx';
import { CATALOGUE_PATH, SUGGESTIONS_PATH } from '../pages/parts.tsx';
import { type PublicProps, ResourcePage } from '../pages/public.tsx';
import { alikeTo } from '../store/alike.ts';
import { countTaken } from '../store/entry.ts';
import { lightOf } from '../store/light.ts';
import { suggestWords } from '../store/nearest.ts';
import { publishedByArk } from '../store/read.ts';
import { countAll, searchResources, waysOut } from '../store/search.ts';
import { trustOf } from '../store/trust/reviews.ts';
import { arkIn, deprecationOf, gone } from './status.tsx';

export const ARK = `${CATALOGUE_PATH}/ark:/:authority/:name`;

export function addPublicRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(CATALOGUE_PATH, allow('public'), (c) => catalogue(c, kernel));
  routes.get(SUGGESTIONS_PATH, allow('public'), async (c) =>
    c.json(await suggestWords(kernel.db, readSearch((name) => c.req.queries(name) ?? []).words)),
  );
  routes.get(ARK, allow('public'), async (c) => {
    const shown = await shownBy(c, kernel);
    if (!shown) return gone(c, kernel);
    const alike = await alikeTo(kernel.db, shown.resource.id);
    const page = <ResourcePage {...shown} alike={alike} linked={inHtml(schemaOrg(factsIn(shown, kernel)))} />;
    if (!shown.light) return c.html(page);
    return c.html(page, 200, { 'Accept-CH': ASKED_HINTS, Vary: VARY_ON });
  });
  routes.get(`${ARK}/fichier`, allow('public'), async (c) => {
    const shown = await shownBy(c, kernel);
    const facts = shown ? await factsOf(kernel.db, shown.version.sha256) : null;
    if (!shown || !facts) return gone(c, kernel);
    if (isWholeFile(c)) await countTaken(kernel.db, shown.resource.id, kernel.clock.now());
    return sendFile(c, kernel.files, { ...facts, mediaType: shown.report.mediaType }, shown.version.fileName);
  });
  routes.get(`${ARK}/variante/:forme`, allow('public'), (c) => variant(c, kernel));
  routes.get(`${ARK}/schema.jsonld`, allow('public'), async (c) => {
    const shown = await shownBy(c, kernel);
    if (!shown) return gone(c, kernel);
    const text = JSON.stringify(schemaOrg(factsIn(shown, kernel)));
    return c.body(text, 200, { 'Content-Type': 'application/ld+json; charset=utf-8' });
  });
  routes.get(`${ARK}/lom-fr.xml`, allow('public'), async (c) => {
    const shown = await shownBy(c, kernel);
    return shown
      ? c.body(lomFr(factsIn(shown, kernel)), 200, { 'Content-Type': 'application/xml; charset=utf-8' })
      : gone(c, kernel);
  });
}

/** A later piece of a file already counted is not another use of it. */
const isWholeFile = (c: AppContext) => c.req.method === 'GET' && /^(bytes=0-)?$/.test(c.req.header('range') ?? '');

async function catalogue(c: AppContext, { db, config }: Kernel) {
  const search = readSearch((name) => c.req.queries(name) ?? []);
  const results = await searchResources(db, search);
  const organisations = await organisationsById(
    db,
    results.found.map(({ organisationId }) => organisationId),
  );
  return c.html(
    <CataloguePage
      view={viewOf(c, config.DEMO)}
      authority={config.ARK_AUTHORITY}
      search={search}
      results={results}
      ways={results.found.length === 0 ? await waysOut(db, search) : []}
      all={await countAll(db)}
      organisations={new Map([...organisations.values()].map(({ id, name }) => [id, name]))}
    />,
  );
}

/** The published version asked for (`?version=`), the one in force by default. Others are found by nobody. */
export async function shownBy(c: AppContext, { db, config }: Kernel): Promise<PublicProps | null> {
  if (c.req.param('authority') !== config.ARK_AUTHORITY) return null;
  const resource = await publishedByArk(db, arkIn(c));
  if (resource === null) return null;
  const asked = c.req.query('version');
  const version =
    asked === undefined
      ? publishedOf(resource)
      : resource.versions.find(({ number, state }) => String(number) === asked && state === 'published');
  if (!version?.report || !version.description) return null;
  const organisation = await organisationById(db, resource.organisationId);
  const agreement = version.agreementId ? await agreementInForce(db, version.agreementId) : null;
  return {
    ...{ view: viewOf(c, config.DEMO), authority: config.ARK_AUTHORITY, resource, version },
    ...{ report: version.report, description: version.description, organisation: organisation?.name ?? '' },
    trust: await trustOf(db, resource.id, version.number),
    deprecated: await deprecationOf(db, config, resource),
    fundedBy: agreement ? `${agreement.number} – ${agreement.title}` : null,
    light: await lightOf(
      db,
      { ...version, report: version.report },
      readHints((name) => c.req.header(name)),
    ),
  };
}

/** A lighter form of a published version. Nobody gets one of an original that the antivirus set aside. */
async function variant(c: AppContext, kernel: Kernel) {
  const shown = await shownBy(c, kernel);
  const made = shown?.light?.variants.find(({ name }) => name === c.req.param('forme'));
  if (!shown || !made) return gone(c, kernel);
  const [original, facts] = [await factsOf(kernel.db, shown.version.sha256), await factsOf(kernel.db, made.sha256)];
  if (!facts || original?.scanState === 'infected') return c.notFound();
  // The pictures that a page shows by itself are no use of the resource.
  if (made.role === 'light' && shown.light?.form !== 'picture' && isWholeFile(c))
    await countTaken(kernel.db, shown.resource.id, kernel.clock.now());
  const name = `${shown.version.fileName.replace(/\.[^.]*$/, '')}-${made.name}.${EXTENSIONS[made.mediaType] ?? 'bin'}`;
  return sendFile(c, kernel.files, { ...facts, mediaType: made.mediaType }, name);
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'model/gltf-binary': 'glb',
  'image/webp': 'webp',
  'image/avif': 'avif',
};

const factsIn = ({ resource, version, report, description, organisation }: PublicProps, { config }: Kernel) =>
  lomFactsOf(config, resource.arkName, { ...version, report, description }, organisation);
