import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { questionsOpen, type Wave } from './wave.ts';

export type QuestionState = 'pending' | 'answered' | 'declined';

export interface Question {
  readonly id: string;
  readonly callId: string;
  readonly waveId: string;
  readonly askerId: string;
  /** As it was asked: for the manager and the asker. */
  readonly askedText: string;
  /** What everybody reads, edited so that nobody is recognised. */
  readonly publishedText: string | null;
  readonly answer: string | null;
  readonly declineReason: string | null;
  readonly state: QuestionState;
  readonly askedAt: Instant;
  readonly decidedAt: Instant | null;
  readonly version: number;
}

export const QUESTION_LENGTH = 2000;
export const ANSWER_LENGTH = 6000;
/** Questions of one person that may wait for an answer at the same time. */
export const PENDING_LIMIT = 20;

export type AskRefusal =
  | { readonly code: 'empty' }
  | { readonly code: 'too-long'; readonly length: number }
  | { readonly code: 'closed'; readonly closedAt: Instant | null; readonly receivedAt: Instant }
  | { readonly code: 'too-many'; readonly pending: number };

export function decideAsk(
  wave: Wave,
  text: string,
  receivedAt: Instant,
  pending: number,
): Decision<{ readonly text: string }, AskRefusal> {
  const trimmed = text.replace(/\r\n?/g, '\n').trim();
  const length = [...trimmed].length;
  if (!questionsOpen(wave, receivedAt)) return refuse({ code: 'closed', closedAt: wave.questionsCloseAt, receivedAt });
  if (length === 0) return refuse({ code: 'empty' });
  if (length > QUESTION_LENGTH) return refuse({ code: 'too-long', length });
  if (pending >= PENDING_LIMIT) return refuse({ code: 'too-many', pending });
  return accept({ text: trimmed });
}

export type ModerateRefusal =
  | { readonly code: 'already-decided'; readonly decidedAt: Instant | null; readonly state: QuestionState }
  | { readonly code: 'changed-elsewhere' };

/** An answer once published stays: a mistake is corrected by an amendment of the call, that everybody sees. */
export function decideModerate(
  question: Question,
  versionRead: number,
): Decision<{ readonly version: number }, ModerateRefusal> {
  if (question.state !== 'pending')
    return refuse({ code: 'already-decided', decidedAt: question.decidedAt, state: question.state });
  if (question.version !== versionRead) return refuse({ code: 'changed-elsewhere' });
  return accept({ version: question.version + 1 });
}

/** For a search blind to case and accents: « éligibilité » and « ELIGIBILITE » are the same words. */
export const foldWords = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’']/g, ' ').toLowerCase();
