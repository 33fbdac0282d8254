import { IFIS } from '../model/actor.ts';
import { MAX_BATCH, MAX_DEPTH, MAX_STATEMENT_BYTES } from '../model/bounds.ts';
import type { Members } from '../model/check.ts';
import { iri } from '../model/formats.ts';
import { MAX_PAGE, parametersFault, parsedOr, personParameter } from '../model/query.ts';
import { definitionsOf } from '../store/activities.ts';
import { type Answer, faultyParameter, json } from './answer.ts';
import type { Handler } from './ask.ts';
import { MAX_DOCUMENT_BYTES, MAX_JSON_BYTES, MAX_MULTIPART_BYTES } from './body.ts';

/** What the store knows of an activity; of one it never heard of, its name. */
export const getActivity: Handler = {
  act: 'read-definitions',
  run: async ({ ask, edition, house, lrs }) => {
    const wrong = parametersFault(ask.parameters, { activityId: iri }, ['activityId'], edition);
    if (wrong !== null) return faultyParameter(wrong);
    const id = ask.parameters.get('activityId') ?? '';
    const definition = (await definitionsOf(house.kernel.db, lrs, [id])).get(id);
    return json({ objectType: 'Activity', id, ...(definition ? { definition } : {}) });
  },
};

/** The person behind an agent: the store joins no identifiers, so the agent's own. */
export const getAgent: Handler = {
  act: 'read-definitions',
  run: async ({ ask, edition }) => {
    const wrong = parametersFault(ask.parameters, { agent: personParameter }, ['agent'], edition);
    if (wrong !== null) return faultyParameter(wrong);
    const agent = parsedOr(ask.parameters.get('agent') ?? '') as Members;
    const known = ['name', ...IFIS].filter((name) => Object.hasOwn(agent, name));
    return json({ objectType: 'Person', ...Object.fromEntries(known.map((name) => [name, [agent[name]]])) });
  },
};

const LIMITS = 'https://deffinum.example/xapi/limites';

/** For anybody: versions, and the limits that a tool has to know. */
export const aboutAnswer = (publicUrl: string): Answer =>
  json({
    version: ['1.0.3', '2.0.0'],
    extensions: {
      [LIMITS.replace('https://deffinum.example', publicUrl)]: {
        statementBytes: MAX_STATEMENT_BYTES,
        statementsPerRequest: MAX_BATCH,
        statementsPerPage: MAX_PAGE,
        levels: MAX_DEPTH,
        jsonBytes: MAX_JSON_BYTES,
        multipartBytes: MAX_MULTIPART_BYTES,
        documentBytes: MAX_DOCUMENT_BYTES,
      },
    },
  });
