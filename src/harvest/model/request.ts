import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { type Bound, readBound } from './dates.ts';

/** Error conditions. Source: OAI-PMH 2.0, 3.6. */
export type OaiCode =
  | 'badArgument'
  | 'badResumptionToken'
  | 'badVerb'
  | 'cannotDisseminateFormat'
  | 'idDoesNotExist'
  | 'noRecordsMatch';

export interface OaiError {
  readonly code: OaiCode;
  readonly text: string;
}

export const FORMATS = ['oai_dc', 'lom'] as const;
export type Format = (typeof FORMATS)[number];

export interface ListAsked {
  readonly format: Format;
  readonly from: Bound | null;
  readonly until: Bound | null;
  readonly set: string | null;
}

export type OaiRequest =
  | { readonly verb: 'Identify' }
  | { readonly verb: 'ListSets' }
  | { readonly verb: 'ListMetadataFormats'; readonly identifier: string | null }
  | { readonly verb: 'GetRecord'; readonly identifier: string; readonly format: Format }
  | { readonly verb: 'ListIdentifiers' | 'ListRecords'; readonly asked: ListAsked }
  | { readonly verb: 'ListIdentifiers' | 'ListRecords'; readonly token: string };

/** Arguments of a verb; a name with `!` is required. `resumptionToken` comes alone. Source: OAI-PMH 2.0, 4. */
const ARGUMENTS = {
  Identify: [],
  ListSets: [],
  ListMetadataFormats: ['identifier'],
  GetRecord: ['identifier!', 'metadataPrefix!'],
  ListIdentifiers: ['metadataPrefix!', 'from', 'until', 'set'],
  ListRecords: ['metadataPrefix!', 'from', 'until', 'set'],
} as const;
export type Verb = keyof typeof ARGUMENTS;

type Read = Decision<OaiRequest, OaiError>;
const bad = (text: string) => refuse<OaiError>({ code: 'badArgument', text });

export const verbIn = (sent: URLSearchParams): Verb | null => {
  const [verb = '', ...more] = sent.getAll('verb');
  return more.length === 0 && Object.hasOwn(ARGUMENTS, verb) ? (verb as Verb) : null;
};

export function readRequest(sent: URLSearchParams): Read {
  const verb = verbIn(sent);
  if (verb === null) return refuse<OaiError>({ code: 'badVerb', text: 'One verb of OAI-PMH 2.0 is expected.' });
  const repeated = [...sent.keys()].find((name) => sent.getAll(name).length > 1);
  if (repeated) return bad(`The argument ${repeated} is repeated.`);
  const names = [...sent.keys()].filter((name) => name !== 'verb');
  if (names.includes('resumptionToken')) return readToken(verb, names, sent.get('resumptionToken') ?? '');
  const known: readonly string[] = ARGUMENTS[verb];
  const illegal = names.find((name) => !known.includes(name) && !known.includes(`${name}!`));
  if (illegal) return bad(`The argument ${illegal} is not one of ${verb}.`);
  const missing = known.find((name) => name.endsWith('!') && !sent.get(name.slice(0, -1)));
  return missing ? bad(`The argument ${missing.slice(0, -1)} is missing.`) : readVerb(verb, sent);
}

function readToken(verb: Verb, names: readonly string[], token: string): Read {
  if (names.length > 1) return bad('The argument resumptionToken is exclusive.');
  if (verb === 'ListIdentifiers' || verb === 'ListRecords') return accept({ verb, token });
  if (verb === 'ListSets')
    return refuse<OaiError>({ code: 'badResumptionToken', text: 'All sets come in one answer.' });
  return bad(`The argument resumptionToken is not one of ${verb}.`);
}

function readVerb(verb: Verb, sent: URLSearchParams): Read {
  if (verb === 'Identify' || verb === 'ListSets') return accept({ verb });
  if (verb === 'ListMetadataFormats') return accept({ verb, identifier: sent.get('identifier') });
  const format = FORMATS.find((one) => one === sent.get('metadataPrefix'));
  if (!format)
    return refuse<OaiError>({ code: 'cannotDisseminateFormat', text: `Formats are ${FORMATS.join(' and ')}.` });
  if (verb === 'GetRecord') return accept({ verb, format, identifier: sent.get('identifier') ?? '' });
  return readList(verb, format, sent);
}

function readList(verb: 'ListIdentifiers' | 'ListRecords', format: Format, sent: URLSearchParams): Read {
  const [from, until] = [boundIn(sent, 'from'), boundIn(sent, 'until')];
  if (from === 'malformed' || until === 'malformed') return bad('Dates are YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.');
  if (from && until && from.granularity !== until.granularity) return bad('from and until have the same granularity.');
  if (from && until && from.at > until.at) return bad('from is not later than until.');
  return accept({ verb, asked: { format, from, until, set: sent.get('set') } });
}

const boundIn = (sent: URLSearchParams, name: string): Bound | null | 'malformed' => {
  const text = sent.get(name);
  return text === null ? null : (readBound(text) ?? 'malformed');
};
