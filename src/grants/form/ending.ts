import type { Parsed } from '../../kernel/decision.ts';
import { instantIn, parsed, parseReason, textIn } from '../form.ts';
import type { Destination } from '../model/agreement.ts';

export interface NoticeForm {
  readonly reason: string;
  readonly returnsTo: Destination;
  readonly answerUntil: Date;
}

export function parseNotice(data: FormData): Parsed<NoticeForm> {
  const reason = parseReason(data, 'motif-resiliation');
  const until = instantIn(data, 'reponse');
  const errors = {
    ...(reason.ok ? {} : reason.errors),
    ...(until ? {} : { reponse: 'Indiquez un jour et une heure qui existent.' }),
  };
  const given = { reason: reason.ok ? reason.value : '', returnsTo: destinationIn(data) };
  return parsed(errors, { ...given, answerUntil: until ?? new Date(0) });
}

const destinationIn = (data: FormData): Destination =>
  textIn(data, 'destination') === 'released' ? 'released' : 'wave';

export interface EndForm {
  readonly reason: string;
  /** What the page said would leave; -1 when the form was tampered with. */
  readonly releasedRead: number;
  readonly returnsTo: Destination;
}

const REASON_LENGTH = 2000;

/** Only a termination must be motivated: whether it is, the decision says. */
export function parseEnd(data: FormData, name: string): Parsed<EndForm> {
  const reason = textIn(data, name);
  const typed = textIn(data, 'libere');
  const errors: Record<string, string> =
    reason.length > REASON_LENGTH ? { [name]: `Ce texte dépasse ${REASON_LENGTH} caractères.` } : {};
  const releasedRead = /^\d{1,15}$/.test(typed) ? Number(typed) : -1;
  return parsed(errors, { reason, releasedRead, returnsTo: destinationIn(data) });
}

const ANSWER_LENGTH = 8000;

export function parseAnswer(data: FormData): Parsed<string> {
  const body = textIn(data, 'observations');
  const errors: Record<string, string> = {};
  if (body === '') errors.observations = 'Écrivez vos observations.';
  if (body.length > ANSWER_LENGTH) errors.observations = `Ce texte dépasse ${ANSWER_LENGTH} caractères.`;
  return parsed(errors, body);
}
