import { startPostgres } from '../scripts/postgres.ts';
import type { Proof } from '../scripts/prove.ts';
import { draftForDeposit } from '../src/applications/index.ts';
import { waveById } from '../src/calls/index.ts';
import { applyOutageRule } from '../src/calls/store/outage.ts';
import { versionOf } from '../src/deposits/receipt/content.ts';
import { seedPeople } from '../src/identity/fixtures.ts';
import type { Db } from '../src/kernel/db.ts';
import { HOUR_MS, type Instant, MINUTE_MS, plus, SECOND_MS } from '../src/kernel/instant.ts';
import { chainWhole } from './_chain.ts';
import { plantStorm, type Storm } from './_drafts.ts';
import { openFire, type Shot } from './_fire.ts';
import { openRig, type Rig, sessionCookie, startServer } from './_rig.ts';

const COUNT = 240;
const A_SECOND = 12;
const DOWN_MS = 6 * SECOND_MS;
/** How far from the next minute the database is killed: the failures fall in two minutes. */
const BEFORE_THE_MINUTE_MS = 3 * SECOND_MS;
const SERVER_DIES_AFTER_MS = 3 * SECOND_MS;
const RULE_HOURS = 24;
const GIVES_UP_MS = 90 * SECOND_MS;

export const proof: Proof = {
  promise:
    'la base ou le serveur tombe en plein dépôt : rien d’acquis ne se perd, rien ne se double, le report est dû et annoncé',
  run: async () => {
    const postgres = await startPostgres({ durable: true });
    const rig = await openRig(postgres.url);
    let server = await startServer(rig);
    const port = Number(new URL(server.origin).port);
    try {
      const cast = await seedPeople(rig.kernel);
      const storm = await plant(rig, cast);
      const version = await versionsOf(rig.kernel.db, storm, cast.lea.personId);
      const cookie = await sessionCookie(rig.kernel, cast.lea.personId);
      const fire = openFire({ origin: server.origin, cookie, version, connections: 32 });
      await untilBeforeTheMinute();
      const sending = sendUntilAnswered(storm, fire.post);
      await wait(SECOND_MS);
      await postgres.kill();
      await wait(DOWN_MS);
      await postgres.restart();
      await wait(SERVER_DIES_AFTER_MS);
      await server.kill();
      server = await startServer(rig, port);
      const shots = await sending;
      fire.close();
      return [postgres.version, ...(await judge(rig.kernel.db, storm, shots)), await extended(rig, storm)];
    } finally {
      await server.stop();
      await rig.close();
      await postgres.stop();
    }
  },
};

/** A wave that closes in two hours, under a rule of one minute. */
async function plant({ kernel }: Rig, cast: Parameters<typeof plantStorm>[1]): Promise<Storm> {
  const now = kernel.clock.now();
  const outage = { minutes: 1, hours: RULE_HOURS };
  return plantStorm(kernel.db, cast, { count: COUNT, now, closesAt: plus(now, 2 * HOUR_MS), outage });
}

async function versionsOf(db: Db, storm: Storm, personId: string): Promise<Map<string, string>> {
  const version = new Map<string, string>();
  for (const id of storm.applicationIds) {
    const draft = await draftForDeposit(db, id, personId, new Date());
    if (draft === null) throw new Error('a draft cannot be read');
    version.set(id, versionOf(draft));
  }
  return version;
}

const wait = (ms: number) => new Promise((go) => setTimeout(go, ms));

const untilBeforeTheMinute = () =>
  wait((2 * MINUTE_MS - BEFORE_THE_MINUTE_MS - SECOND_MS - (Date.now() % MINUTE_MS)) % MINUTE_MS);

/** Each at its instant; who is not answered by a yes or a no sends again a second later, as a person does. */
async function sendUntilAnswered(storm: Storm, post: (id: string) => Promise<Shot>): Promise<Shot[]> {
  const shots: Shot[] = [];
  const givesUpAt = Date.now() + GIVES_UP_MS;
  const one = async (id: string, index: number) => {
    await wait((index * SECOND_MS) / A_SECOND);
    for (;;) {
      const shot = await post(id);
      shots.push(shot);
      if (shot.status === 303 || shot.status === 409) return;
      if (Date.now() > givesUpAt) throw new Error(`a deposit was never answered (last status ${shot.status})`);
      await wait(SECOND_MS);
    }
  };
  await Promise.all(storm.applicationIds.map(one));
  return shots;
}

async function judge(db: Db, storm: Storm, shots: readonly Shot[]): Promise<string[]> {
  const deposits = await db
    .selectFrom('deposits.deposit')
    .select('application_id')
    .where('wave_id', '=', storm.waveId)
    .execute();
  const deposited = new Set(deposits.map((row) => row.application_id));
  const acknowledged = shots.filter(({ status }) => status === 303);
  const refused = shots.filter(({ status }) => status === 409).length;
  const lost = acknowledged.filter(({ applicationId }) => !deposited.has(applicationId)).length;
  const unavailable = shots.filter(({ status }) => status >= 500).length;
  const broken = shots.filter(({ status }) => status === 0).length;
  demand(lost === 0, `${lost} acknowledged deposits are lost`);
  demand(refused === 0, `${refused} deposits were refused`);
  demand(
    deposits.length === COUNT && deposited.size === COUNT,
    `${deposits.length} deposits of ${deposited.size} files`,
  );
  demand(unavailable > 0, 'nothing failed while the database was gone: the outage proves nothing');
  demand(broken > 0, 'no connection broke when the server was killed: the kill proves nothing');
  await chainWhole(db, storm.waveId, COUNT);
  const { sum } = await db
    .selectFrom('health.minute')
    .select((eb) => eb.fn.sum<number>('failed_deposits').as('sum'))
    .executeTakeFirstOrThrow();
  demand(Number(sum) >= unavailable, `${unavailable} deposits failed by our fault, ${sum} counted`);
  return [
    `${COUNT} dossiers ; base tuée pendant ${DOWN_MS / SECOND_MS} s, puis serveur tué et relancé : ${unavailable} envois répondus « réessayez », ${broken} sans réponse`,
    `${acknowledged.length} réponses « déposé », 0 perdue ; tous renvoyés jusqu’au récépissé, 0 en double`,
    `chaîne de ${COUNT} maillons, entière et sans trou`,
    `journal de santé : ${sum} dépôts échoués de notre fait, comptés une fois la base revenue`,
  ];
}

/** At the next minute the published rule moves the closing, and says it to all. */
async function extended({ kernel }: Rig, { waveId }: Storm): Promise<string> {
  const before = (await waveById(kernel.db, waveId))?.closesAt as Instant;
  const closesAt = await applyOutageRule(kernel, waveId, plus(kernel.clock.now(), MINUTE_MS));
  demand(
    closesAt?.getTime() === plus(before, HOUR_MS).getTime(),
    'the published rule did not move the closing by an hour',
  );
  const again = await applyOutageRule(kernel, waveId, plus(kernel.clock.now(), MINUTE_MS));
  demand(again === null, 'the rule moved the closing twice');
  const announced = await kernel.db
    .selectFrom('calls.amendment')
    .select('reason')
    .where('wave_id', '=', waveId)
    .where('kind', '=', 'rule-extension')
    .execute();
  demand(announced.length === 1, `${announced.length} announcements`);
  return `report de droit d’une heure, calculé et annoncé une fois : « ${announced[0]?.reason} »`;
}

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
