import type { DbOrTx, Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Members } from '../model/check.ts';
import { readQuery } from '../model/query.ts';
import { identifierOf } from '../model/standing.ts';
import { type Document, type Place, putDocument, readDocument } from './documents.ts';
import { findStatements } from './find.ts';
import { houseOf } from './house.ts';
import { keyOf } from './keys.ts';
import { prepare, toldIn } from './prepare.ts';
import { textOf } from './read.ts';
import { settle } from './settle.ts';
import { readStore } from './stores.ts';

type Told = Pick<Kernel, 'clock' | 'config'>;

/** Statements that the platform itself makes, stored in the transaction of what made them true, in this order. */
export async function tell(
  tx: Tx,
  { clock, config }: Told,
  lrs: number,
  statements: readonly Members[],
): Promise<void> {
  if (statements.length === 0) return;
  const [store, house] = [await readStore(tx, lrs), await houseOf(tx, lrs, config.PUBLIC_URL)];
  const rows = statements.map((one) => prepare(store, house, toldIn(one, JSON.stringify(one)), '1.0'));
  const [outcome] = await settle({ db: tx, clock, lrs: store }, [rows]);
  if (outcome?.kind !== 'stored') throw new Error(`statements of the platform: ${outcome?.kind}`);
}

/** Where a document of the platform stands. */
export interface Shelved {
  readonly kind: 'state' | 'agent-profile';
  readonly id: string;
  readonly agent: Members;
  readonly activity?: string;
  readonly registration?: string;
}

async function placeOf(db: DbOrTx, lrs: number, { kind, id, agent, activity, registration }: Shelved): Promise<Place> {
  const { salt } = await readStore(db, lrs);
  return {
    lrs,
    kind,
    id,
    key: keyOf(salt, 'name', id),
    agent: keyOf(salt, 'agent', identifierOf(agent) ?? ''),
    activity: activity === undefined ? '0' : keyOf(salt, 'activity', activity),
    registration: registration === undefined ? '0' : keyOf(salt, 'registration', registration),
  };
}

/** A JSON document that the platform gives to a tool, laid over what was there. */
export async function giveDocument(tx: Tx, lrs: number, shelved: Shelved, value: object, at: Instant): Promise<void> {
  const content = { contentType: 'application/json', body: Buffer.from(JSON.stringify(value)) };
  const place = await placeOf(tx, lrs, shelved);
  const outcome = await putDocument(tx, place, content, { match: null, noneMatch: null }, false, at);
  if (outcome !== 'done') throw new Error(`document of the platform: ${outcome}`);
}

export const documentOf = async (db: DbOrTx, lrs: number, shelved: Shelved): Promise<Document | null> =>
  readDocument(db, await placeOf(db, lrs, shelved));

/** Statements of a registration, oldest first. */
export async function statementsOf(db: DbOrTx, lrs: number, registration: string): Promise<Members[]> {
  const query = readQuery(new URLSearchParams({ registration, ascending: 'true', limit: '500' }), '2.0');
  if ('code' in query) throw new Error(`registration ${registration}`);
  const store = await readStore(db, lrs);
  const found = await findStatements(db, store, query, { after: null, source: null });
  return found.map((one) => JSON.parse(textOf(store, one)) as Members);
}
