import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import {
  firstChange,
  type HarvestQuery,
  harvestCount,
  harvestOne,
  harvestPage,
  harvestSectors,
  KINDS,
} from '../commons/index.ts';
import { accept, type Decision, refuse } from '../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, FOR_MACHINES } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { addCatalogueRoute } from './catalogue.ts';
import { OAI_PATH } from './index.ts';
import { envelope, errorBody, formatsBody, identifyBody, pageBody, recordBody, setsBody } from './model/answer.ts';
import { endOf } from './model/dates.ts';
import { type ListAsked, type OaiError, type OaiRequest, readRequest } from './model/request.ts';
import { readSet, slugOf } from './model/sets.ts';
import { expiryOf, type Resumption, readToken, secretOf, writeToken } from './token.ts';

const PAGE = 100;
const BODY_BYTES = 16 * 1024;

type Answered = Decision<string, OaiError>;

/** OAI-PMH 2.0, apart from the pages: harvesters send forms from nowhere, and read XML alone. */
export function harvestRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const small = bodyLimit({ maxSize: BODY_BYTES, onError: (c) => c.text('Request too large', 413) });
  routes.get(OAI_PATH, allow('public'), (c) => answer(c, kernel, new URL(c.req.url).searchParams));
  routes.post(OAI_PATH, allow('public'), small, async (c) =>
    answer(c, kernel, new URLSearchParams(await c.req.text())),
  );
  addCatalogueRoute(routes, kernel);
  return routes;
}

/** Errors of the protocol are answers like others: status 200. Source: OAI-PMH 2.0, 3.6. */
async function answer(c: AppContext, kernel: Kernel, sent: URLSearchParams): Promise<Response> {
  const at = kernel.clock.now();
  const baseUrl = kernel.config.PUBLIC_URL + OAI_PATH;
  const request = readRequest(sent);
  const given: Answered = request.refusal ? request : await bodyOf(kernel, request.changes);
  const code = given.refusal?.code;
  const echoed = code === 'badVerb' || code === 'badArgument' ? {} : Object.fromEntries(sent);
  const body = given.refusal ? errorBody(given.refusal) : given.changes;
  return c.body(envelope(at, baseUrl, echoed, body), 200, {
    ...FOR_MACHINES,
    'Content-Type': 'text/xml; charset=utf-8',
  });
}

async function bodyOf(kernel: Kernel, request: OaiRequest): Promise<Answered> {
  switch (request.verb) {
    case 'Identify':
      return accept(identifyBody(await identityOf(kernel)));
    case 'ListSets':
      return accept(setsBody(await harvestSectors(kernel)));
    case 'ListMetadataFormats':
      if (request.identifier !== null && (await recordOf(kernel, request.identifier)) === null) return unknown();
      return accept(formatsBody());
    case 'GetRecord': {
      const record = await recordOf(kernel, request.identifier);
      return record ? accept(recordBody(record, request.format)) : unknown();
    }
    default:
      return list(kernel, request);
  }
}

const unknown = () => refuse<OaiError>({ code: 'idDoesNotExist', text: 'No resource has this identifier.' });

async function identityOf(kernel: Kernel) {
  const { PUBLIC_URL, MAIL_FROM } = kernel.config;
  return {
    baseUrl: PUBLIC_URL + OAI_PATH,
    email: /<([^>]+)>/.exec(MAIL_FROM)?.[1] ?? MAIL_FROM,
    earliest: (await firstChange(kernel)) ?? kernel.clock.now(),
  };
}

async function recordOf(kernel: Kernel, identifier: string) {
  const [, authority, name = ''] = /^ark:\/?([^/]+)\/([\w-]+)$/.exec(identifier) ?? [];
  return authority === kernel.config.ARK_AUTHORITY ? harvestOne(kernel, name) : null;
}

type ListRequest = Extract<OaiRequest, { readonly verb: 'ListIdentifiers' | 'ListRecords' }>;
type Begun = Pick<Resumption, 'asked' | 'cursor'> & { readonly resumed: Resumption | null };

async function list(kernel: Kernel, request: ListRequest): Promise<Answered> {
  const begun = beginList(kernel, request);
  if (begun === null)
    return refuse<OaiError>({ code: 'badResumptionToken', text: 'This token is not ours, or has expired.' });
  const { asked, resumed, cursor } = begun;
  const query = await queryOf(kernel, asked);
  const found = query ? await harvestPage(kernel, query, resumed?.after ?? null, PAGE + 1) : [];
  const records = found.slice(0, PAGE);
  const last = records.at(-1);
  if (!query || !last) return refuse<OaiError>({ code: 'noRecordsMatch', text: 'No record matches.' });
  const completeListSize = resumed?.completeListSize ?? (await harvestCount(kernel, query));
  const expiresAt = expiryOf(kernel.clock.now());
  const next = { verb: request.verb, asked, cursor: cursor + records.length, completeListSize, expiresAt };
  const more = found.length > PAGE;
  const token = more
    ? writeToken(secretOf(kernel.config), { ...next, after: { changedAt: last.changedAt, id: last.id } })
    : resumed
      ? ''
      : null;
  return accept(
    pageBody({ verb: request.verb, format: asked.format, records, token, cursor, completeListSize, expiresAt }),
  );
}

function beginList({ config, clock }: Kernel, request: ListRequest): Begun | null {
  if ('asked' in request) return { asked: request.asked, resumed: null, cursor: 0 };
  const resumed = readToken(secretOf(config), request.token, request.verb, clock.now());
  return resumed && { asked: resumed.asked, resumed, cursor: resumed.cursor };
}

/** `null`: no such set. */
async function queryOf(kernel: Kernel, { from, until, set }: ListAsked): Promise<HarvestQuery | null> {
  const bounds = { from: from?.at ?? null, before: until ? endOf(until) : null };
  const narrowed = set === null ? ({ by: 'all' } as const) : readSet(set);
  if (narrowed === null) return null;
  if (narrowed.by === 'all') return { ...bounds, kind: null, sectors: null };
  if (narrowed.by === 'kind') {
    const kind = KINDS.find((one) => one === narrowed.kind);
    return kind ? { ...bounds, kind, sectors: null } : null;
  }
  const sectors = (await harvestSectors(kernel)).filter((sector) => slugOf(sector) === narrowed.slug);
  return sectors.length > 0 ? { ...bounds, kind: null, sectors } : null;
}
