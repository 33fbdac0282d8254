import { type Selectable, sql } from 'kysely';
import type { DbOrTx, Tables, Tx } from '../../kernel/db.ts';
import { isId } from '../../kernel/ids.ts';
import type { FileState } from '../model/file.ts';
import { implicitRejection } from '../model/implicit.ts';
import {
  type InstructionFile,
  type Notice,
  type PieceRequest,
  type StandingVerdict,
  suspensionOf,
} from '../model/whole.ts';
import '../tables.ts';

/** `null`: no such file in instruction. */
export async function fileById(db: DbOrTx, id: string): Promise<InstructionFile | null> {
  if (!isId(id)) return null;
  const row = await db
    .selectFrom('instruction.file as f')
    .innerJoin('instruction.wave as w', 'w.wave_id', 'f.wave_id')
    .selectAll('f')
    .select('w.contradictory_days')
    .where('f.application_id', '=', id)
    .executeTakeFirst();
  return row ? whole(db, row) : null;
}

/** The same, its row locked until the transaction ends: two officers at once act one after the other. */
export async function lockFile(tx: Tx, id: string): Promise<InstructionFile | null> {
  if (!isId(id)) return null;
  await sql`select 1 from instruction.file where application_id = ${id} for no key update`.execute(tx);
  return fileById(tx, id);
}

type Row = Selectable<Tables['instruction.file']> & { readonly contradictory_days: number };

async function whole(db: DbOrTx, row: Row): Promise<InstructionFile> {
  const id = row.application_id;
  const requests = await requestsOf(db, id);
  return {
    applicationId: id,
    waveId: row.wave_id,
    depositId: row.deposit_id,
    receiptNumber: row.receipt_number,
    title: row.title,
    leadName: row.lead_name,
    leadSiret: row.lead_siret,
    requestedCents: row.requested_cents,
    receivedAt: row.received_at,
    checks: row.checks,
    state: row.state as FileState,
    dueAt: row.due_at,
    version: row.version,
    verdicts: await verdictsOf(db, id),
    requests,
    notices: await noticesOf(db, id),
    decision: await decisionOf(db, id),
    implicit: implicitRejection(row.received_at, requests.map(suspensionOf)),
    contradictoryDays: row.contradictory_days,
  };
}

const ROWS = 200;

async function verdictsOf(db: DbOrTx, id: string): Promise<StandingVerdict[]> {
  return db
    .selectFrom('instruction.verdict')
    .select(['rule_key as ruleKey', 'outcome', 'reason', 'computed', 'at'])
    .where('application_id', '=', id)
    .where('replaced_at', 'is', null)
    .orderBy('rule_key')
    .limit(ROWS)
    .execute();
}

/** Oldest first. */
async function requestsOf(db: DbOrTx, id: string): Promise<PieceRequest[]> {
  const rows = await db
    .selectFrom('instruction.piece_request')
    .selectAll()
    .where('application_id', '=', id)
    .orderBy('asked_at')
    .limit(ROWS)
    .execute();
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const files = await db
    .selectFrom('instruction.piece_file')
    .select(['request_id', 'item_key as itemKey', 'sha256', 'name', 'size_bytes as sizeBytes'])
    .where('request_id', 'in', ids)
    .orderBy('added_at')
    .limit(ROWS)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    items: row.items,
    message: row.message,
    askedAt: row.asked_at,
    dueAt: row.due_at,
    receivedAt: row.received_at,
    files: files.filter((file) => file.request_id === row.id),
  }));
}

/** Oldest first. */
async function noticesOf(db: DbOrTx, id: string): Promise<Notice[]> {
  const rows = await db
    .selectFrom('instruction.notice')
    .selectAll()
    .where('application_id', '=', id)
    .orderBy('announced_at')
    .limit(ROWS)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    outcome: row.outcome,
    reasons: row.reasons,
    ruleKeys: row.rule_keys,
    announcedAt: row.announced_at,
    answerUntil: row.answer_until,
    answer: row.answer,
    answeredAt: row.answered_at,
    closedAt: row.closed_at,
  }));
}

async function decisionOf(db: DbOrTx, id: string): Promise<InstructionFile['decision']> {
  const row = await db
    .selectFrom('instruction.decision')
    .select(['outcome', 'reasons', 'at'])
    .where('application_id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}
