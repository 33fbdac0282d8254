import type { Parsed } from '../kernel/decision.ts';
import { isId } from '../kernel/ids.ts';
import { type Description, EQUIPMENT, LANGUAGES, LEVELS, LICENCES, MODALITIES } from './model/description.ts';
import { choicesIn } from './model/facets.ts';
import type { Output, Read, Told } from './model/resource.ts';
import type { Search } from './model/search.ts';

const TITLE = 200;
const LONG = 4000;
const LINE = 120;
const LIST = 30;
const CHANGES = 2000;
const MAX_MINUTES = 60_000;

/** Control characters come from a paste: no record (XML) and no database may hold them. */
export const paragraph = (data: FormData, name: string) =>
  String(data.get(name) ?? '')
    .replace(/\r\n/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .toWellFormed()
    .trim();
export const oneLine = (data: FormData, name: string) => paragraph(data, name).replace(/\s+/g, ' ');
const several = (data: FormData, name: string) => [
  ...new Set(
    paragraph(data, name)
      .split(/[\n,;]/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ),
];
const ticked = <Value extends string>(data: FormData, name: string, known: readonly Value[]): Value[] =>
  known.filter((one) => data.getAll(name).includes(one));

const CODES = [
  ['formacodes', /^\d{5}$/, 'Un Formacode compte cinq chiffres, comme 22454.'],
  ['romes', /^[A-N]\d{4}$/, 'Un code ROME est une lettre et quatre chiffres, comme F1703.'],
  ['certifications', /^(RNCP|RS)\d{1,6}$/, 'Une fiche s’écrit RNCP ou RS suivi de son numéro, comme RNCP35503.'],
] as const;

type Errors = Record<string, string>;

/** The description of a version: a typed value, or a sentence a field. */
export function parseDescription(data: FormData): Parsed<Told> {
  const told = readDescription(data);
  const errors: Errors = {};
  needTexts(told, errors);
  needChoices(told, errors);
  const changes = paragraph(data, 'changes');
  if (changes.length > CHANGES) errors.changes = `Ce texte dépasse ${CHANGES.toLocaleString('fr-FR')} caractères.`;
  const output = readOutput(oneLine(data, 'output'));
  if (output === 'unreadable') errors.output = 'Choisissez une convention de la liste.';
  if (Object.keys(errors).length > 0 || output === 'unreadable') return { ok: false, errors };
  return { ok: true, value: { description: told, changes, output } };
}

/** Field, longest text, what to write there. */
const TEXTS = [
  ['title', TITLE, 'Donnez un titre à la ressource.'],
  ['summary', LONG, 'Résumez ce que la ressource apprend, et à qui.'],
  ['sector', LINE, 'Indiquez le secteur, ou « Tous secteurs ».'],
  [
    'accessibility',
    LONG,
    'Dites ce qui a été vérifié, et ce qui ne marche pas pour tous ; « Non vérifié » est une réponse.',
  ],
  ['maintainer', LINE, 'Dites qui entretient la ressource.'],
] as const;

function needTexts(told: Description, errors: Errors): void {
  for (const [name, , sentence] of TEXTS) if (told[name] === '') errors[name] = sentence;
  for (const [name, limit] of [...TEXTS, ['safety', LONG, '']] as const)
    if (told[name].length > limit) errors[name] = `Ce texte dépasse ${limit.toLocaleString('fr-FR')} caractères.`;
  if (told.authors.length === 0 || told.authors.length > LIST) errors.authors = `Nommez de 1 à ${LIST} auteurs.`;
  if (!/^\S+@\S+\.\S+$/.test(told.maintainerEmail))
    errors.maintainerEmail = 'Donnez une adresse électronique, comme contact@organisme.fr.';
}

function needChoices(told: Description, errors: Errors): void {
  const minutes = told.durationMinutes;
  if (!(Number.isInteger(minutes) && minutes >= 1 && minutes <= MAX_MINUTES))
    errors.durationMinutes = 'Donnez une durée en minutes, en chiffres.';
  if (told.modalities.length === 0) errors.modalities = 'Cochez au moins une modalité.';
  if (told.languages.length === 0) errors.languages = 'Cochez au moins une langue.';
  if (!(LICENCES as readonly string[]).includes(told.licence)) errors.licence = 'Choisissez une licence.';
  if (told.keywords.length > LIST) errors.keywords = `${LIST} mots-clés au plus.`;
  for (const [name, pattern, sentence] of CODES)
    if (told[name].length > LIST || told[name].some((code) => !pattern.test(code))) errors[name] = sentence;
}

/** Values outside of a list come back as they were typed, and are refused above. */
function readDescription(data: FormData): Description {
  const level = LEVELS.find((one) => String(one) === oneLine(data, 'level')) ?? null;
  return {
    title: oneLine(data, 'title'),
    summary: paragraph(data, 'summary'),
    sector: oneLine(data, 'sector'),
    keywords: several(data, 'keywords'),
    formacodes: several(data, 'formacodes'),
    romes: several(data, 'romes').map((one) => one.toUpperCase()),
    certifications: several(data, 'certifications').map((one) => one.toUpperCase().replace(/\s/g, '')),
    level,
    durationMinutes: Number(oneLine(data, 'durationMinutes') || Number.NaN),
    modalities: ticked(data, 'modalities', MODALITIES),
    equipment: ticked(data, 'equipment', EQUIPMENT),
    languages: ticked(data, 'languages', LANGUAGES),
    accessibility: paragraph(data, 'accessibility'),
    safety: paragraph(data, 'safety'),
    authors: several(data, 'authors'),
    licence: oneLine(data, 'licence') as Description['licence'],
    maintainer: oneLine(data, 'maintainer'),
    maintainerEmail: oneLine(data, 'maintainerEmail'),
  };
}

export const outputValue = ({ agreementId, trancheId }: Output): string => `${agreementId}/${trancheId ?? ''}`;

function readOutput(value: string): Output | null | 'unreadable' {
  if (value === '') return null;
  const [agreementId = '', trancheId = ''] = value.split('/');
  return isId(agreementId) ? { agreementId, trancheId: trancheId === '' ? null : trancheId } : 'unreadable';
}

export const readValue = ({ number, edits }: Read): string => `${number}.${edits}`;

/** The version that the sender had before their eyes. */
export function readIn(data: FormData): Read | null {
  const [, number, edits] = /^([1-9]\d{0,5})\.(\d{1,6})$/.exec(oneLine(data, 'version')) ?? [];
  return number === undefined ? null : { number: Number(number), edits: Number(edits) };
}

/** The file of a deposit: an upload already whole, or a file in the form. */
export function fileIn(data: FormData): string | File | null {
  const given = data.getAll('fichier');
  const upload = given.findLast((one) => typeof one === 'string' && isId(one));
  if (typeof upload === 'string') return upload;
  return given.find((one): one is File => one instanceof File && one.size > 0) ?? null;
}

const AFTER = /^(\d{1,3})\.([0-9a-f-]{36})$/;

/** A search as its address says it; what is no value of ours is not asked. */
export function readSearch(query: (name: string) => readonly string[]): Search {
  const [, score, id = ''] = AFTER.exec(query('suite')[0] ?? '') ?? [];
  return {
    words: (query('mots')[0] ?? '')
      .replace(/\p{Cc}/gu, ' ')
      .toWellFormed()
      .trim()
      .slice(0, LINE),
    choices: choicesIn(query),
    after: score !== undefined && isId(id) ? { score: Number(score), id } : null,
  };
}

/** The address of a search, the inverse of `readSearch`. */
export function searchQuery({ words, choices, after }: Search): URLSearchParams {
  const query = new URLSearchParams();
  if (words !== '') query.set('mots', words);
  for (const { facet, value } of choices) query.append(facet, value);
  if (after !== null) query.set('suite', `${after.score}.${after.id}`);
  return query;
}
