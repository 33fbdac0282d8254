import type { Members } from '../model/check.ts';
import { readQuery, type StatementQuery } from '../model/query.ts';
import { mayDo } from '../model/scopes.ts';
import type { TraceSession } from '../model/session.ts';
import { standingOf } from '../model/standing.ts';
import { storedMs } from '../store/append.ts';
import { findStatements } from '../store/find.ts';
import { FLAGS } from '../store/prepare.ts';
import { statementById, textOf } from '../store/read.ts';
import { type Answer, faultyParameter, json, problem } from './answer.ts';
import type { Asked, Handler } from './ask.ts';
import { giveBody, giveTexts } from './give.ts';
import { readMore, writeMore } from './more.ts';

export const getStatements: Handler = {
  act: 'read-statements',
  run: async (asked) => {
    const { ask, edition, house, lrs } = asked;
    const token = ask.parameters.get('more');
    if (token !== null) {
      const more = [...ask.parameters].length === 1 ? readMore(house.moreSecret, token, lrs.lrs) : null;
      return more === null ? problem('more', 'more') : page(asked, more.query, more.after);
    }
    const query = readQuery(ask.parameters, edition);
    if ('code' in query) return faultyParameter(query);
    const id = query.statementId ?? query.voidedStatementId;
    if (id !== null) return single(asked, query, id);
    return page(asked, asked.bearer.session === null ? query : ofSession(query, asked.bearer.session), null);
  },
};

/** A session sees what is told of its learner under its registration, and no more. */
const ofSession = (query: StatementQuery, { registration, agent }: TraceSession): StatementQuery => ({
  ...query,
  registration,
  agent,
  relatedAgents: false,
});
/** Whoever may read their own statements only is told of no other. */
const sourceOf = ({ bearer }: Asked) => (mayDo(bearer.scopes, 'read-others') ? null : bearer.number);

async function single(asked: Asked, query: StatementQuery, id: string): Promise<Answer> {
  const { house, lrs } = asked;
  await house.bounds.fresh(lrs.lrs);
  const found = await statementById(house.kernel.db, lrs.lrs, id);
  const source = sourceOf(asked);
  const isVoided = found !== null && (found.flags & FLAGS.voided) !== 0;
  const wanted = query.voidedStatementId !== null;
  if (found === null || isVoided !== wanted || (source !== null && found.source !== source))
    return problem('not-found', wanted ? 'voidedStatementId' : 'statementId');
  const { texts } = await giveTexts(asked, [found], query);
  if (!isOfSession(asked, textOf(asked.lrs, found))) return problem('not-found', 'statementId');
  const headers = { 'Last-Modified': new Date(storedMs(found.seq)).toUTCString() };
  return giveBody(asked, texts[0] ?? '', [found], query, headers);
}

function isOfSession({ bearer }: Asked, text: string): boolean {
  if (bearer.session === null) return true;
  const { registration, actor } = standingOf(JSON.parse(text) as Members);
  return registration === bearer.session.registration && actor === bearer.session.agent;
}

async function page(asked: Asked, query: StatementQuery, after: number | null): Promise<Answer> {
  const { house, lrs } = asked;
  await house.bounds.fresh(lrs.lrs);
  const found = await findStatements(house.kernel.db, lrs, query, { after, source: sourceOf(asked) });
  const { texts, taken } = await giveTexts(asked, found.slice(0, query.limit), query);
  const last = found[taken - 1];
  const more =
    found.length > taken && last !== undefined
      ? `/xapi/statements?more=${writeMore(house.moreSecret, { lrs: lrs.lrs, query, after: last.seq })}`
      : '';
  const text = `{"statements":[${texts.join(',')}],"more":${JSON.stringify(more)}}`;
  return query.attachments ? giveBody(asked, text, found.slice(0, taken), query, {}) : json(text);
}
