import type { Check, Fault } from '../model/check.ts';
import { fault, text } from '../model/check.ts';
import { iri, uuid } from '../model/formats.ts';
import { parametersFault, parsedOr, personParameter } from '../model/query.ts';
import type { XapiAct } from '../model/scopes.ts';
import { identifierOf } from '../model/standing.ts';
import { instantMs, timestamp } from '../model/time.ts';
import {
  type Conditions,
  clearShelf,
  type DocumentOutcome,
  deleteDocument,
  listDocuments,
  mergeDocument,
  type Place,
  putDocument,
  readDocument,
  type Shelf,
} from '../store/documents.ts';
import { type Key, keyOf } from '../store/keys.ts';
import type { DocumentKind } from '../tables.ts';
import { type Answer, faultyParameter, json, nothing, problem, RETRY } from './answer.ts';
import type { Asked, Handler } from './ask.ts';
import { MAX_DOCUMENT_BYTES } from './body.ts';
import { isAnswer } from './take.ts';

/** What names a document of each kind, and who may touch it. */
interface Kind {
  readonly kind: DocumentKind;
  readonly id: 'stateId' | 'profileId';
  readonly rules: Readonly<Record<string, Check>>;
  readonly required: readonly string[];
  readonly read: XapiAct;
  readonly write: XapiAct;
  /** All the documents of a shelf may be deleted at once. */
  readonly clears: boolean;
}

const named: Check = (value, edition) => text(value, edition) ?? (value === '' ? fault('empty') : null);

export const STATE: Kind = {
  kind: 'state',
  id: 'stateId',
  rules: { activityId: iri, agent: personParameter, registration: uuid, stateId: named, since: timestamp },
  required: ['activityId', 'agent'],
  read: 'read-state',
  write: 'write-state',
  clears: true,
};
export const ACTIVITY_PROFILE: Kind = {
  kind: 'activity-profile',
  id: 'profileId',
  rules: { activityId: iri, profileId: named, since: timestamp },
  required: ['activityId'],
  read: 'read-profile',
  write: 'write-profile',
  clears: false,
};
export const AGENT_PROFILE: Kind = {
  kind: 'agent-profile',
  id: 'profileId',
  rules: { agent: personParameter, profileId: named, since: timestamp },
  required: ['agent'],
  read: 'read-profile',
  write: 'write-profile',
  clears: false,
};

function parametersOf({ ask, edition }: Asked, kind: Kind, required: readonly string[]): Fault | null {
  const { since: _since, ...single } = kind.rules;
  const rules = ask.method === 'GET' ? kind.rules : single;
  return parametersFault(ask.parameters, rules, [...kind.required, ...required], edition);
}

const NONE: Key = '0';

function shelfOf({ ask, lrs }: Asked, { kind }: Kind): Shelf {
  const given = (name: string) => ask.parameters.get(name);
  const [activity, agent, registration] = [given('activityId'), given('agent'), given('registration')];
  return {
    lrs: lrs.lrs,
    kind,
    activity: activity === null ? NONE : keyOf(lrs.salt, 'activity', activity),
    agent: agent === null ? NONE : keyOf(lrs.salt, 'agent', identifierOf(parsedOr(agent)) ?? ''),
    registration: registration === null ? null : keyOf(lrs.salt, 'registration', registration.toLowerCase()),
  };
}

function placeOf(asked: Asked, kind: Kind, id: string): Place {
  const shelf = shelfOf(asked, kind);
  return { ...shelf, registration: shelf.registration ?? NONE, key: keyOf(asked.lrs.salt, 'name', id), id };
}

/** `"abc", W/"def"` → abc, def; a tag without its marks is read as it is. */
const tagsOf = (header: string | null): string[] | null =>
  header === null
    ? null
    : header.split(',').map((tag) =>
        tag
          .trim()
          .replace(/^W\//, '')
          .replace(/^"(.*)"$/, '$1'),
      );

const conditionsOf = ({ ask }: Asked): Conditions => ({
  match: tagsOf(ask.header('if-match')),
  noneMatch: tagsOf(ask.header('if-none-match')),
});

const OUTCOMES: Readonly<Record<DocumentOutcome, Answer>> = {
  done: nothing,
  precondition: problem('precondition'),
  exists: problem('exists'),
  'not-json': problem('not-json-objects'),
  busy: problem('busy', '', RETRY),
};

const contentOf = async ({ ask }: Asked) => ({
  contentType: ask.header('content-type') ?? 'application/octet-stream',
  body: await ask.body(MAX_DOCUMENT_BYTES),
});

/** The document that the request names, or why it names none. */
function documentNamed(asked: Asked, kind: Kind): Place | Answer {
  const wrong = parametersOf(asked, kind, [kind.id]);
  return wrong === null ? placeOf(asked, kind, asked.ask.parameters.get(kind.id) ?? '') : faultyParameter(wrong);
}

export function documentHandlers(kind: Kind): Readonly<Record<'GET' | 'PUT' | 'POST' | 'DELETE', Handler>> {
  return {
    GET: { act: kind.read, run: (asked) => get(asked, kind) },
    PUT: {
      act: kind.write,
      run: async (asked) => {
        const place = documentNamed(asked, kind);
        if (isAnswer(place)) return place;
        const { house, edition, ask } = asked;
        // 1.0.3 lets a state be replaced unseen; 2.0 treats it as a profile.
        const mustAsk = kind.kind !== 'state' || edition === '2.0';
        const content = await contentOf(asked);
        return OUTCOMES[await putDocument(house.kernel.db, place, content, conditionsOf(asked), mustAsk, ask.at)];
      },
    },
    POST: {
      act: kind.write,
      run: async (asked) => {
        const place = documentNamed(asked, kind);
        if (isAnswer(place)) return place;
        const content = await contentOf(asked);
        const { house, ask } = asked;
        return OUTCOMES[await mergeDocument(house.kernel.db, place, content, conditionsOf(asked), ask.at)];
      },
    },
    DELETE: { act: kind.write, run: (asked) => remove(asked, kind) },
  };
}

async function get(asked: Asked, kind: Kind): Promise<Answer> {
  const { ask, house, edition } = asked;
  const wrong = parametersOf(asked, kind, []);
  if (wrong !== null) return faultyParameter(wrong);
  const id = ask.parameters.get(kind.id);
  if (id === null) {
    const since = ask.parameters.get('since');
    const at = since === null ? null : new Date(instantMs(since) ?? 0);
    const { ids, newest } = await listDocuments(house.kernel.db, shelfOf(asked, kind), at);
    return json(ids, newest === null || edition === '1.0' ? {} : { 'Last-Modified': newest.toUTCString() });
  }
  const found = await readDocument(house.kernel.db, placeOf(asked, kind, id));
  if (found === null) return problem('not-found', kind.id);
  return {
    status: 200,
    headers: {
      'Content-Type': found.contentType,
      ETag: `"${found.etag}"`,
      'Last-Modified': found.updatedAt.toUTCString(),
    },
    body: found.body as Buffer<ArrayBuffer>,
  };
}

async function remove(asked: Asked, kind: Kind): Promise<Answer> {
  const { ask, house } = asked;
  if (kind.clears && !ask.parameters.has(kind.id)) {
    const wrong = parametersOf(asked, kind, []);
    if (wrong !== null) return faultyParameter(wrong);
    await clearShelf(house.kernel.db, shelfOf(asked, kind));
    return nothing;
  }
  const place = documentNamed(asked, kind);
  if (isAnswer(place)) return place;
  return OUTCOMES[await deleteDocument(house.kernel.db, place, conditionsOf(asked))];
}
