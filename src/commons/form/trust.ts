import type { Parsed } from '../../kernel/decision.ts';
import { oneLine, paragraph } from '../form.ts';
import { type Answer, type NewProblem, OUTCOMES, PROBLEM_KINDS } from '../model/problem.ts';
import { type DeprecationAsked, GROUNDS, type TakeDown } from '../model/status.ts';

const LONG = 4000;
const REASON = 2000;
const EMAIL = 320;

type Errors = Record<string, string>;

const done = <Value>(errors: Errors, value: Value): Parsed<Value> =>
  Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value };

function needText(errors: Errors, name: string, text: string, limit: number, sentence: string): void {
  if (text === '') errors[name] = sentence;
  if (text.length > limit) errors[name] = `Ce texte dépasse ${limit.toLocaleString('fr-FR')} caractères.`;
}

/** @param signedIn then the answer goes to the account, and no address is asked */
export function parseProblem(data: FormData, signedIn: boolean): Parsed<NewProblem> {
  const errors: Errors = {};
  const kind = PROBLEM_KINDS.find((one) => one === oneLine(data, 'kind'));
  if (!kind) errors.kind = 'Choisissez ce qui décrit le mieux le problème.';
  const words = paragraph(data, 'words');
  needText(errors, 'words', words, LONG, 'Dites ce qui ne va pas, et où.');
  const email = signedIn ? '' : oneLine(data, 'email');
  if (email !== '' && (email.length > EMAIL || !/^\S+@\S+\.\S+$/.test(email)))
    errors.email = 'Donnez une adresse électronique, comme nom@organisme.fr, ou laissez vide.';
  return done(errors, { kind: kind ?? 'other', words, reporterEmail: email === '' ? null : email });
}

export function parseAnswer(data: FormData): Parsed<Answer> {
  const errors: Errors = {};
  const outcome = OUTCOMES.find((one) => one === oneLine(data, 'outcome'));
  if (!outcome) errors.outcome = 'Dites la suite donnée.';
  const answer = paragraph(data, 'answer');
  needText(errors, 'answer', answer, LONG, 'Écrivez la réponse : elle part telle quelle.');
  return done(errors, { outcome: outcome ?? 'explained', answer });
}

export function parseDeprecation(data: FormData): Parsed<DeprecationAsked> {
  const errors: Errors = {};
  const reason = paragraph(data, 'reason');
  needText(errors, 'reason', reason, REASON, 'Dites pourquoi elle ne doit plus servir.');
  return done(errors, { reason, replacement: oneLine(data, 'replacement') });
}

export function parseReason(data: FormData): Parsed<string> {
  const errors: Errors = {};
  const reason = paragraph(data, 'reason');
  needText(errors, 'reason', reason, REASON, 'Donnez la raison : elle est gardée au journal.');
  return done(errors, reason);
}

/** Of the label alone: its form stands beside that of the take-down. */
export function parseLabelReason(data: FormData): Parsed<string> {
  const errors: Errors = {};
  const reason = paragraph(data, 'labelReason');
  needText(errors, 'labelReason', reason, REASON, 'Donnez la raison : chacun la lira sur la page de la ressource.');
  return done(errors, reason);
}

export function parseTakeDown(data: FormData): Parsed<TakeDown> {
  const errors: Errors = {};
  const ground = GROUNDS.find((one) => one === oneLine(data, 'ground'));
  if (!ground) errors.ground = 'Choisissez le motif du retrait.';
  const reason = paragraph(data, 'reason');
  needText(errors, 'reason', reason, REASON, 'Donnez la raison : chacun la lira sur la page de la ressource.');
  return done(errors, { ground: ground ?? 'error', reason });
}
