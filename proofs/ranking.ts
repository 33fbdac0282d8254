import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Proof } from '../scripts/prove.ts';
import { plantEvaluatedWave, seedCastBefore } from '../seeds/_evaluated.ts';
import { plantOpenSession } from '../src/committee/fixtures.ts';
import { moveFile } from '../src/committee/store/moves.ts';
import { itemsOf } from '../src/committee/store/wave.ts';
import { plantWaveMoney } from '../src/grants/fixtures.ts';
import { sqlState } from '../src/kernel/db.ts';
import { openEmbedded } from '../src/kernel/embedded.ts';
import { canonical } from '../src/kernel/journal.ts';
import { euros } from '../src/kernel/money.ts';
import type { FrozenInputs } from '../src/ranking/model/inputs.ts';
import { rank } from '../src/ranking/model/rank.ts';
import { type KeptRun, keptRun, replay } from '../src/ranking/store/runs.ts';
import { openRig, type Rig } from './_rig.ts';

const FILES = 12;
const SHUFFLES = 200;

export const proof: Proof = {
  promise: 'un classement se rejoue à l’octet près, ne dépend d’aucun ordre, et chaque écart du comité est motivé',
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dfn-ranking-'));
    const database = await openEmbedded(null, folder);
    const rig = await openRig(database.url);
    try {
      const { waveId, versionRead, authorId } = await plant(rig);
      const kept = await keptRun(rig.kernel.db, waveId);
      if (!kept) throw new Error('no run was kept');
      return [
        ...(await replays(rig, kept)),
        shuffles(kept),
        ...(await attacks(rig, kept)),
        await movesAreMotivated(rig, { waveId, versionRead, authorId }),
      ];
    } finally {
      await rig.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function plant({ kernel }: Rig) {
  const now = kernel.clock.now();
  const cast = await seedCastBefore(kernel, now);
  const { waveId } = await plantEvaluatedWave(kernel, cast, { count: FILES, now });
  await plantWaveMoney(kernel, waveId, euros(6_000_000), now);
  const { version } = await plantOpenSession(kernel, cast, waveId, now);
  return { waveId, versionRead: version, authorId: cast.byRole['programme-manager'].personId };
}

async function replays({ kernel }: Rig, kept: KeptRun): Promise<string[]> {
  const again = await replay(kernel.db, kept);
  if (!again.inputsHold || !again.outputHolds || !again.signatureHolds)
    throw new Error(`the replay differs: ${JSON.stringify(again)}`);
  return [
    `${FILES} dossiers reclassés : entrées ${again.inputsSha256.slice(0, 16)}…, résultat ${again.outputSha256.slice(0, 16)}…, égaux à ce qui fut signé`,
    'signature de la plateforme vérifiée avec sa clé publiée',
  ];
}

/** Whatever the order in which files and evaluations are read, the same bytes. */
function shuffles({ inputs }: KeptRun): string {
  const frozen = JSON.parse(inputs) as FrozenInputs;
  const expected = canonical(rank(frozen));
  let seed = 20_270_111;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed;
  };
  const mix = <One>(list: readonly One[]): One[] =>
    list
      .map((one) => ({ one, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one);
  for (let n = 0; n < SHUFFLES; n += 1) {
    const files = mix(frozen.files).map((file) => ({ ...file, evaluations: mix(file.evaluations) }));
    if (canonical(rank({ ...frozen, files })) !== expected) throw new Error(`shuffle ${n} gave another ranking`);
  }
  return `${SHUFFLES} lectures dans un autre ordre : les mêmes octets`;
}

/** One byte changed in what was kept is seen, and the database refuses to change it. */
async function attacks({ kernel }: Rig, kept: KeptRun): Promise<string[]> {
  const level = kept.inputs.replace(/"levels":\[(\d)/, (_all, digit: string) => `"levels":[${(Number(digit) + 1) % 4}`);
  if (level === kept.inputs) throw new Error('no level to change');
  const changed = await replay(kernel.db, { ...kept, inputs: level });
  if (changed.inputsHold) throw new Error('a changed level was not seen');
  const body = await replay(kernel.db, { ...kept, body: kept.body.replace(/"outputSha256":"./, '"outputSha256":"z') });
  if (body.signatureHolds) throw new Error('a changed hash was signed by nobody and passed');
  const written = kernel.db.deleteFrom('ranking.run').execute();
  if (sqlState(await written.catch((error) => error)) !== '42501') throw new Error('the database let a run be deleted');
  return [
    'un niveau changé d’un point : vu',
    'une empreinte changée : la signature ne tient plus',
    'effacer le classement : refusé par la base',
  ];
}

async function movesAreMotivated(
  { kernel }: Rig,
  on: { waveId: string; versionRead: number; authorId: string },
): Promise<string> {
  const [item] = await itemsOf(kernel.db, on.waveId);
  if (!item) throw new Error('no file before the committee');
  const act = { authorId: on.authorId, at: kernel.clock.now() };
  const wish = { outcome: 'refused', grantedCents: null, lever: null, reason: '  ' } as const;
  const asked = { ...wish, applicationId: item.applicationId, versionRead: on.versionRead };
  const refused = await moveFile(kernel, act, on.waveId, asked);
  if (refused?.refusal?.code !== 'reason-needed') throw new Error('a move without a reason was accepted');
  const bare = kernel.db
    .updateTable('committee.item')
    .set({ outcome: 'refused', granted_cents: 0 })
    .where('application_id', '=', item.applicationId)
    .execute();
  await bare;
  const decided = await decideBare(kernel, on, item.applicationId);
  if (decided !== '23514') throw new Error(`a departure without its move was decided: ${decided}`);
  return 'un écart sans motif : refusé ; écrit de force dans la liste, sa décision est refusée par la base faute de mouvement';
}

async function decideBare(
  kernel: Rig['kernel'],
  { waveId, authorId }: { waveId: string; authorId: string },
  id: string,
) {
  const { decide } = await import('../src/committee/store/decide.ts');
  const { committeeOf } = await import('../src/committee/store/wave.ts');
  const version = (await committeeOf(kernel.db, waveId))?.version ?? 0;
  const act = { authorId, at: kernel.clock.now() };
  const outcome = await decide(kernel, act, waveId, { reason: 'Adoptée', versionRead: version }).then(
    (decision) => `${id}: ${decision?.refusal?.code ?? 'accepted'}`,
    (error) => sqlState(error) ?? String(error),
  );
  return outcome;
}
