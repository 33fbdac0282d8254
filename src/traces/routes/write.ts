import type { Members } from '../model/check.ts';
import { activitiesIn } from '../model/form.ts';
import { mayDo } from '../model/scopes.ts';
import { keepParts } from '../store/attachments.ts';
import { prepare } from '../store/prepare.ts';
import { type Answer, faultyParameter, json, nothing, problem, RETRY } from './answer.ts';
import type { Asked, Handler } from './ask.ts';
import { keepOfSession } from './session.ts';
import { isAnswer, putIdOf, type Taken, takeStatements } from './take.ts';

export const postStatements: Handler = {
  act: 'write-statements',
  run: async (asked) => {
    const [stray] = asked.ask.parameters.keys();
    if (stray !== undefined) return faultyParameter({ code: 'unknown-parameter', path: [stray], about: '–' });
    const taken = await takeStatements(asked, null);
    if (isAnswer(taken)) return taken;
    return (await keep(asked, taken)) ?? json(taken.told.map(({ id }) => id));
  },
};

export const putStatement: Handler = {
  act: 'write-statements',
  run: async (asked) => {
    const id = putIdOf(asked);
    if (typeof id !== 'string') return id;
    const taken = await takeStatements(asked, id);
    if (isAnswer(taken)) return taken;
    return (await keep(asked, taken)) ?? nothing;
  },
};

/** `null`: all of it is stored, and will be found. */
async function keep({ house, lrs, bearer, edition, ask }: Asked, { told, parts }: Taken): Promise<Answer | null> {
  if (told.length === 0) return null;
  if (parts.length > 0) await keepParts(house.kernel, lrs.lrs, parts, ask.at);
  if (bearer.session !== null) return keepOfSession({ house, lrs, bearer, edition, ask }, bearer.session, told);
  const rows = told.map((one) => prepare(lrs, bearer, one, edition));
  const outcome = await house.writer.write(lrs.lrs, rows);
  if (outcome.kind === 'busy') return problem('busy', '', RETRY);
  if (outcome.kind === 'conflict') return problem('conflict', outcome.id);
  if (outcome.throughMs !== null) house.bounds.raise(lrs.lrs, outcome.throughMs);
  if (mayDo(bearer.scopes, 'define')) await house.activities.define(lrs, definitionsOf(told.map(({ value }) => value)));
  return null;
}

function definitionsOf(statements: readonly Members[]): Map<string, Members> {
  const found = new Map<string, Members>();
  for (const statement of statements)
    for (const [iri, definition] of activitiesIn(statement)) if (definition !== null) found.set(iri, definition);
  return found;
}
