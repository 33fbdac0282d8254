import type { Clock } from '../../kernel/clock.ts';
import { type Db, isUnavailable } from '../../kernel/db.ts';
import type { Row } from './prepare.ts';
import { BUSY, type Outcome, settle } from './settle.ts';
import type { Stores } from './stores.ts';

interface Waiting {
  readonly rows: readonly Row[];
  readonly bytes: number;
  answer(outcome: Outcome | Promise<never>): void;
}

/** A group is as large as serves: larger ones gain nothing, and others wait behind. */
const GROUP_ROWS = 256;
const GROUP_BYTES = 256 * 1024;
/** What may wait in this process before it asks to come back later. */
const MAX_WAITING_ROWS = 10_000;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

/**
 * The one writer of this process: requests that wait at the same time share a transaction, store by store.
 * A group leaves as soon as the one before is back: a request that is alone waits for nobody.
 */
export function openWriter(db: Db, clock: Clock, stores: Stores) {
  const queues = new Map<number, Waiting[]>();
  const running = new Set<number>();
  let [waitingRows, waitingBytes] = [0, 0];

  const settleAll = async (group: readonly Waiting[], lrs: number) =>
    settle(
      { db, clock, lrs: await stores.get(lrs) },
      group.map(({ rows }) => rows),
    );

  async function run(lrs: number): Promise<void> {
    running.add(lrs);
    for (let group = nextGroup(queues, lrs); group.length > 0; group = nextGroup(queues, lrs)) {
      await writeGroup(group, lrs).catch((error: unknown) => {
        for (const one of group) one.answer(Promise.reject(error));
      });
      waitingRows -= sum(group, ({ rows }) => rows.length);
      waitingBytes -= sum(group, ({ bytes }) => bytes);
    }
    running.delete(lrs);
  }

  /** A fault of one request is not that of its neighbours: each then goes alone. */
  async function writeGroup(group: readonly Waiting[], lrs: number): Promise<void> {
    try {
      const outcomes = await settleAll(group, lrs);
      for (const [index, one] of group.entries()) one.answer(outcomes[index] ?? BUSY);
    } catch (error) {
      if (group.length === 1 || isUnavailable(error)) throw error;
      for (const one of group) {
        const alone = settleAll([one], lrs).then(([outcome]) => outcome ?? BUSY);
        await alone.then(one.answer).catch((reason: unknown) => one.answer(Promise.reject(reason)));
      }
    }
  }

  return {
    write(lrs: number, rows: readonly Row[]): Promise<Outcome> {
      const bytes = sum(rows, ({ body }) => body.length);
      if (waitingRows + rows.length > MAX_WAITING_ROWS || waitingBytes + bytes > MAX_WAITING_BYTES)
        return Promise.resolve(BUSY);
      waitingRows += rows.length;
      waitingBytes += bytes;
      return new Promise<Outcome>((answer) => {
        const queue = queues.get(lrs) ?? [];
        queues.set(lrs, queue);
        queue.push({ rows, bytes, answer });
        if (!running.has(lrs)) void run(lrs);
      });
    },
  };
}
export type Writer = ReturnType<typeof openWriter>;

const sum = <T>(items: readonly T[], of: (item: T) => number) => items.reduce((total, item) => total + of(item), 0);

/** Requests from the head of the queue; one that repeats an id of the group waits for the next. */
function nextGroup(queues: Map<number, Waiting[]>, lrs: number): Waiting[] {
  const waiting = queues.get(lrs) ?? [];
  const group: Waiting[] = [];
  const left: Waiting[] = [];
  const ids = new Set<string>();
  let [rows, bytes] = [0, 0];
  for (const one of waiting) {
    const fits = group.length === 0 || (rows + one.rows.length <= GROUP_ROWS && bytes + one.bytes <= GROUP_BYTES);
    if (!fits || one.rows.some(({ id }) => ids.has(id))) {
      left.push(one);
      continue;
    }
    for (const { id } of one.rows) ids.add(id);
    rows += one.rows.length;
    bytes += one.bytes;
    group.push(one);
  }
  if (left.length > 0) queues.set(lrs, left);
  else queues.delete(lrs);
  return group;
}
