import type { Hono } from 'hono';
import { agreementInForce } from '../../grants/index.ts';
import { organisationById, organisationsById } from '../../identity/index.ts';
import { factsOf } from '../../kernel/file-facts.ts';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { sendFile } from '../../kernel/send-file.ts';
import { viewOf } from '../../ui/index.ts';
import { readPage, readSearch } from '../form.ts';
import { arkOf, arkPath, foldArk } from '../model/ark.ts';
import { lomFr } from '../model/lomfr.ts';
import { publishedOf } from '../model/resource.ts';
import { CataloguePage } from '../pages/catalogue.tsx';
import { CATALOGUE_PATH } from '../pages/parts.tsx';
import { type PublicProps, ResourcePage } from '../pages/public.tsx';
import { publishedByArk } from '../store/read.ts';
import { countResources, searchResources } from '../store/search.ts';

const ARK = `${CATALOGUE_PATH}/ark:/:authority/:name`;

export function addPublicRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(CATALOGUE_PATH, allow('public'), (c) => catalogue(c, kernel));
  routes.get(ARK, allow('public'), async (c) => {
    const shown = await shownBy(c, kernel);
    return shown ? c.html(<ResourcePage {...shown} />) : c.notFound();
  });
  routes.get(`${ARK}/fichier`, allow('public'), async (c) => {
    const shown = await shownBy(c, kernel);
    const facts = shown ? await factsOf(kernel.db, shown.version.sha256) : null;
    if (!shown || !facts) return c.notFound();
    return sendFile(c, kernel.files, { ...facts, mediaType: shown.report.mediaType }, shown.version.fileName);
  });
  routes.get(`${ARK}/lom-fr.xml`, allow('public'), async (c) => {
    const shown = await shownBy(c, kernel);
    return shown
      ? c.body(recordOf(shown, kernel), 200, { 'Content-Type': 'application/xml; charset=utf-8' })
      : c.notFound();
  });
}

async function catalogue(c: AppContext, { db, config }: Kernel) {
  const search = readSearch((name) => c.req.query(name));
  const page = readPage(c.req.query('page'));
  const found = await searchResources(db, search, page);
  const organisations = await organisationsById(
    db,
    found.map(({ organisationId }) => organisationId),
  );
  return c.html(
    <CataloguePage
      view={viewOf(c, config.DEMO)}
      authority={config.ARK_AUTHORITY}
      search={search}
      page={page}
      found={found}
      total={await countResources(db, search)}
      all={await countResources(db, { words: '', kind: null })}
      organisations={new Map([...organisations.values()].map(({ id, name }) => [id, name]))}
    />,
  );
}

/** The published version asked for (`?version=`), the one in force by default. Others are found by nobody. */
async function shownBy(c: AppContext, { db, config }: Kernel): Promise<PublicProps | null> {
  if (c.req.param('authority') !== config.ARK_AUTHORITY) return null;
  const resource = await publishedByArk(db, foldArk(c.req.param('name') ?? ''));
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
    fundedBy: agreement ? `${agreement.number} – ${agreement.title}` : null,
  };
}

const recordOf = (
  { authority, resource, version, report, description, organisation }: PublicProps,
  { config }: Kernel,
) =>
  lomFr({
    ark: arkOf(authority, resource.arkName),
    address: config.PUBLIC_URL + arkPath(authority, resource.arkName),
    ...{ kind: report.kind, mediaType: report.mediaType, sizeBytes: version.sizeBytes, version: version.number },
    publishedOn: version.publishedAt?.toISOString().slice(0, 10) ?? '',
    ...{ organisation, description },
  });
