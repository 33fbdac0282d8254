import type { Parsed } from '../../kernel/decision.ts';
import { FormReader } from '../form.ts';
import type { CallText } from '../model/amendment.ts';
import type { Actor, Call, CallContent, Contact, Document, FunnelStep } from '../model/call.ts';
import { ZONES } from '../model/zone.ts';

/** Longest text of each field, in characters. */
export const TEXT_LENGTHS = {
  title: 200,
  acronym: 30,
  promise: 180,
  description: 10_000,
  audience: 5000,
  financed: 5000,
  scope: 200,
  service: 200,
  email: 200,
  phone: 30,
  address: 300,
} as const;
const MAX_LINES = 50;
const LIST_LENGTH = 20_000;

/** A text of a call as its form holds it: lists one item a line, parts between bars. */
export const typedText = ({ title, content }: CallText): Record<string, string> => ({
  title,
  acronym: content.acronym,
  promise: content.promise,
  description: content.description,
  audience: content.audience,
  financed: content.financed,
  scope: content.scope,
  actors: content.actors.map(({ role, name }) => `${role} | ${name}`).join('\n'),
  documents: content.documents.map(({ label, url, note }) => [label, url, note].join(' | ')).join('\n'),
  service: content.contact.service,
  email: content.contact.email,
  phone: content.contact.phone ?? '',
  address: content.contact.address,
  funnel: content.funnel.map(({ label, count, source }) => [label, count, source].join(' | ')).join('\n'),
});

export function parseText(data: FormData): Parsed<CallText> {
  const form = new FormReader(data);
  return form.read(() => textOf(form));
}

const textOf = (form: FormReader): CallText => {
  const needed = (name: keyof typeof TEXT_LENGTHS, sentence: string) => form.needed(name, TEXT_LENGTHS[name], sentence);
  const content: CallContent = {
    acronym: needed('acronym', 'Donnez le nom court de l’appel.'),
    promise: needed('promise', 'Dites en une phrase ce que l’appel offre.'),
    description: needed('description', 'Dites ce que l’appel cherche.'),
    audience: needed('audience', 'Dites à qui l’appel s’adresse.'),
    financed: needed('financed', 'Dites ce qui est financé.'),
    scope: needed('scope', 'Dites sur quels territoires.'),
    actors: readLines(form, 'actors', 2, actorOf),
    documents: readLines(form, 'documents', 3, documentOf),
    contact: contactOf(form),
    funnel: readLines(form, 'funnel', 3, stepOf),
  };
  return { title: needed('title', 'Donnez le titre de l’appel.'), content };
};

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^[+0-9][0-9 .()\u00a0-]{3,28}[0-9]$/;

/** Service, address and telephone are what an acknowledgement of receipt must name. Source: CRPA R112-5. */
function contactOf(form: FormReader): Contact {
  const email = form.needed('email', TEXT_LENGTHS.email, 'Donnez le courriel du service.');
  if (email !== '' && !EMAIL.test(email)) form.fault('email', 'Écrivez un courriel complet, comme appel@exemple.fr.');
  const phone = form.text('phone');
  if (phone !== '' && !PHONE.test(phone)) form.fault('phone', 'Écrivez un numéro comme 01 23 45 67 89.');
  const address = form.text('address').replace(/\s*\n\s*/g, ', ');
  if (address.length > TEXT_LENGTHS.address)
    form.fault('address', `L’adresse dépasse ${TEXT_LENGTHS.address} caractères.`);
  const service = form.needed('service', TEXT_LENGTHS.service, 'Nommez le service qui répond.');
  return { service, email, address, ...(phone === '' ? {} : { phone }) };
}

type Parts = readonly string[];

/** One item a line; a fault names its line. */
function readLines<Item>(
  form: FormReader,
  name: string,
  parts: number,
  itemOf: (parts: Parts) => Item | string,
): readonly Item[] {
  const text = form.text(name);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (text.length > LIST_LENGTH || lines.length > MAX_LINES) form.fault(name, `${MAX_LINES} lignes au plus.`);
  const items: Item[] = [];
  for (const [index, line] of lines.slice(0, MAX_LINES).entries()) {
    const read = line.split('|').map((part) => part.trim());
    const item = itemOf([...read.slice(0, parts), ...Array<string>(parts).fill('')].slice(0, parts));
    if (typeof item === 'string') form.fault(name, `Ligne ${index + 1} : ${item}`);
    else items.push(item);
  }
  return items;
}

const actorOf = ([role = '', name = '']: Parts): Actor | string =>
  role === '' || name === '' ? 'écrivez « rôle | nom ».' : { role, name };

function documentOf([label = '', url = '', note = '']: Parts): Document | string {
  if (label === '') return 'écrivez « libellé | adresse | précision ».';
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  return isWeb ? { label, url, note } : 'l’adresse doit commencer par https://.';
}

function stepOf([label = '', typed = '', source = '']: Parts): FunnelStep | string {
  const digits = typed.replace(/\s/g, '');
  if (label === '' || !/^\d{1,9}$/.test(digits)) return 'écrivez « étape | nombre | source ».';
  return { label, count: Number(digits), source };
}

export interface NewCall extends CallText, Pick<Call, 'slug' | 'zone' | 'instrument'> {}

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const SLUG_LENGTH = 60;
/** Second part of an address of the agents’ site or of the public one: a call may not take it. */
const TAKEN_WORDS = new Set(['nouveau', 'fil']);

export function parseNewCall(data: FormData): Parsed<NewCall> {
  const form = new FormReader(data);
  const slug = form.needed('slug', SLUG_LENGTH, 'Choisissez la fin de l’adresse de l’appel.');
  if (slug !== '' && (!SLUG.test(slug) || TAKEN_WORDS.has(slug)))
    form.fault('slug', 'Des minuscules sans accent, des chiffres et des tirets, comme « appel-2027 ».');
  const zone = form.text('zone');
  if (!(zone in ZONES)) form.fault('zone', 'Choisissez un fuseau proposé.');
  const instrument = form.text('instrument');
  if (instrument !== '' && !SLUG.test(instrument))
    form.fault('instrument', 'Écrivez le nom de l’enveloppe au grand livre, comme « deffinum ».');
  return form.read(() => ({ ...textOf(form), slug, zone, instrument: instrument === '' ? null : instrument }));
}
