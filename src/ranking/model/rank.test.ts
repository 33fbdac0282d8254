import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../kernel/journal.ts';
import { whatFlips } from './change.ts';
import type { FrozenInputs, InputFile, Quota, RankingSettings } from './inputs.ts';
import { matches, measureOf } from './quota.ts';
import { isFunded, type RankingOutput, rank } from './rank.ts';

const LEVELS = [0, 1, 2, 3];
const CRITERIA = [50, 30, 20].map((weightPercent, at) => ({
  key: `c${at}`,
  label: `Critère ${at}`,
  weightPercent,
  points: LEVELS,
}));
const SETTINGS: RankingSettings = {
  basis: 'raw',
  envelopeCents: 1000,
  weights: null,
  tieBreaks: ['c0'],
  minimumScore: 0,
  grantPercent: 100,
  partialMinPercent: null,
  reserveSize: null,
  quotas: [],
};

const file = (n: number, evaluations: readonly (readonly [string, ...number[]])[], more: Partial<InputFile> = {}) =>
  ({
    applicationId: `f${String(n).padStart(3, '0')}`,
    depositNumber: `N-${String(n).padStart(3, '0')}`,
    title: `Projet ${n}`,
    requestedCents: 400,
    axis: 'a',
    territories: [],
    sectors: [],
    transverse: false,
    evaluations: evaluations.map(([evaluatorId, ...levels]) => ({ evaluatorId, levels })),
    ...more,
  }) satisfies InputFile;

const inputsOf = (files: readonly InputFile[], settings: Partial<RankingSettings> = {}): FrozenInputs => ({
  functionVersion: 1,
  waveId: 'w',
  gridRevisionId: 'g',
  criteria: CRITERIA,
  settings: { ...SETTINGS, ...settings },
  files,
});
const told = ({ lines }: RankingOutput) =>
  lines.map(({ applicationId, rank: at, proposal, why }) => `${at} ${applicationId} ${proposal} ${why}`);

const level = fc.integer({ min: 0, max: 3 });
const anyFile = fc.record({
  evaluations: fc.uniqueArray(fc.tuple(fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5'), level, level, level), {
    selector: ([expert]) => expert,
    maxLength: 4,
  }),
  requestedCents: fc.integer({ min: 1, max: 60 }).map((euros) => euros * 100),
  axis: fc.constantFrom('a', 'b', null),
  territories: fc.subarray(['Bretagne', 'Corse']),
  sectors: fc.subarray(['bâtiment', 'santé']),
  transverse: fc.boolean(),
});
const anyQuota: fc.Arbitrary<Quota> = fc.oneof(
  ...(['at-least', 'at-most'] as const).map((bound) =>
    fc.record({
      dimension: fc.constantFrom('axis', 'territory', 'sector', 'scope'),
      value: fc.constantFrom('a', 'b', 'Bretagne', 'Corse', 'bâtiment', 'transverse', 'sectoral'),
      bound: fc.constant(bound),
      unit: fc.constantFrom('files', 'percent'),
      amount: fc.integer({ min: 0, max: bound === 'at-least' ? 30 : 60 }),
    }),
  ),
) as fc.Arbitrary<Quota>;
const anySettings = fc.record({
  basis: fc.constantFrom('raw', 'adjusted'),
  envelopeCents: fc.integer({ min: 0, max: 300 }).map((euros) => euros * 100),
  tieBreaks: fc.subarray(['c0', 'c1', 'c2']),
  minimumScore: fc.integer({ min: 0, max: 60 }),
  grantPercent: fc.constantFrom(100, 85),
  partialMinPercent: fc.constantFrom(null, 50),
  reserveSize: fc.constantFrom(null, 0, 3),
  quotas: fc.array(anyQuota, { maxLength: 3 }),
}) as fc.Arbitrary<Partial<RankingSettings>>;
const anyInputs = fc.tuple(fc.array(anyFile, { maxLength: 14 }), anySettings).map(([files, settings]) =>
  inputsOf(
    files.map(({ evaluations, ...more }, n) => file(n, evaluations, more)),
    settings,
  ),
);

test('the best are funded in order, the first that does not fit ends the list, and the rest waits', () => {
  const files = [file(1, [['e1', 3, 3, 3]]), file(2, [['e1', 2, 3, 3]]), file(3, [['e1', 1, 1, 1]]), file(4, [])];
  expect(told(rank(inputsOf(files)))).toEqual([
    '1 f001 fund rank',
    '2 f002 fund rank',
    '3 f003 reserve envelope',
    '4 f004 refuse unscored',
  ]);
});

test('equals at the edge of the envelope are not parted by the machine', () => {
  const files = [1, 2, 3].map((n) => file(n, [['e1', 2, 2, 2]]));
  expect(told(rank(inputsOf(files)))).toEqual(['1 f001 reserve tie', '1 f002 reserve tie', '1 f003 reserve tie']);
  expect(rank(inputsOf(files, { envelopeCents: 1200 })).funded).toBe(3);
});

test('a criterion parts equal scores when the call says so', () => {
  const files = [file(1, [['e1', 0, 2, 2]]), file(2, [['e1', 1, 1, 1]])];
  const same = files.map((one) => ({ ...one, requestedCents: 600 }));
  expect(told(rank(inputsOf(same)))[0]).toBe('1 f002 fund rank');
  expect(told(rank(inputsOf(same, { tieBreaks: [] })))[0]).toBe('1 f001 reserve tie');
});

test('what is left goes to the next file when it is a fair part of its request', () => {
  const files = [file(1, [['e1', 3, 3, 3]], { requestedCents: 700 }), file(2, [['e1', 2, 2, 2]])];
  const { lines } = rank(inputsOf(files, { partialMinPercent: 75 }));
  expect([lines[1]?.proposal, lines[1]?.grantedCents]).toEqual(['fund-partly', 300]);
  expect(rank(inputsOf(files, { partialMinPercent: 76 })).lines[1]?.proposal).toBe('reserve');
});

test('a floor takes its best files before the rank, a ceiling sets aside without ending the list', () => {
  const files = [file(1, [['e1', 3, 3, 3]]), file(2, [['e1', 3, 3, 2]]), file(3, [['e1', 1, 1, 1]], { axis: 'b' })];
  const floor: Quota = { dimension: 'axis', value: 'b', bound: 'at-least', unit: 'files', amount: 1 };
  const ceiling: Quota = { dimension: 'axis', value: 'a', bound: 'at-most', unit: 'files', amount: 1 };
  expect(told(rank(inputsOf(files, { quotas: [floor] })))).toEqual([
    '1 f001 fund rank',
    '2 f002 reserve envelope',
    '3 f003 fund floor',
  ]);
  expect(told(rank(inputsOf(files, { quotas: [ceiling] })))).toEqual([
    '1 f001 fund rank',
    '2 f002 reserve ceiling',
    '3 f003 fund rank',
  ]);
});

test('a severe expert costs a file half of that severity less, and never below three files read', () => {
  const read = (expert: string, mark: number, count: number) =>
    Array.from({ length: count }, (_none, n) => file(n + (expert === 'e1' ? 0 : 50), [[expert, mark, mark, mark]]));
  const { lines } = rank(inputsOf([...read('e1', 3, 3), ...read('e2', 0, 3)]));
  expect(new Set(lines.map(({ adjustedScore }) => adjustedScore))).toEqual(new Set([75_000_000, 25_000_000]));
  const few = rank(inputsOf([...read('e1', 3, 2), ...read('e2', 0, 2)])).lines;
  expect(few.every(({ rawScore, adjustedScore }) => rawScore === adjustedScore)).toBe(true);
});

test('the order in which files are read changes no byte of the ranking', () => {
  fc.assert(
    fc.property(anyInputs, fc.integer(), (inputs, seed) => {
      const place = ({ applicationId }: InputFile) => ((Number(applicationId.slice(1)) + 1) * 7919 * (seed | 1)) % 101;
      const mix = (list: readonly InputFile[]) => [...list].sort((a, b) => place(a) - place(b));
      const files = mix(inputs.files).map((one) => ({ ...one, evaluations: [...one.evaluations].reverse() }));
      expect(canonical(rank({ ...inputs, files }))).toBe(canonical(rank(inputs)));
    }),
    { numRuns: 300 },
  );
});

test('whatever is asked, the envelope and the ceilings hold, and a floor fails only for want of a file that fits', () => {
  fc.assert(
    fc.property(anyInputs, (inputs) => {
      const output = rank(inputs);
      const { settings, files } = inputs;
      expect(output.grantedCents).toBeLessThanOrEqual(settings.envelopeCents);
      expect(output.remainingCents).toBe(settings.envelopeCents - output.grantedCents);
      const byId = new Map(files.map((one) => [one.applicationId, one]));
      for (const quota of output.quotas) {
        const own = output.lines.filter(
          (line) => isFunded(line) && matches(quota, byId.get(line.applicationId) as InputFile),
        );
        const reached = own.reduce((sum, line) => sum + measureOf(quota, line.grantedCents), 0);
        expect(reached).toBe(quota.reached);
        if (quota.bound === 'at-most') expect(reached).toBeLessThanOrEqual(quota.limit);
      }
      for (const line of output.lines) expect(line.grantedCents).toBeLessThanOrEqual(line.requestedCents);
    }),
    { numRuns: 500 },
  );
});

test('raising one level never lowers its file, by raw or by adjusted score', () => {
  fc.assert(
    fc.property(anyInputs, fc.nat(), fc.nat(), (inputs, at, which) => {
      const chosen = inputs.files[at % Math.max(1, inputs.files.length)];
      const evaluation = chosen?.evaluations[which % Math.max(1, chosen.evaluations.length)];
      const index = which % 3;
      if (!chosen || !evaluation || evaluation.levels[index] === 3) return;
      const levels = evaluation.levels.map((one, n) => (n === index ? one + 1 : one));
      const evaluations = chosen.evaluations.map((one) => (one === evaluation ? { ...one, levels } : one));
      const raised = { ...inputs, files: inputs.files.map((one) => (one === chosen ? { ...one, evaluations } : one)) };
      const rankOf = (of: FrozenInputs) =>
        rank(of).lines.find(({ applicationId }) => applicationId === chosen.applicationId)?.rank ?? 0;
      expect(rankOf(raised)).toBeLessThanOrEqual(rankOf(inputs));
    }),
    { numRuns: 500 },
  );
});

test('without quotas, a file that was funded is still funded when one of its levels is raised', () => {
  fc.assert(
    fc.property(anyInputs, fc.nat(), (any, at) => {
      const inputs = { ...any, settings: { ...any.settings, quotas: [], partialMinPercent: null } };
      const funded = rank(inputs).lines.filter(isFunded);
      const chosen = funded[at % Math.max(1, funded.length)];
      const held = inputs.files.find(({ applicationId }) => applicationId === chosen?.applicationId);
      const [first] = held?.evaluations ?? [];
      if (!held || !first || first.levels[0] === 3) return;
      const better = { ...first, levels: first.levels.map((one, n) => (n === 0 ? one + 1 : one)) };
      const evaluations = held.evaluations.map((one) => (one === first ? better : one));
      const after = rank({
        ...inputs,
        files: inputs.files.map((one) => (one === held ? { ...one, evaluations } : one)),
      });
      const line = after.lines.find(({ applicationId }) => applicationId === held.applicationId);
      expect(line && isFunded(line)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('what would change is what the ranking does when it changes', () => {
  const files = [file(1, [['e1', 3, 3, 3]]), file(2, [['e1', 1, 3, 2]]), file(3, [['e1', 2, 1, 2]])];
  const inputs = inputsOf(files);
  const flips = whatFlips(inputs, rank(inputs));
  expect([flips?.lastFunded.applicationId, flips?.firstOut.applicationId]).toEqual(['f002', 'f003']);
  expect(flips?.lacksCents).toBe(200);
  expect(flips?.level).toEqual({ criterion: 'Critère 2', from: 2 });
  expect(flips?.weight).toEqual({ criterion: 'Critère 1', points: -3.7 });
});
