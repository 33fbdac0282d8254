import type { FieldErrors, Message, Parsed } from '../../kernel/decision.ts';
import type { AppContext } from '../../kernel/http.ts';
import { viewerOf } from '../../kernel/http.ts';
import type { Answered } from '../../ui/index.ts';
import type { Act } from '../store/acts.ts';

export const actOf = (c: AppContext): Act => ({ authorId: viewerOf(c).personId, at: c.var.receivedAt });

/** What was said last, by the word that the redirect carries. */
export const TOLD: Readonly<Record<string, string>> = {
  declaration: 'Votre déclaration est signée : vos dossiers sont ouverts.',
  lien: 'Le lien est enregistré. Les dossiers concernés ont été retirés.',
  domaines: 'Vos domaines sont enregistrés.',
  brouillon: 'Votre brouillon est enregistré.',
  remise: 'Votre évaluation est remise. Merci.',
  recusation: 'La récusation est enregistrée.',
  ouverte: 'L’évaluation est ouverte.',
  affectations: 'Les affectations sont complétées ; les experts sont prévenus.',
  affectation: 'Le dossier est confié ; la personne est prévenue.',
  'lien-termine': 'Le lien est terminé.',
  rouverte: 'L’évaluation est rouverte.',
  creneaux: 'Les créneaux sont proposés.',
  'compte-rendu': 'Le compte rendu est enregistré.',
  reserve: 'Votre audition est réservée.',
  libere: 'Le créneau est libéré.',
  grille: 'Le brouillon de la grille est enregistré.',
  publiee: 'La grille est publiée.',
};

export interface Shown extends Answered {
  readonly status?: 200 | 409 | 422;
}

/** A page asked by its address. */
export const asked = (c: AppContext): Shown => ({ told: TOLD[c.req.query('fait') ?? ''] });

export const faulty = (errors: FieldErrors, typed: Readonly<Record<string, string>>): Shown => ({
  status: 422,
  errors,
  typed,
});

export const refused = (refusal: Message, typed: Readonly<Record<string, string>> = {}): Shown => ({
  status: 409,
  refusal,
  typed,
});

export const done = (c: AppContext, path: string, word: string) => c.redirect(`${path}?fait=${word}`, 303);

export type Reply = Response | Promise<Response>;

/** Reads the form; sends it back with its faults, or goes on with the command. */
export async function withForm<Value>(
  data: FormData,
  parse: (data: FormData) => Parsed<Value>,
  onFault: (errors: FieldErrors) => Reply,
  then: (value: Value) => Reply,
): Promise<Response> {
  const form = parse(data);
  return form.ok ? then(form.value) : onFault(form.errors);
}
