import type { Hono } from 'hono';
import { organisationsById } from '../../identity/index.ts';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { openApi, resourceAnswer, resultsAnswer } from '../api.ts';
import { searchFeed } from '../feed.ts';
import { readSearch, searchQuery } from '../form.ts';
import { choiceLabel } from '../messages.ts';
import { arkPath, foldArk } from '../model/ark.ts';
import { publishedOf } from '../model/resource.ts';
import type { Search } from '../model/search.ts';
import { ApiPage } from '../pages/api.tsx';
import { searchPath } from '../pages/facets.tsx';
import { API_PAGE, API_PATH, FEED_PATH } from '../pages/parts.tsx';
import { publishedByArk } from '../store/read.ts';
import { newestOf, searchResources } from '../store/search.ts';

const RESOURCES = `${API_PATH}/ressources`;

/** What programs read: answers for everybody, without a key or a cookie, from any site. */
export function addApiRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(API_PAGE, allow('public'), (c) =>
    c.html(<ApiPage view={viewOf(c, kernel.config.DEMO)} origin={kernel.config.PUBLIC_URL} />),
  );
  routes.get(`${API_PATH}/openapi.json`, allow('public'), (c) => c.json(openApi(kernel.config.PUBLIC_URL), 200, OPEN));
  routes.get(RESOURCES, allow('public'), (c) => results(c, kernel));
  routes.get(`${RESOURCES}/ark:/:authority/:name`, allow('public'), (c) => resource(c, kernel));
  routes.get(FEED_PATH, allow('public'), (c) => feed(c, kernel));
}

const OPEN = { 'Access-Control-Allow-Origin': '*' };

const searchOf = (c: AppContext) => readSearch((name) => c.req.queries(name) ?? []);

async function meansFor({ db, config }: Kernel, organisationIds: readonly string[]) {
  const organisations = await organisationsById(db, organisationIds);
  return {
    origin: config.PUBLIC_URL,
    authority: config.ARK_AUTHORITY,
    organisations: new Map([...organisations.values()].map(({ id, name }) => [id, name])),
  };
}

async function results(c: AppContext, kernel: Kernel) {
  const search = searchOf(c);
  const found = await searchResources(kernel.db, search);
  const means = await meansFor(
    kernel,
    found.found.map(({ organisationId }) => organisationId),
  );
  const next = found.next && `${means.origin}${RESOURCES}?${searchQuery({ ...search, after: found.next })}`;
  return c.json(resultsAnswer(found, next, means), 200, OPEN);
}

async function resource(c: AppContext, kernel: Kernel) {
  const known = c.req.param('authority') === kernel.config.ARK_AUTHORITY;
  const one = known ? await publishedByArk(kernel.db, foldArk(c.req.param('name') ?? '')) : null;
  const version = one && publishedOf(one);
  if (!one || !version?.report || !version.description || !version.publishedAt)
    return c.json({ titre: 'Aucune ressource publiée n’a cet identifiant.' }, 404, OPEN);
  const { report, description, publishedAt, sizeBytes } = version;
  const shown = { ...one, kind: report.kind, description, publishedAt, sizeBytes };
  return c.json(resourceAnswer(shown, await meansFor(kernel, [one.organisationId])), 200, OPEN);
}

async function feed(c: AppContext, { db, config }: Kernel) {
  const search: Search = { ...searchOf(c), after: null };
  const said = [search.words, ...search.choices.map(choiceLabel)].filter((one) => one !== '').join(', ');
  const query = searchQuery(search).toString();
  const body = searchFeed({
    title: `Communs numériques : ${said === '' ? 'toutes les ressources' : said}`,
    page: config.PUBLIC_URL + searchPath(search),
    self: `${config.PUBLIC_URL}${FEED_PATH}${query === '' ? '' : `?${query}`}`,
    hrefOf: (one) => config.PUBLIC_URL + arkPath(config.ARK_AUTHORITY, one.arkName),
    found: await newestOf(db, search),
  });
  return c.body(body, 200, { 'Content-Type': 'application/atom+xml; charset=utf-8' });
}
