import { startPostgres } from '../scripts/postgres.ts';
import type { Proof } from '../scripts/prove.ts';
import { plantEvaluatedWave, seedCastBefore } from '../seeds/_evaluated.ts';
import { plantOpenSession } from '../src/committee/fixtures.ts';
import { itemsOf } from '../src/committee/store/wave.ts';
import { plantWaveMoney } from '../src/grants/fixtures.ts';
import { ensurePerson } from '../src/identity/index.ts';
import { insertGrant } from '../src/identity/store/roles.ts';
import { euros } from '../src/kernel/money.ts';
import { checkBooks } from '../src/ledger/index.ts';
import { openRig, type Rig, sessionCookie, startServer } from './_rig.ts';

const CLICKS = 32;
const FILES = 8;

export const proof: Proof = {
  promise:
    '32 clics contradictoires à la fois : une décision, une lettre, et chaque autre agent sait qui, quand et pourquoi',
  run: async () => {
    const postgres = await startPostgres({ durable: true });
    const rig = await openRig(postgres.url);
    const server = await startServer(rig);
    try {
      const officers = await plantOfficers(rig);
      const { waveId, version } = await plantWave(rig);
      const post = (path: string, cookie: string, fields: Record<string, string>) =>
        click(server.origin, `/comite/vagues/${waveId}${path}`, cookie, fields);
      const adopted = await Promise.all(
        officers.map((cookie, n) =>
          post(n % 2 === 0 ? '/decider' : '/ajourner', cookie, { version: String(version), reason: `Clic ${n}` }),
        ),
      );
      const lines = [postgres.version, await judgeWave(rig, waveId, adopted)];
      await decideIfAdjourned(rig, waveId, post, officers[0] ?? '');
      const item = await firstWaiting(rig, waveId);
      const answers = await Promise.all(
        officers.map((cookie, n) =>
          post(`/dossiers/${item}/suite`, cookie, {
            version: '1',
            reason: `Clic ${n} sur la liste complémentaire`,
            ...(n % 2 === 0 ? { outcome: 'retained-for-less', amount: '1000' } : { outcome: 'refused' }),
          }),
        ),
      );
      return [...lines, ...(await judgeFile(rig, item, answers))];
    } finally {
      await server.stop();
      await rig.close();
      await postgres.stop();
    }
  },
};

/** As many managers as clicks, each with a session of their own. */
async function plantOfficers({ kernel }: Rig): Promise<string[]> {
  const at = kernel.clock.now();
  const cookies: string[] = [];
  for (let n = 0; n < CLICKS; n += 1) {
    const { id } = await ensurePerson(kernel.db, {
      name: `Responsable Essai ${n}`,
      email: `responsable-${n}@essai.example`,
      at,
    });
    await insertGrant(kernel.db, {
      personId: id,
      role: 'programme-manager',
      scope: null,
      grantedBy: null,
      reason: 'Essai',
      at,
    });
    cookies.push(await sessionCookie(kernel, id));
  }
  return cookies;
}

async function plantWave({ kernel }: Rig): Promise<{ waveId: string; version: number }> {
  const now = kernel.clock.now();
  const cast = await seedCastBefore(kernel, now);
  const { waveId } = await plantEvaluatedWave(kernel, cast, { count: FILES, now });
  await plantWaveMoney(kernel, waveId, euros(6_000_000), now);
  const { version } = await plantOpenSession(kernel, cast, waveId, now);
  return { waveId, version };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function click(origin: string, path: string, cookie: string, fields: Record<string, string>): Promise<Answer> {
  const headers = { cookie, origin, 'sec-fetch-site': 'same-origin' };
  const response = await fetch(`${origin}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams(fields),
  });
  return { status: response.status, text: await response.text() };
}

/** @throws Error unless one click alone was accepted, and each other answered in words */
function oneWinner(answers: readonly Answer[]): void {
  const won = answers.filter(({ status }) => status === 303).length;
  const told = answers.filter(({ status }) => status === 409).length;
  if (won !== 1 || won + told !== CLICKS)
    throw new Error(`${won} accepted, ${told} told, of ${CLICKS}: ${answers.map(({ status }) => status).join(' ')}`);
}

async function judgeWave({ kernel }: Rig, waveId: string, answers: readonly Answer[]): Promise<string> {
  oneWinner(answers);
  const decided = await kernel.db.selectFrom('committee.decision').select('id').where('wave_id', '=', waveId).execute();
  const session = await kernel.db
    .selectFrom('committee.session')
    .select(['state', 'closing_reason'])
    .where('wave_id', '=', waveId)
    .executeTakeFirstOrThrow();
  const adopted = session.state === 'closed';
  if (decided.length !== (adopted ? FILES : 0))
    throw new Error(`${decided.length} decisions for a session ${session.state}`);
  if (
    adopted &&
    answers.filter(({ status }) => status === 409).some(({ text }) => !text.includes(session.closing_reason ?? '?'))
  )
    throw new Error('an officer was not told why');
  return `${CLICKS} clics, moitié « adopter », moitié « ajourner » : un seul compte (${adopted ? `vague décidée, ${FILES} décisions` : 'séance ajournée, aucune décision'}), les autres sont refusés`;
}

/** The adjournment won: the next session adopts, so that the reserve list can be fought over. */
async function decideIfAdjourned(
  rig: Rig,
  waveId: string,
  post: (path: string, cookie: string, fields: Record<string, string>) => Promise<Answer>,
  cookie: string,
): Promise<void> {
  const row = () =>
    rig.kernel.db
      .selectFrom('committee.wave')
      .select(['version', 'decided_at'])
      .where('wave_id', '=', waveId)
      .executeTakeFirstOrThrow();
  if ((await row()).decided_at !== null) return;
  const members = (await rig.kernel.db.selectFrom('committee.member').select('person_id').execute()).map(
    ({ person_id }) => person_id,
  );
  const { convene, openSession } = await import('../src/committee/store/sessions.ts');
  const at = rig.kernel.clock.now();
  const { opened_by: authorId } = await rig.kernel.db
    .selectFrom('committee.wave')
    .select('opened_by')
    .where('wave_id', '=', waveId)
    .executeTakeFirstOrThrow();
  await convene(rig.kernel, { authorId, at }, waveId, {
    heldAt: at,
    place: 'Paris',
    quorum: 2,
    memberIds: members,
    chairId: members[0] ?? '',
  });
  await openSession(rig.kernel, { authorId, at }, waveId, members);
  const { status } = await post('/decider', cookie, {
    version: String((await row()).version),
    reason: 'Liste adoptée',
  });
  if (status !== 303) throw new Error(`the next session could not decide: ${status}`);
}

async function firstWaiting({ kernel }: Rig, waveId: string): Promise<string> {
  const item = (await itemsOf(kernel.db, waveId)).find(({ outcome }) => outcome === 'reserve');
  if (!item) throw new Error('nobody waits on the reserve list');
  return item.applicationId;
}

async function judgeFile(rig: Rig, applicationId: string, answers: readonly Answer[]): Promise<string[]> {
  oneWinner(answers);
  const { db } = rig.kernel;
  const made = await db
    .selectFrom('committee.decision')
    .selectAll()
    .where('application_id', '=', applicationId)
    .where('version', '>', 1)
    .execute();
  const [decision] = made;
  if (made.length !== 1 || !decision) throw new Error(`${made.length} decisions`);
  const losers = answers.filter(({ status }) => status === 409);
  if (losers.some(({ text }) => !text.includes(decision.reasons) || !text.includes('Responsable Essai')))
    throw new Error('an officer was not told who and why');
  while ((await rig.drain()) > 0);
  const letters = await db
    .selectFrom('committee.letter')
    .select('id')
    .where('decision_id', '=', decision.id)
    .where('made_at', 'is not', null)
    .execute();
  const mails = await db
    .selectFrom('kernel.mail_message')
    .select('to_address')
    .where('once_key', 'like', `committee.letter:${decision.id}:%`)
    .execute();
  if (letters.length !== 1) throw new Error(`${letters.length} letters`);
  if (new Set(mails.map(({ to_address }) => to_address)).size !== mails.length)
    throw new Error('somebody was written to twice');
  const books = await checkBooks(db);
  if (books.some(({ sumCents, wrongAccounts }) => sumCents !== 0 || wrongAccounts > 0))
    throw new Error('the ledger does not add up');
  return [
    `${CLICKS} clics sur un dossier en liste complémentaire, moitié « retenir », moitié « refuser » : une décision (${decision.outcome}), ${losers.length} agents informés de qui, quand et pourquoi`,
    `une lettre, envoyée une fois à chacun des ${mails.length} membres ; le grand livre s’équilibre`,
  ];
}
