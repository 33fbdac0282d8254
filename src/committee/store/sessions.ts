import { CONFLICT_WORDS, conflictsOfWave } from '../../evaluation/index.ts';
import type { Tx } from '../../kernel/db.ts';
import { accept } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { type RankedLine, type Run, runOf, WHY_WORDS } from '../../ranking/index.ts';
import { type Convening, decideConvene, decideOpen } from '../model/list.ts';
import type { ItemOutcome } from '../model/outcome.ts';
import { type Act, type Answer, journal, type Means, onCommittee, touch } from './acts.ts';
import { lockCommittee } from './wave.ts';
import '../tables.ts';

const COMPUTED: Readonly<Record<RankedLine['proposal'], ItemOutcome>> = {
  fund: 'retained',
  'fund-partly': 'retained-for-less',
  reserve: 'reserve',
  refuse: 'refused',
};

/** Calls a session; the first one lays the computed list before the committee. `null`: the ranking is not frozen. */
export function convene(
  { db }: Means,
  act: Act,
  waveId: string,
  asked: Convening,
): Answer<{ readonly sessionId: string }> {
  return db.transaction().execute(async (tx) => {
    const run = await runOf(tx, waveId);
    if (run === null) return null;
    const first = decideConvene(await lockCommittee(tx, waveId), asked);
    if (first.refusal !== null) return first;
    await layList(tx, act, run);
    // There was no list to lock before the first session: somebody may have called it meanwhile.
    const decision = decideConvene(await lockCommittee(tx, waveId), asked);
    if (decision.refusal !== null) return decision;
    const id = newId();
    await tx
      .insertInto('committee.session')
      .values({
        id,
        wave_id: waveId,
        number: decision.changes.number,
        held_at: asked.heldAt,
        place: asked.place,
        quorum: asked.quorum,
        state: 'planned',
        created_by: act.authorId,
        created_at: act.at,
        opened_at: null,
        closed_at: null,
        closing_reason: null,
      })
      .execute();
    const members = asked.memberIds.map((personId) => ({
      session_id: id,
      person_id: personId,
      role: personId === asked.chairId ? ('chair' as const) : ('member' as const),
      present: false,
    }));
    await tx.insertInto('committee.member').values(members).execute();
    await touch(tx, waveId);
    await journal(tx, waveId, act, {
      event: 'committee-convened',
      reason: `Séance ${decision.changes.number} du comité.`,
      after: { sessionId: id, ...asked },
    });
    return accept({ sessionId: id });
  });
}

async function layList(tx: Tx, act: Act, run: Run): Promise<void> {
  const inserted = await tx
    .insertInto('committee.wave')
    .values({
      wave_id: run.waveId,
      run_id: run.id,
      opened_at: act.at,
      opened_by: act.authorId,
      decided_at: null,
      decided_by: null,
      decision_reason: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return;
  const titles = new Map(run.inputs.files.map(({ applicationId, title }) => [applicationId, title]));
  const rows = run.output.lines.map((line) => {
    const reason = `Proposition du classement, rang ${line.rank} : ${WHY_WORDS[line.why]}.`;
    const computed = { outcome: COMPUTED[line.proposal], granted_cents: line.grantedCents };
    return {
      application_id: line.applicationId,
      wave_id: run.waveId,
      deposit_number: line.depositNumber,
      title: titles.get(line.applicationId) ?? '',
      position: line.position,
      rank: line.rank,
      requested_cents: line.requestedCents,
      computed_outcome: computed.outcome,
      computed_cents: computed.granted_cents,
      computed_reason: reason,
      ...computed,
      lever: null,
      reason,
    };
  });
  for (let at = 0; at < rows.length; at += 500)
    await tx
      .insertInto('committee.item')
      .values(rows.slice(at, at + 500))
      .execute();
}

/** Who is here; each member with a link to a file leaves for that file, as the database finds it now. */
export function openSession(
  means: Means,
  act: Act,
  waveId: string,
  presentIds: readonly string[],
): Answer<{ readonly recused: number }> {
  return onCommittee(means, waveId, async (tx, wave) => {
    const decision = decideOpen(wave, presentIds);
    if (decision.refusal !== null) return decision;
    const { session } = decision.changes;
    const here = session.members
      .filter(({ personId }) => presentIds.includes(personId))
      .map(({ personId }) => personId);
    await tx
      .updateTable('committee.member')
      .set({ present: true })
      .where('session_id', '=', session.id)
      .where('person_id', 'in', here)
      .execute();
    await tx
      .updateTable('committee.session')
      .set({ state: 'open', opened_at: act.at })
      .where('id', '=', session.id)
      .execute();
    const links = await conflictsOfWave(tx, waveId, here);
    for (const { applicationId, personId, conflict } of links)
      await keepRecusal(tx, act, {
        sessionId: session.id,
        applicationId,
        personId,
        conflict,
        detail: CONFLICT_WORDS[conflict],
      });
    await touch(tx, waveId);
    await journal(tx, waveId, act, {
      event: 'session-opened',
      reason: `Séance ${session.number} ouverte.`,
      after: { sessionId: session.id, present: here, recusals: links },
    });
    return accept({ recused: links.length });
  });
}

export interface NewRecusal {
  readonly sessionId: string;
  readonly applicationId: string;
  readonly personId: string;
  readonly conflict: string;
  readonly detail: string;
}

export const keepRecusal = (tx: Tx, act: Act, one: NewRecusal) =>
  tx
    .insertInto('committee.recusal')
    .values({
      session_id: one.sessionId,
      application_id: one.applicationId,
      person_id: one.personId,
      conflict: one.conflict,
      detail: one.detail,
      recorded_by: act.authorId,
      at: act.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
