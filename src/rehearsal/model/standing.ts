import type { WaveState } from '../../calls/index.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { EnvelopeFigures } from '../../ledger/index.ts';
import { ACTS, type ActName, type PlayRefusal } from './act.ts';

/** An act asked of the machine, and how far it went. */
export interface PlayView {
  readonly act: ActName;
  readonly done: number;
  readonly total: number;
  readonly finishedAt: Instant | null;
  readonly waitsUntil: Instant | null;
  readonly refusal: PlayRefusal | null;
}

export interface Standing {
  readonly waveId: string;
  readonly name: string;
  readonly callSlug: string;
  readonly callTitle: string;
  readonly state: WaveState;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly deposited: number;
  readonly eligible: number;
  readonly retained: number;
  readonly redirected: number;
  readonly money: EnvelopeFigures | null;
  readonly plays: readonly PlayView[];
  readonly waitsUntil: Instant | null;
}

export interface ActLine {
  readonly act: ActName;
  /** The last time it was asked; `null`: never. */
  readonly last: PlayView | null;
}

/** Every act in the order of the chain, with its last play. */
export const actLines = ({ plays }: Pick<Standing, 'plays'>): ActLine[] =>
  ACTS.map((act) => ({ act, last: plays.find((one) => one.act === act) ?? null }));

export const underWay = ({ plays }: Pick<Standing, 'plays'>): PlayView | null =>
  plays.find(({ finishedAt }) => finishedAt === null) ?? null;
