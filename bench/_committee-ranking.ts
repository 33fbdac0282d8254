import { canonical } from '../src/kernel/journal.ts';
import type { FrozenInputs, Quota } from '../src/ranking/model/inputs.ts';
import { rank } from '../src/ranking/model/rank.ts';

const FILES = 2000;
const EXPERTS_PER_FILE = 4;
const EXPERTS = 80;
const CRITERIA = 12;
const ROUNDS = 25;
const TARGET_MS = 100;
const AXES = ['immersive', 'cognitive', 'afest', 'hybrid'];
const REGIONS = ['Bretagne', 'Corse', 'Normandie', 'Occitanie', 'national'];

/** Ranking alone: no database. Beside it, the cost of writing the result as the bytes that are signed. */
export async function measureRanking(): Promise<void> {
  const inputs = plant();
  const median = (work: () => unknown) => {
    const times = Array.from({ length: ROUNDS }, () => {
      const startedAt = performance.now();
      work();
      return performance.now() - startedAt;
    }).sort((a, b) => a - b);
    return { median: times[Math.floor(ROUNDS / 2)] ?? 0, worst: times.at(-1) ?? 0 };
  };
  const ranking = median(() => rank(inputs));
  const output = rank(inputs);
  const writing = median(() => canonical(output));
  const size = `${FILES} dossiers × ${EXPERTS_PER_FILE} experts × ${CRITERIA} critères, ${inputs.settings.quotas.length} quotas`;
  console.log(
    `${size} : médiane ${ranking.median.toFixed(1)} ms, pire ${ranking.worst.toFixed(1)} ms (visé : ${TARGET_MS} ms)`,
  );
  console.log(
    `écrire le résultat en JSON canonique : médiane ${writing.median.toFixed(1)} ms ; ${output.funded} financés`,
  );
  if (ranking.median > TARGET_MS) throw new Error(`ranking took ${ranking.median.toFixed(1)} ms`);
}

function plant(): FrozenInputs {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const quota = (dimension: Quota['dimension'], value: string, bound: Quota['bound'], amount: number): Quota => ({
    dimension,
    value,
    bound,
    unit: 'percent',
    amount,
  });
  return {
    functionVersion: 1,
    waveId: 'w',
    gridRevisionId: 'g',
    criteria: Array.from({ length: CRITERIA }, (_none, at) => ({
      key: `c${at}`,
      label: `Critère ${at}`,
      weightPercent: at < 4 ? 9 : 8,
      points: [0, 1, 2, 3],
    })),
    settings: {
      basis: 'adjusted',
      envelopeCents: 30_000_000_000,
      weights: null,
      tieBreaks: ['c0', 'c1'],
      minimumScore: 30,
      grantPercent: 100,
      partialMinPercent: 50,
      reserveSize: 200,
      quotas: [
        quota('axis', 'immersive', 'at-least', 20),
        quota('territory', 'Corse', 'at-least', 5),
        quota('axis', 'cognitive', 'at-most', 25),
        quota('scope', 'transverse', 'at-most', 40),
      ],
    },
    files: Array.from({ length: FILES }, (_none, at) => ({
      applicationId: `f${String(at).padStart(5, '0')}`,
      depositNumber: `N-${String(at).padStart(5, '0')}`,
      title: `Projet ${at}`,
      requestedCents: (50 + next(300)) * 1_000_000,
      axis: AXES[next(AXES.length)] ?? null,
      territories: [REGIONS[next(REGIONS.length)] ?? 'national'],
      sectors: [],
      transverse: next(4) === 0,
      evaluations: Array.from({ length: EXPERTS_PER_FILE }, (_one, expert) => ({
        evaluatorId: `e${(at + expert * 17) % EXPERTS}`,
        levels: Array.from({ length: CRITERIA }, () => next(4)),
      })),
    })),
  };
}
