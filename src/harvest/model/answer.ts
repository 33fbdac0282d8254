import { type Harvested, KIND_LABELS, KINDS, lomFrElement } from '../../commons/index.ts';
import type { Instant } from '../../kernel/instant.ts';
import { stamp } from './dates.ts';
import { dublinCore } from './dublin-core.ts';
import type { Format, OaiError } from './request.ts';
import { KIND_SET, kindSet, SECTOR_SET, sectorSet } from './sets.ts';
import { attributes, element, escaped, textElement } from './xml.ts';

const SPACE = 'http://www.openarchives.org/OAI/2.0/';
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

const FORMAT_FACTS: Readonly<Record<Format, { readonly schema: string; readonly space: string }>> = {
  oai_dc: {
    schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
    space: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  },
  lom: { schema: 'http://ltsc.ieee.org/xsd/lomv1.0/lom.xsd', space: 'http://ltsc.ieee.org/xsd/LOM' },
};

/** @param request attributes of the request element: none when the verb or an argument was bad */
export const envelope = (
  at: Instant,
  baseUrl: string,
  request: Readonly<Record<string, string>>,
  body: string,
): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="${SPACE}" xmlns:xsi="${INSTANCE}" xsi:schemaLocation="${SPACE} ${SPACE}OAI-PMH.xsd">${textElement('responseDate', stamp(at))}<request${attributes(request)}>${escaped(baseUrl)}</request>${body}</OAI-PMH>\n`;

export const errorBody = ({ code, text }: OaiError): string => `<error code="${code}">${escaped(text)}</error>`;

export interface Identity {
  readonly baseUrl: string;
  readonly email: string;
  readonly earliest: Instant;
}

export const identifyBody = ({ baseUrl, email, earliest }: Identity): string =>
  element(
    'Identify',
    textElement('repositoryName', 'Communs numériques de la formation professionnelle'),
    textElement('baseURL', baseUrl),
    textElement('protocolVersion', '2.0'),
    textElement('adminEmail', email),
    textElement('earliestDatestamp', stamp(earliest)),
    textElement('deletedRecord', 'persistent'),
    textElement('granularity', 'YYYY-MM-DDThh:mm:ssZ'),
  );

export const formatsBody = (): string =>
  element(
    'ListMetadataFormats',
    ...Object.entries(FORMAT_FACTS).map(([prefix, { schema, space }]) =>
      element(
        'metadataFormat',
        textElement('metadataPrefix', prefix),
        textElement('schema', schema),
        textElement('metadataNamespace', space),
      ),
    ),
  );

const setElement = (spec: string, name: string) =>
  element('set', textElement('setSpec', spec), textElement('setName', name));

/** @param sectors as written: those of one setSpec are one set, under the first of its names */
export function setsBody(sectors: readonly string[]): string {
  const bySpec = new Map([...sectors].reverse().map((sector) => [sectorSet(sector), sector]));
  return element(
    'ListSets',
    setElement(KIND_SET, 'Par type de ressource'),
    ...KINDS.map((kind) => setElement(kindSet(kind), KIND_LABELS[kind])),
    setElement(SECTOR_SET, 'Par secteur'),
    ...[...bySpec].sort(([a], [b]) => (a < b ? -1 : 1)).map(([spec, name]) => setElement(spec, name)),
  );
}

/** Its ARK is a URI that outlives the address of the site. */
const header = ({ facts, changedAt, deleted }: Harvested) =>
  `<header${deleted ? ' status="deleted"' : ''}>${[
    textElement('identifier', facts.ark),
    textElement('datestamp', stamp(changedAt)),
    textElement('setSpec', kindSet(facts.kind)),
    textElement('setSpec', sectorSet(facts.description.sector)),
  ].join('')}</header>`;

const METADATA: Readonly<Record<Format, (facts: Harvested['facts']) => string>> = {
  oai_dc: dublinCore,
  lom: lomFrElement,
};

/** A deleted record has a header alone. */
const record = (harvested: Harvested, format: Format) =>
  element('record', header(harvested), harvested.deleted ? '' : element('metadata', METADATA[format](harvested.facts)));

export const recordBody = (harvested: Harvested, format: Format): string =>
  element('GetRecord', record(harvested, format));

export interface PageGiven {
  readonly verb: 'ListIdentifiers' | 'ListRecords';
  readonly format: Format;
  readonly records: readonly Harvested[];
  /** Empty at the end of a list of several pages; `null`: one page held it all. */
  readonly token: string | null;
  readonly cursor: number;
  readonly completeListSize: number;
  readonly expiresAt: Instant;
}

export function pageBody({ verb, format, records, token, cursor, completeListSize, expiresAt }: PageGiven): string {
  const items = records.map((one) => (verb === 'ListIdentifiers' ? header(one) : record(one, format)));
  const place = { completeListSize: String(completeListSize), cursor: String(cursor) };
  const end = token === '' ? {} : { expirationDate: stamp(expiresAt) };
  const resumption =
    token === null ? '' : `<resumptionToken${attributes({ ...end, ...place })}>${escaped(token)}</resumptionToken>`;
  return element(verb, ...items, resumption);
}
