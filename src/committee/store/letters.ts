import { leaveLetter, recipientsOfFile } from '../../applications/index.ts';
import { callById, waveById } from '../../calls/index.ts';
import { opinionsOf } from '../../evaluation/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { post } from '../../kernel/mail.ts';
import { readPlan } from '../../programme/index.ts';
import { runOf, scoreText } from '../../ranking/index.ts';
import { OUTCOME_LABELS } from '../messages.ts';
import { type LetterFacts, letterOf } from '../model/letter.ts';
import type { StandingDecision } from '../model/standing.ts';
import { paperPdf } from '../pdf.ts';
import { namesOf } from './names.ts';
import { decisionById } from './standing.ts';
import '../tables.ts';

export const decisionUrl = (site: string, applicationId: string): string =>
  `${site}/dossiers/${applicationId}/decision`;

/** Names that the opinions must not tell: experts of the file, members of the committee, who decided. */
export async function hiddenNames(db: DbOrTx, decision: StandingDecision): Promise<string[]> {
  const members = await db
    .selectFrom('committee.member as m')
    .innerJoin('committee.session as s', 's.id', 'm.session_id')
    .select('m.person_id')
    .where('s.wave_id', '=', decision.waveId)
    .limit(500)
    .execute();
  const experts = (await opinionsOf(db, decision.applicationId))?.opinions.map(({ evaluatorId }) => evaluatorId) ?? [];
  const names = await namesOf(db, [...members.map(({ person_id }) => person_id), ...experts, decision.authorId]);
  return [...names.values()];
}

async function factsOf({ db, config }: Kernel, decision: StandingDecision): Promise<LetterFacts | null> {
  const wave = await waveById(db, decision.waveId);
  const call = wave ? await callById(db, wave.callId) : null;
  const run = await runOf(db, decision.waveId);
  const line = run?.output.lines.find(({ applicationId }) => applicationId === decision.applicationId);
  const file = run?.inputs.files.find(({ applicationId }) => applicationId === decision.applicationId);
  if (!wave || !call || !run || !line || !file) return null;
  const levers = (await readPlan(db))?.levers ?? [];
  return {
    service: call.content.contact.service,
    callTitle: call.title,
    waveName: wave.name,
    depositNumber: file.depositNumber,
    title: file.title,
    outcome: decision.outcome,
    outcomeLabel: OUTCOME_LABELS[decision.outcome],
    requestedCents: decision.requestedCents,
    grantedCents: decision.grantedCents,
    leverName: levers.find(({ slug }) => slug === decision.lever)?.name ?? decision.lever,
    reasons: decision.reasons,
    decidedAt: decision.decidedAt,
    rank: line.rank,
    ranked: run.output.lines.length,
    score: scoreText(run.inputs.settings.basis === 'raw' ? line.rawScore : line.adjustedScore),
    opinions: await opinionsOf(db, decision.applicationId),
    hiddenNames: await hiddenNames(db, decision),
    siteUrl: decisionUrl(config.PUBLIC_URL, decision.applicationId),
  };
}

/** Job: makes the letter once, leaves it in the file, and writes once to each member. A second run finds it made. */
export async function makeLetter(kernel: Kernel, decisionId: string): Promise<void> {
  const { db, jobs, clock } = kernel;
  const decision = await decisionById(db, decisionId);
  const facts = decision ? await factsOf(kernel, decision) : null;
  if (!decision || !facts) return;
  const paper = letterOf(facts);
  const made = await db
    .selectFrom('committee.letter')
    .select('made_at')
    .where('id', '=', decision.letterId)
    .executeTakeFirst();
  const pdf = made?.made_at ? null : paperPdf(paper, kernel.config);
  const recipients = await recipientsOfFile(db, decision.applicationId);
  const at = clock.now();
  const body = `${paper.intro}\n\nMotifs : ${facts.reasons}\n\nLa lettre, les motifs et les voies de recours : ${facts.siteUrl}`;
  await db.transaction().execute(async (tx) => {
    if (pdf !== null) {
      const kept = await tx
        .updateTable('committee.letter')
        .set({ content: JSON.stringify(paper), pdf, made_at: at })
        .where('id', '=', decision.letterId)
        .where('made_at', 'is', null)
        .executeTakeFirst();
      if (kept.numUpdatedRows === 0n) return;
      const { waveId, applicationId } = decision;
      await leaveLetter(tx, {
        id: decision.letterId,
        waveId,
        subject: paper.title,
        body,
        at,
        applicationIds: [applicationId],
      });
    }
    for (const { email, personId } of recipients) {
      const onceKey = `committee.letter:${decision.id}:${personId}`;
      const text = `Bonjour,\n\nProjet « ${facts.title} » (${facts.depositNumber}).\n\n${body}\n`;
      await post(
        tx,
        jobs,
        { to: email, subject: `${paper.title} – ${facts.depositNumber}`, text, about: 'committee.letter', onceKey },
        at,
      );
    }
  });
}
