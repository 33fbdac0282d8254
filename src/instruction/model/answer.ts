import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { OpenNotice, PieceItem } from './file.ts';

/** What an applicant answers to the service: pieces that were asked, observations before an adverse decision. */
export type AnswerRefusal =
  | { readonly code: 'nothing-asked' }
  | { readonly code: 'too-late'; readonly dueAt: Instant; readonly receivedAt: Instant }
  | { readonly code: 'already-sent' }
  | { readonly code: 'unknown-piece' }
  | { readonly code: 'too-many-files'; readonly max: number }
  | { readonly code: 'upload-gone' }
  | { readonly code: 'pieces-left'; readonly labels: readonly string[] }
  | { readonly code: 'empty-answer' };

export interface OpenRequest {
  readonly items: readonly PieceItem[];
  readonly dueAt: Instant;
  readonly receivedAt: Instant | null;
}

export const MAX_FILES_PER_PIECE = 10;

/** The instant of the deadline itself is late, as for a deposit. */
function late(request: OpenRequest, at: Instant): AnswerRefusal | null {
  if (request.receivedAt !== null) return { code: 'already-sent' };
  return at >= request.dueAt ? { code: 'too-late', dueAt: request.dueAt, receivedAt: at } : null;
}

export function decidePiece(
  request: OpenRequest | null,
  itemKey: string,
  joined: number,
  at: Instant,
): Decision<{ readonly itemKey: string }, AnswerRefusal> {
  if (request === null) return refuse({ code: 'nothing-asked' });
  const refusal = late(request, at);
  if (refusal) return refuse(refusal);
  if (!request.items.some(({ key }) => key === itemKey)) return refuse({ code: 'unknown-piece' });
  if (joined >= MAX_FILES_PER_PIECE) return refuse({ code: 'too-many-files', max: MAX_FILES_PER_PIECE });
  return accept({ itemKey });
}

/** Sending ends the suspension: all that was asked must be there. */
export function decideSend(
  request: OpenRequest | null,
  answered: ReadonlySet<string>,
  at: Instant,
): Decision<{ readonly receivedAt: Instant }, AnswerRefusal> {
  if (request === null) return refuse({ code: 'nothing-asked' });
  const refusal = late(request, at);
  if (refusal) return refuse(refusal);
  const labels = request.items.filter(({ key }) => !answered.has(key)).map(({ label }) => label);
  return labels.length > 0 ? refuse({ code: 'pieces-left', labels }) : accept({ receivedAt: at });
}

export const ANSWER_LENGTH = 4000;

export function decideObservation(
  notice: (OpenNotice & { readonly answeredAt: Instant | null }) | null,
  text: string,
  at: Instant,
): Decision<{ readonly answer: string }, AnswerRefusal> {
  if (notice === null) return refuse({ code: 'nothing-asked' });
  if (notice.answeredAt !== null) return refuse({ code: 'already-sent' });
  if (at >= notice.answerUntil) return refuse({ code: 'too-late', dueAt: notice.answerUntil, receivedAt: at });
  return text === '' ? refuse({ code: 'empty-answer' }) : accept({ answer: text });
}
