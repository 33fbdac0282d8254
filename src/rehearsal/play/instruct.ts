import { waveById } from '../../calls/index.ts';
import { standingDeposits } from '../../deposits/index.ts';
import {
  announce,
  confirmAll,
  decideAfterNotice,
  declareEligible,
  fileById,
  judgeRule,
  takeIn,
} from '../../instruction/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { first, holders, type Play, type Stage, stopped, taken, whole } from './stage.ts';

const PAGE = 100;

/** Files that stand deposited on a wave, in the order of their receipts. */
export async function depositedOn(db: DbOrTx, waveId: string): Promise<string[]> {
  const ids: string[] = [];
  let afterSeq = 0;
  for (;;) {
    const page = await standingDeposits(db, waveId, afterSeq, PAGE);
    ids.push(...page.map(({ applicationId }) => applicationId));
    if (page.length < PAGE) return ids;
    afterSeq = page.at(-1)?.seq ?? afterSeq;
  }
}

/** « Instruire les dossiers »: each rule confirmed, each file declared eligible, or its adverse decision announced, then made. */
export const playInstruction: Play = async (stage) => {
  const { kernel, waveId, tick } = stage;
  const now = kernel.clock.now();
  if (!(await takeIn(kernel.db, waveId, now, true))) {
    const wave = await waveById(kernel.db, waveId);
    return stopped(wave ? { code: 'wave-not-closed', closesAt: wave.closesAt, now } : { code: 'no-wave' });
  }
  const officerId = first(await holders(stage, 'instructing-officer'));
  const ids = await depositedOn(kernel.db, waveId);
  let waitsUntil: Instant | null = null;
  let done = 0;
  for (const id of ids) {
    const until = await instructOne(stage, officerId, id);
    if (until === null) done += 1;
    else if (waitsUntil === null || until > waitsUntil) waitsUntil = until;
    await tick(done, ids.length);
  }
  return { ...whole(ids.length, waitsUntil), done };
};

type File = NonNullable<Awaited<ReturnType<typeof fileById>>>;

/** @returns the end of the period that must run before the file can be decided, or `null` once it is */
async function instructOne(stage: Stage, officerId: string, applicationId: string): Promise<Instant | null> {
  const { kernel } = stage;
  const read = async () => {
    const file = await fileById(kernel.db, applicationId);
    const act = { applicationId, officerId, versionRead: file?.version ?? 0, at: kernel.clock.now() };
    return { file, act };
  };
  const { file, act } = await read();
  if (file === null) return null;
  if (file.state === 'to-instruct') {
    await judge(stage, file, act);
    return decide(stage, await read());
  }
  if (file.dueAt !== null && act.at < file.dueAt) return file.dueAt;
  if (file.state === 'contradictory') taken('decideAfterNotice', await decideAfterNotice(kernel, act));
  if (file.state === 'awaiting-pieces') return decide(stage, await read());
  return null;
}

type OfficerAct = Parameters<typeof confirmAll>[1];

const FOUND =
  'Répétition : l’accord de consortium joint contredit la portée déclarée du projet, limitée à un département.';

/** The fate of a fictional file is the finding of its officer; the file of a person is judged as it is computed. */
async function judge({ kernel, projects }: Stage, file: File, act: OfficerAct): Promise<void> {
  const isFaulty = projects.some(({ title, fate }) => title === file.title && fate === 'ineligible');
  const rule = isFaulty ? file.checks.find(({ rule: one }) => one.severity === 'blocking')?.rule : undefined;
  const isJudged = file.verdicts.some(({ ruleKey }) => ruleKey === rule?.key);
  let versionRead = act.versionRead;
  if (rule && !isJudged) {
    const verdict = { ruleKey: rule.key, outcome: 'unmet', reason: FOUND } as const;
    taken('judgeRule', await judgeRule(kernel, act, verdict));
    versionRead += 1;
  }
  if (file.verdicts.length < file.checks.length) taken('confirmAll', await confirmAll(kernel, { ...act, versionRead }));
}

async function decide(
  { kernel }: Stage,
  { file, act }: { readonly file: File | null; readonly act: OfficerAct },
): Promise<Instant | null> {
  const decision = await declareEligible(kernel, act);
  if (decision?.refusal?.code !== 'rules-left') {
    taken('declareEligible', decision);
    return null;
  }
  const reasons = decision.refusal.unmet.map((text) => `Règle non respectée : ${text}`).join('\n');
  taken('announce', await announce(kernel, act, { outcome: 'ineligible', reasons }));
  return (await fileById(kernel.db, file?.applicationId ?? ''))?.dueAt ?? null;
}
