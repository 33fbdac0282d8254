import { startPostgres } from '../scripts/postgres.ts';
import type { Proof } from '../scripts/prove.ts';
import { draftForDeposit } from '../src/applications/index.ts';
import { versionOf } from '../src/deposits/receipt/content.ts';
import { seedPeople } from '../src/identity/fixtures.ts';
import type { Db } from '../src/kernel/db.ts';
import { type Instant, plus, SECOND_MS } from '../src/kernel/instant.ts';
import { chainWhole } from './_chain.ts';
import { plantStorm, type Storm } from './_drafts.ts';
import { openFire, percentile, type Shot } from './_fire.ts';
import { openRig, sessionCookie, startServer } from './_rig.ts';

/** `npm run prove deadline-storm -- --seconds=20 --n=500` for a shorter run. */
const option = (name: string, otherwise: number) =>
  Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const SECONDS = option('seconds', 30);
const COUNT = option('n', 2000);
/** The closing falls inside the run: most come before, as on a real evening. */
const BEFORE = 0.7;
/** Planting, reading the versions and warming up. */
const SETUP_MS = 45 * SECOND_MS;
/** One deposit in ten is sent twice: a double click. */
const TWICE_EVERY = 10;
const CONNECTIONS = 64;

export const proof: Proof = {
  promise: 'à la clôture : aucun dépôt perdu, aucun accepté en retard, aucun refusé à temps',
  run: async () => {
    const postgres = await startPostgres({ durable: true });
    const rig = await openRig(postgres.url);
    const server = await startServer(rig);
    try {
      const { db, clock } = rig.kernel;
      const cast = await seedPeople(rig.kernel);
      const now = clock.now();
      const closesAt = plus(now, SETUP_MS + SECONDS * BEFORE * SECOND_MS);
      const storm = await plantStorm(db, cast, { count: COUNT, now, closesAt });
      const version = await versionsOf(db, storm, cast.lea.personId);
      const cookie = await sessionCookie(rig.kernel, cast.lea.personId);
      const late = Date.now() - (closesAt.getTime() - SECONDS * BEFORE * SECOND_MS);
      if (late > 0) throw new Error(`the drafts were ready ${late} ms too late: this machine is busy, try again`);
      const fire = openFire({ origin: server.origin, cookie, version, connections: CONNECTIONS });
      const shots = await storming(fire.post, storm, closesAt);
      fire.close();
      return [
        `${postgres.version}, ${COUNT} dossiers prêts, ${SECONDS} s autour de la clôture`,
        ...(await judge(db, storm, closesAt, shots)),
      ];
    } finally {
      await server.stop();
      await rig.close();
      await postgres.stop();
    }
  },
};

async function versionsOf(db: Db, storm: Storm, personId: string): Promise<Map<string, string>> {
  const version = new Map<string, string>();
  for (const id of storm.applicationIds) {
    const draft = await draftForDeposit(db, id, personId, new Date());
    if (!draft || draft.missing.length > 0)
      throw new Error(`a draft is not ready: ${draft?.missing.join(', ') ?? 'no access'}`);
    version.set(id, versionOf(draft));
  }
  return version;
}

async function storming(post: (id: string) => Promise<Shot>, storm: Storm, closesAt: Instant): Promise<Shot[]> {
  const startsAt = closesAt.getTime() - SECONDS * BEFORE * SECOND_MS;
  const shots: Promise<Shot>[] = [];
  for (const [index, id] of storm.applicationIds.entries()) {
    const at = startsAt + (index / COUNT) * SECONDS * SECOND_MS;
    const wait = at - Date.now();
    if (wait > 0) await new Promise((go) => setTimeout(go, wait));
    shots.push(post(id));
    if (index % TWICE_EVERY === 0) shots.push(post(id));
  }
  return Promise.all(shots);
}

/** On the server's own stamps; what the clients saw is the cross-check. */
async function judge(db: Db, storm: Storm, closesAt: Instant, shots: readonly Shot[]): Promise<string[]> {
  const deposits = await db
    .selectFrom('deposits.deposit')
    .select(['application_id', 'received_at'])
    .where('wave_id', '=', storm.waveId)
    .execute();
  const attempts = await db
    .selectFrom('deposits.attempt')
    .select(['application_id', 'received_at'])
    .where('wave_id', '=', storm.waveId)
    .execute();
  const deposited = new Map(deposits.map((row) => [row.application_id, row.received_at]));
  const accepted = shots.filter((shot) => shot.status === 303);
  const refused = shots.filter((shot) => shot.status === 409);
  const broken = shots.filter((shot) => shot.status !== 303 && shot.status !== 409);
  const statuses = [...new Set(broken.map((shot) => shot.status))].join(', ');
  demand(broken.length === 0, `${broken.length} requests were neither received nor refused (status ${statuses})`);
  demand(deposits.length === deposited.size, 'a file was deposited twice');
  const lost = accepted.filter((shot) => !deposited.has(shot.applicationId)).length;
  demand(lost === 0, `${lost} acknowledged deposits are lost`);
  const acknowledged = new Set(accepted.map((shot) => shot.applicationId));
  demand(
    deposits.every((row) => acknowledged.has(row.application_id)),
    'a deposit was never acknowledged',
  );
  const late = deposits.filter((row) => row.received_at >= closesAt).length;
  demand(late === 0, `${late} late deposits were accepted`);
  const early = attempts.filter((row) => row.received_at < closesAt).length;
  demand(early === 0, `${early} deposits on time were refused`);
  demand(attempts.length === refused.length, `${refused.length} refusals, ${attempts.length} recorded`);
  demand(accepted.length > 0 && refused.length > 0, 'the deadline was not crossed');
  const sentLate = accepted.filter((shot) => shot.sentAt >= closesAt.getTime() && !alreadyIn(deposited, shot)).length;
  const answeredEarly = refused.filter((shot) => shot.answeredAt < closesAt.getTime()).length;
  demand(
    sentLate === 0 && answeredEarly === 0,
    `clients disagree: ${sentLate} sent late, ${answeredEarly} refused early`,
  );
  await chainWhole(db, storm.waveId, deposits.length);
  const last = Math.max(...deposits.map((row) => row.received_at.getTime()));
  const first = Math.min(...attempts.map((row) => row.received_at.getTime()));
  return [
    `${deposits.length} déposés, 0 perdu, 0 en double (${accepted.length} réponses « déposé », doubles clics compris)`,
    `0 accepté en retard : le dernier reçu ${closesAt.getTime() - last} ms avant la clôture`,
    `0 refusé à temps : le premier refusé reçu ${first - closesAt.getTime()} ms après ; ${refused.length} refus, tous enregistrés`,
    `chaîne de ${deposits.length} maillons, entière et sans trou`,
    `temps de réponse : médiane ${percentile(shots, 0.5).toFixed(0)} ms, p99 ${percentile(shots, 0.99).toFixed(0)} ms`,
  ];
}

/** A second click after the closing is led to the receipt of the first. */
const alreadyIn = (deposited: ReadonlyMap<string, Date>, shot: Shot) =>
  (deposited.get(shot.applicationId)?.getTime() ?? Number.POSITIVE_INFINITY) < shot.sentAt;

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
