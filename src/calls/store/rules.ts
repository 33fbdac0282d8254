import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import { applyRuleEdit, diffRules, type RuleEdit } from '../model/rule-editor.ts';
import type { Rule } from '../model/rules.ts';
import { type Act, lockCall, type Means } from './act.ts';
import { announce } from './amendments.ts';

export interface RulesVersion {
  readonly id: string;
  readonly callId: string;
  readonly number: number;
  readonly rules: readonly Rule[];
  readonly version: number;
  readonly publishedAt: Instant | null;
}

const COLUMNS = ['id', 'call_id as callId', 'number', 'rules', 'version', 'published_at as publishedAt'] as const;
const MAX_VERSIONS = 100;

/** Newest first; the draft, if there is one, is the first. */
export function rulesVersionsOf(db: DbOrTx, callId: string): Promise<RulesVersion[]> {
  return db
    .selectFrom('calls.rules_version')
    .select(COLUMNS)
    .where('call_id', '=', callId)
    .orderBy('number', 'desc')
    .limit(MAX_VERSIONS)
    .execute();
}

/** The draft to work on: the one that is there, else a copy of the newest published version. `null`: no such call. */
export function openRulesDraft(means: Means, act: Act, callId: string): Promise<RulesVersion | null> {
  return means.db.transaction().execute(async (tx) => {
    if (!(await lockCall(tx, callId))) return null;
    const [newest] = await rulesVersionsOf(tx, callId);
    if (newest?.publishedAt === null) return newest;
    const number = (newest?.number ?? 0) + 1;
    const draft = { id: newId(), callId, number, rules: newest?.rules ?? [], version: 1, publishedAt: null };
    const { id, rules } = draft;
    await tx
      .insertInto('calls.rules_version')
      .values({ id, call_id: callId, number, rules: JSON.stringify(rules), created_at: act.at })
      .execute();
    return draft;
  });
}

interface OnDraft {
  readonly number: number;
  readonly versionRead: number;
}

const refused = <Code extends string>(code: Code) => ({ changes: null, refusal: { code } }) as const;

/** `null`: no such draft. A refusal has written nothing. */
export function editRules(means: Means, callId: string, asked: OnDraft & { readonly edit: RuleEdit }) {
  return means.db.transaction().execute(async (tx) => {
    const { draft } = await lockedDraft(tx, callId, asked.number);
    if (!draft) return null;
    if (draft.publishedAt !== null) return refused('already-published');
    if (draft.version !== asked.versionRead) return refused('changed-elsewhere');
    const decision = applyRuleEdit(draft.rules, asked.edit);
    if (decision.refusal !== null) return decision;
    await tx
      .updateTable('calls.rules_version')
      .set({ rules: JSON.stringify(decision.changes), version: draft.version + 1 })
      .where('id', '=', draft.id)
      .execute();
    return decision;
  });
}

async function lockedDraft(tx: Tx, callId: string, number: number) {
  await lockCall(tx, callId);
  const versions = await rulesVersionsOf(tx, callId);
  const draft = versions.find((version) => version.number === number);
  return { draft, previous: versions.find((version) => version.number < number) };
}

/** Freezes the rules for ever; waves already published keep theirs. `null`: no such draft. */
export function publishRules(means: Means, act: Act, callId: string, asked: OnDraft) {
  return means.db.transaction().execute(async (tx) => {
    const { draft, previous } = await lockedDraft(tx, callId, asked.number);
    if (!draft) return null;
    if (draft.publishedAt !== null) return refused('already-published');
    if (draft.version !== asked.versionRead) return refused('changed-elsewhere');
    const changes = diffRules(previous?.rules ?? [], draft.rules);
    if (changes.length === 0) return refused('nothing-changed');
    await tx
      .updateTable('calls.rules_version')
      .set({ published_at: act.at, published_by: act.authorId })
      .where('id', '=', draft.id)
      .execute();
    const title = `Règles : version ${draft.number}`;
    if (previous) await announce(tx, means, act, { callId, waveId: null, kind: 'rules', title, source: null, changes });
    else await record(tx, 'calls', { subjectType: 'call', subjectId: callId, event: 'rules-published', ...act });
    return { changes: { changes }, refusal: null };
  });
}
