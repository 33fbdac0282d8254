import type { Hono } from 'hono';
import { type HarvestQuery, harvestPage, type Place } from '../commons/index.ts';
import { type AppContext, type AppEnv, allow, FOR_MACHINES } from '../kernel/http.ts';
import { isId } from '../kernel/ids.ts';
import { instant } from '../kernel/instant.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { dcatCatalogue } from './model/dcat.ts';

export const DCAT_PATH = '/communs/catalogue.jsonld';
const PAGE = 100;
const ALL: HarvestQuery = { from: null, before: null, kind: null, sectors: null };

/** The catalogue as data portals take it, a hundred resources a page. */
export function addCatalogueRoute(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(DCAT_PATH, allow('public'), (c) => answer(c, kernel));
}

async function answer(c: AppContext, kernel: Kernel): Promise<Response> {
  const asked = c.req.query('suite');
  const after = asked === undefined ? null : readPlace(asked);
  if (asked !== undefined && after === null)
    return c.text('Cette suite n’est pas de nous : reprenez le catalogue à son début.', 400);
  const found = await harvestPage(kernel, ALL, after, PAGE + 1);
  const [records, address] = [found.slice(0, PAGE), kernel.config.PUBLIC_URL + DCAT_PATH];
  const last = found.length > PAGE ? records.at(-1) : undefined;
  const page = asked === undefined ? address : `${address}?suite=${asked}`;
  const next = last ? `${address}?suite=${writePlace(last)}` : null;
  // A resource taken down is in the pages of the harvest, to be forgotten there; a catalogue shows what can be had.
  const shown = records.filter(({ deleted }) => !deleted);
  const text = JSON.stringify(dcatCatalogue({ address, page, next, records: shown }));
  return c.body(text, 200, {
    ...FOR_MACHINES,
    'Content-Type': 'application/ld+json; charset=utf-8',
    ...(next ? { Link: `<${next}>; rel="next"` } : {}),
  });
}

const writePlace = ({ changedAt, id }: Place): string =>
  Buffer.from(`${changedAt.toISOString()} ${id}`).toString('base64url');

function readPlace(text: string): Place | null {
  const [at = '', id = ''] = Buffer.from(text.slice(0, 200), 'base64url').toString('utf8').split(' ');
  return isId(id) && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) && !Number.isNaN(Date.parse(at))
    ? { changedAt: instant(at), id }
    : null;
}
