import pg from 'pg';
import { startPostgres } from '../scripts/postgres.ts';
import type { Proof } from '../scripts/prove.ts';
import type { Tx } from '../src/kernel/db.ts';
import { type DbHandle, openDb } from '../src/kernel/db.ts';
import { newId } from '../src/kernel/ids.ts';
import { instant } from '../src/kernel/instant.ts';
import { record } from '../src/kernel/journal.ts';
import { migrate } from '../src/kernel/migrate.ts';
import { euros, formatCents, sumCents } from '../src/kernel/money.ts';
import {
  allotAxis,
  allotInstrument,
  appropriate,
  checkBooks,
  envelopeFigures,
  type Posting,
  reserveAward,
  reserveForWave,
} from '../src/ledger/index.ts';
import { barePostings } from './_bare.ts';

const CLIENTS = 32;
const WAVES = 4;
const WAVE_CENTS = euros(1_000_000);
/** About three times what the waves hold is asked for. */
const ATTEMPTS = 3_200;
/** Each request is for 0.02 % to about 0.75 % of a wave: cents that never divide it evenly. */
const MEAN_CENTS = Math.round((3 * WAVES * WAVE_CENTS) / ATTEMPTS);
/** One request in ten is sent twice, as a browser or a job does after a cut. */
const REPEATED_EVERY = 10;
const AT = instant('2027-01-11T09:00:00Z');

interface Request {
  readonly key: string;
  readonly awardId: string;
  readonly waveId: string;
  readonly amountCents: number;
}

export const proof: Proof = {
  promise: 'le grand livre ne dépasse jamais une enveloppe, même attaqué par 32 clients à la fois',
  run: async () => {
    const server = await startPostgres({ durable: true });
    const handle = openDb(server.url, CLIENTS);
    try {
      await migrate(handle.pool);
      const [waves, spare] = [Array.from({ length: WAVES }, newId), Array.from({ length: WAVES }, newId)];
      await openWaves(handle, [...waves, ...spare]);
      const lines = [server.version, ...(await attack(handle, waves))];
      const bare = Math.round(await barePostings(server, spare, CLIENTS));
      const limit = `limite, mesurée aussitôt après : ${bare} écritures/s par pgbench, les mêmes fonctions SQL sans le programme`;
      return [...lines, limit, await control(handle.pool)];
    } finally {
      await handle.close();
      await server.stop();
    }
  },
};

async function openWaves({ db }: DbHandle, waves: readonly string[]): Promise<void> {
  const amountCents = waves.length * WAVE_CENTS;
  const act = (key: string, move: (tx: Tx, posting: Posting) => ReturnType<typeof appropriate>) =>
    decide(db, key, 'plan', move).then((answer) => check(answer.refusal === null, `${key} refused`));
  await act('law', (tx, p) => appropriate(tx, p, { amountCents }));
  await act('axis', (tx, p) => allotAxis(tx, p, { axis: 'innovation', amountCents }));
  const parent = { axis: 'innovation' };
  await act('envelope', (tx, p) => allotInstrument(tx, p, { instrument: 'deffinum', parent, amountCents }));
  for (const waveId of waves) {
    const wave = { waveId, instrument: 'deffinum', amountCents: WAVE_CENTS };
    await act(`wave:${waveId}`, (tx, p) => reserveForWave(tx, p, wave));
  }
}

/** Money first, its reason last, in one transaction: exactly what a slice does. */
function decide(
  db: DbHandle['db'],
  key: string,
  chain: string,
  move: (tx: Tx, posting: Posting) => ReturnType<typeof appropriate>,
) {
  const journalEntryId = newId();
  return db.transaction().execute(async (tx) => {
    const answer = await move(tx, { key, journalEntryId, occurredAt: AT });
    if (answer.changes && !answer.changes.replayed) {
      const entry = {
        subjectType: 'award',
        subjectId: key,
        event: 'awarded',
        authorId: null,
        at: AT,
        reason: 'Épreuve',
      };
      await record(tx, chain, entry, journalEntryId);
    }
    return answer;
  });
}

function requestsFor(waves: readonly string[]): Request[] {
  let seed = 20_270_111;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  return Array.from({ length: ATTEMPTS }, (_none, index) => ({
    key: `award:${index}`,
    awardId: newId(),
    waveId: waves[index % WAVES] ?? '',
    amountCents: Math.max(1, Math.round(random() * 2 * MEAN_CENTS)),
  }));
}

interface Tally {
  accepted: number;
  refused: number;
  replayed: number;
  deadlocks: number;
  grantedCents: number;
  /** Smallest amount refused, by wave: what is left at the end must be under it. */
  readonly smallestRefused: Map<string, number>;
}

async function attack(handle: DbHandle, waves: readonly string[]): Promise<string[]> {
  const requests = requestsFor(waves);
  const queue = requests.flatMap((one, index) => (index % REPEATED_EVERY === 0 ? [one, one] : [one]));
  const tally: Tally = {
    accepted: 0,
    refused: 0,
    replayed: 0,
    deadlocks: 0,
    grantedCents: 0,
    smallestRefused: new Map(),
  };
  const startedAt = performance.now();
  let next = 0;
  const client = async () => {
    for (let request = queue[next++]; request; request = queue[next++]) await askFor(handle, request, tally);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - startedAt) / 1000;
  const demanded = sumCents(requests.map(({ amountCents }) => amountCents));
  return [
    `${queue.length} demandes par ${CLIENTS} clients, pour ${formatCents(demanded)} sur ${formatCents(WAVES * WAVE_CENTS)}`,
    `${tally.accepted} accordées, ${tally.refused} refusées, ${tally.replayed} répétitions reconnues, ${tally.deadlocks} interblocage`,
    `${Math.round(tally.accepted / seconds)} écritures/s (${Math.round(queue.length / seconds)} réponses/s), chacune avec sa ligne de journal et fsync`,
    ...(await verify(handle, waves, tally)),
  ];
}

async function askFor({ db }: DbHandle, request: Request, tally: Tally): Promise<void> {
  try {
    const { changes, refusal } = await decide(db, request.key, request.waveId, (tx, p) => reserveAward(tx, p, request));
    if (changes?.replayed) tally.replayed += 1;
    else if (changes) {
      tally.accepted += 1;
      tally.grantedCents += request.amountCents;
    } else {
      check(refusal?.code === 'insufficient', `unexpected refusal: ${refusal?.code}`);
      tally.refused += 1;
      const smallest = tally.smallestRefused.get(request.waveId) ?? Number.MAX_SAFE_INTEGER;
      tally.smallestRefused.set(request.waveId, Math.min(smallest, request.amountCents));
    }
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '40P01') throw error;
    tally.deadlocks += 1;
  }
}

async function verify({ db, pool }: DbHandle, waves: readonly string[], tally: Tally): Promise<string[]> {
  let left = 0;
  for (const waveId of waves) {
    const figures = await envelopeFigures(db, `wave:${waveId}:available`);
    if (!figures) throw new Error('a wave lost its account');
    check(figures.totalCents === WAVE_CENTS, `the wave no longer adds up: ${figures.totalCents}`);
    check(figures.reservedCents <= WAVE_CENTS && figures.availableCents >= 0, `overspend: ${figures.availableCents}`);
    const smallest = tally.smallestRefused.get(waveId) ?? 0;
    check(
      figures.availableCents < smallest,
      `a request for ${smallest} was refused though ${figures.availableCents} is left`,
    );
    left += figures.availableCents;
  }
  check(tally.grantedCents + left === WAVES * WAVE_CENTS, 'granted + left is not the envelope');
  check(tally.deadlocks === 0, `${tally.deadlocks} deadlocks`);
  const sent = await pool.query<{ n: number }>("select count(*)::int as n from ledger.transfer where event = 'award'");
  check(sent.rows[0]?.n === tally.accepted, `${sent.rows[0]?.n} transfers for ${tally.accepted} awards`);
  const books = await checkBooks(db);
  for (const book of books) check(book.sumCents === 0 && book.wrongAccounts === 0, `book ${book.book} is broken`);
  const { accounts = 0, transfers = 0 } = books[0] ?? {};
  return [
    `dépassement : 0 ; accordé ${formatCents(tally.grantedCents)}, reste ${formatCents(left)} : moins que la plus petite demande refusée de chaque vague`,
    `une écriture par clé : ${tally.accepted} ; ${accounts} soldes recalculés depuis ${transfers} virements, tous égaux, somme du livre 0`,
  ];
}

/** The same attack on the usual design, read the sum then insert: it must overspend, or this check proves nothing. */
async function control(pool: pg.Pool): Promise<string> {
  await pool.query('create table public.naive_award (amount_cents bigint not null)');
  let asked = 0;
  const client = async () => {
    while (asked++ < 1600) {
      const connection = await pool.connect();
      try {
        await connection.query('begin');
        const { rows } = await connection.query<{ sum: number }>(
          'select coalesce(sum(amount_cents), 0)::bigint as sum from public.naive_award',
        );
        const fits = (rows[0]?.sum ?? 0) + MEAN_CENTS <= WAVE_CENTS;
        if (fits) await connection.query('insert into public.naive_award values ($1)', [MEAN_CENTS]);
        await connection.query('commit');
      } finally {
        connection.release();
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const { rows } = await pool.query<{ sum: number }>('select sum(amount_cents)::bigint as sum from public.naive_award');
  const over = (rows[0]?.sum ?? 0) - WAVE_CENTS;
  check(over > 0, 'the naive design did not overspend in this run: the attack is too weak to prove anything');
  return `témoin : « lire la somme puis insérer », même attaque, dépasse de ${formatCents(over)}`;
}

function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
