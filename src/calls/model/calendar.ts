import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { OutageRule, Wave } from './wave.ts';
import { waveState } from './wave.ts';

/** A wave as its manager prepares it: everything may still change. */
export interface WaveDraft {
  readonly name: string;
  readonly zone: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly questionsCloseAt: Instant | null;
  readonly envelopeCents: number | null;
  readonly outageRule: OutageRule | null;
  readonly isDemonstration: boolean;
}

export interface Changed {
  readonly code: 'changed-elsewhere';
}

export type PrepareRefusal = Changed | { readonly code: 'already-published'; readonly publishedAt: Instant };

/** Saving or abandoning a wave in preparation. A published one is only ever extended. */
export function decidePrepare(wave: Wave, versionRead: number): Decision<{ version: number }, PrepareRefusal> {
  if (wave.publishedAt !== null) return refuse({ code: 'already-published', publishedAt: wave.publishedAt });
  if (wave.version !== versionRead) return refuse({ code: 'changed-elsewhere' });
  return accept({ version: wave.version + 1 });
}

export type PublishRefusal =
  | PrepareRefusal
  | { readonly code: 'no-form' }
  | { readonly code: 'no-rules' }
  | { readonly code: 'closes-in-the-past'; readonly closesAt: Instant; readonly now: Instant }
  /** The ledger knows no envelope of this name. */
  | { readonly code: 'no-envelope'; readonly instrument: string }
  /** The envelope above holds less than what the wave asks: by how much, integer cents. */
  | { readonly code: 'envelope-short'; readonly askedCents: number; readonly missingCents: number };

export interface Publication {
  readonly now: Instant;
  readonly versionRead: number;
  /** Newest published revision and rules of the call: the wave is frozen with them. */
  readonly formRevisionId: string | null;
  readonly rulesVersionId: string | null;
}

export interface Published {
  readonly publishedAt: Instant;
  readonly formRevisionId: string;
  readonly rulesVersionId: string;
}

export function decidePublish(wave: Wave, asked: Publication): Decision<Published, PublishRefusal> {
  const { now, versionRead, formRevisionId, rulesVersionId } = asked;
  const prepared = decidePrepare(wave, versionRead);
  if (prepared.refusal !== null) return prepared;
  if (wave.closesAt <= now) return refuse({ code: 'closes-in-the-past', closesAt: wave.closesAt, now });
  if (formRevisionId === null) return refuse({ code: 'no-form' });
  if (rulesVersionId === null) return refuse({ code: 'no-rules' });
  return accept({ publishedAt: now, formRevisionId, rulesVersionId });
}

export type ExtendRefusal =
  | Changed
  | { readonly code: 'not-published' }
  | { readonly code: 'already-closed'; readonly closesAt: Instant; readonly now: Instant }
  /** A published deadline never moves earlier. */
  | { readonly code: 'earlier'; readonly closesAt: Instant }
  | { readonly code: 'questions-earlier'; readonly questionsCloseAt: Instant }
  | { readonly code: 'nothing-moves' };

export interface Extension {
  readonly now: Instant;
  readonly versionRead: number;
  readonly closesAt: Instant;
  /** `null`: left as it is. */
  readonly questionsCloseAt: Instant | null;
}

export interface Extended {
  readonly closesAt: Instant;
  readonly questionsCloseAt: Instant | null;
}

/** A person moves a closing to a later instant, while the wave is not closed. */
export function decideExtend(wave: Wave, asked: Extension): Decision<Extended, ExtendRefusal> {
  const { now, closesAt } = asked;
  const questionsCloseAt = asked.questionsCloseAt ?? wave.questionsCloseAt;
  if (wave.publishedAt === null || wave.isHistorical) return refuse({ code: 'not-published' });
  if (waveState(wave, now) === 'closed') return refuse({ code: 'already-closed', closesAt: wave.closesAt, now });
  if (closesAt < wave.closesAt) return refuse({ code: 'earlier', closesAt: wave.closesAt });
  if (wave.questionsCloseAt !== null && questionsCloseAt !== null && questionsCloseAt < wave.questionsCloseAt)
    return refuse({ code: 'questions-earlier', questionsCloseAt: wave.questionsCloseAt });
  if (wave.version !== asked.versionRead) return refuse({ code: 'changed-elsewhere' });
  if (same(closesAt, wave.closesAt) && same(questionsCloseAt, wave.questionsCloseAt))
    return refuse({ code: 'nothing-moves' });
  return accept({ closesAt, questionsCloseAt });
}

const same = (a: Instant | null, b: Instant | null) => a?.getTime() === b?.getTime();
