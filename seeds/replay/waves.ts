import { type Instant, instant, zonedInstant } from '../../src/kernel/instant.ts';
import { euros } from '../../src/kernel/money.ts';
import type { ActName, CastPlan, Kind } from '../../src/rehearsal/index.ts';

/** A wave of the past as it is replayed: its real calendar, fictional projects, and its part of the published funnel. */
export interface ReplayedWave {
  readonly name: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly plan: CastPlan;
}

/** Sectors of the 62 laureates, as published: 44 sectoral, of which 7 in sectors the source does not name, and 18 transverse. */
const SECTORS: readonly [Kind['sector'], number][] = [
  ['health-social', 8],
  ['construction', 8],
  ['agriculture', 5],
  ['transport', 4],
  ['hospitality', 4],
  ['sport', 4],
  ['digital', 4],
  ['industry', 4],
  ['other', 3],
  [null, 18],
];
/** 51 national, 11 inter-regional. */
const INTER_REGIONAL = 11;

/** One kind for each laureate, dealt so that every wave has some of each. */
export const LAUREATES: readonly Kind[] = SECTORS.flatMap(([sector, count]) =>
  Array.from({ length: count }, () => sector),
)
  .map((_sector, index, all) => ({ sector: all[(index * 25) % all.length] ?? null, index }))
  .map(({ sector, index }) => ({
    sector,
    scope: index % 5 === 0 && index < INTER_REGIONAL * 5 ? 'inter-regional' : 'national',
  }));

const part = (from: number, retained: number, redirected: number) => ({
  retained: LAUREATES.slice(from, from + retained),
  redirected: LAUREATES.slice(from + retained, from + retained + redirected),
});

/** 120 deposited, 111 eligible, 62 retained of which 12 redirected; 90 M€ to the 50 others. */
export const REPLAYED: readonly ReplayedWave[] = [
  {
    ...{ name: '[Fictif] Rejeu de la vague 1', opensAt: zonedInstant('2021-06-01T00:00') },
    closesAt: zonedInstant('2021-08-31T12:00'),
    plan: {
      ...{ seed: 2021, prefix: 'v1', envelopeCents: euros(29_000_000), refused: 16, ineligible: 3 },
      ...part(0, 16, 4),
    },
  },
  {
    ...{ name: '[Fictif] Rejeu de la vague 2', opensAt: zonedInstant('2021-09-30T00:00') },
    closesAt: zonedInstant('2021-12-30T12:00'),
    plan: {
      ...{ seed: 2022, prefix: 'v2', envelopeCents: euros(36_000_000), refused: 20, ineligible: 3 },
      ...part(20, 20, 5),
    },
  },
  {
    ...{ name: '[Fictif] Rejeu de la vague 3', opensAt: zonedInstant('2022-01-31T00:00') },
    closesAt: zonedInstant('2022-05-02T12:00'),
    plan: {
      ...{ seed: 2023, prefix: 'v3', envelopeCents: euros(25_000_000), refused: 13, ineligible: 3 },
      ...part(45, 14, 3),
    },
  },
];

export interface ReplayStep {
  readonly wave: number;
  readonly act: ActName;
  readonly at: Instant;
}

const at = (wave: number, act: ActName, day: string): ReplayStep => ({ wave, act, at: instant(`${day}T09:00:00Z`) });

/** A day for each wave: what one step lasts never runs into the next. */
const days = (act: ActName, ...dates: readonly string[]) => dates.map((day, wave) => at(wave, act, day));

/** In the order of time. The laureates were announced on the 7th of November 2022. */
export const REPLAY: readonly ReplayStep[] = [
  { wave: 0, act: 'deposit', at: instant('2021-08-28T10:00:00Z') },
  at(0, 'instruct', '2021-09-20'),
  { wave: 1, act: 'deposit', at: instant('2021-12-27T10:00:00Z') },
  at(0, 'score', '2022-01-10'),
  at(1, 'instruct', '2022-01-24'),
  { wave: 2, act: 'deposit', at: instant('2022-04-29T10:00:00Z') },
  at(1, 'score', '2022-05-16'),
  at(2, 'instruct', '2022-05-30'),
  at(2, 'score', '2022-07-04'),
  ...days('decide', '2022-11-03', '2022-11-04', '2022-11-07'),
  ...days('sign', '2022-12-12', '2022-12-13', '2022-12-14'),
  ...days('pay', '2023-02-06', '2023-02-07', '2023-02-08'),
];
