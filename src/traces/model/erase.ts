import { isObject, type Members } from './check.ts';
import { identifierOf } from './standing.ts';

/** Whom statements of an erased person are about from then on: an account that leads back to nobody. */
export interface Alias {
  readonly homePage: string;
  readonly name: string;
}

/** Shorter words are only replaced where they stand alone: « Ana » is also in « analyse ». */
const INSIDE_FROM = 6;
/** Members whose values belong to the standard. */
const STRUCTURE = new Set(['objectType', 'version', 'timestamp', 'stored', 'sha2', 'usageType', 'type', 'verb']);
const SIGNATURE = 'http://adlnet.gov/expapi/attachments/signature';

/**
 * The statement without the person: every object that one of these identifiers names becomes the alias, and what named the person
 * there is taken out of every other text. Signatures go, for they sign what was; so do attachments of what the person did.
 */
export function withoutPerson(statement: Members, identifiers: ReadonlySet<string>, alias: Alias): Members {
  const words = wordsOf(statement, identifiers);
  const isActor = agentsOf(statement.actor).some((one) => identifiers.has(one));
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return scrubbed(value, words, alias.name);
    if (Array.isArray(value)) return value.map(walk);
    return isObject(value) ? walkObject(value) : value;
  };
  const walkObject = (value: Members): Members => {
    const named = identifiers.has(identifierOf(value) ?? '');
    const { name: _name, mbox: _mbox, mbox_sha1sum: _sha1, openid: _openid, account: _account, ...rest } = value;
    const { attachments, ...members } = named ? rest : value;
    const kept = Object.entries(members).map(([key, one]) => [
      scrubbed(key, words, alias.name),
      STRUCTURE.has(key) ? one : walk(one),
    ]);
    const left = isActor || !Array.isArray(attachments) ? [] : attachments.filter(isUnsigned).map(walk);
    if (left.length > 0) kept.push(['attachments', left]);
    return { ...Object.fromEntries(kept), ...(named ? { account: alias } : {}) };
  };
  const { id, authority, ...told } = statement;
  return {
    ...(id === undefined ? {} : { id }),
    ...walkObject(told),
    ...(authority === undefined ? {} : { authority }),
  };
}

const isUnsigned = (one: unknown) => isObject(one) && one.usageType !== SIGNATURE;

const agentsOf = (actor: unknown): string[] => {
  const members = isObject(actor) && Array.isArray(actor.member) ? actor.member : [];
  return [actor, ...members].map(identifierOf).filter((one) => one !== null);
};

/** What names the person: in the identifiers themselves, and wherever the statement uses one of them. */
function wordsOf(statement: Members, identifiers: ReadonlySet<string>): string[] {
  const words = new Set([...identifiers].map(wordOf));
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    if (!isObject(value)) return;
    const { name } = value;
    if (typeof name === 'string' && name.trim() !== '' && identifiers.has(identifierOf(value) ?? '')) words.add(name);
    Object.values(value).forEach(walk);
  };
  const { authority: _authority, ...told } = statement;
  walk(told);
  // The longest first: an address before the name that begins it.
  return [...words].sort((a, b) => b.length - a.length);
}

/** « account https://lms.example.org 4711 » → « 4711 »; « mbox mailto:a@example.org » → « a@example.org ». */
export const wordOf = (identifier: string): string =>
  identifier.startsWith('account ')
    ? identifier.split(' ').slice(2).join(' ')
    : identifier.slice(identifier.indexOf(' ') + 1).replace(/^mailto:/i, '');

function scrubbed(text: string, words: readonly string[], instead: string): string {
  let left = text;
  for (const word of words) {
    const is = left.toLowerCase();
    if (is === word.toLowerCase()) return instead;
    if (word.length < INSIDE_FROM || !is.includes(word.toLowerCase())) continue;
    left = left.replace(new RegExp(word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), 'gi'), instead);
  }
  return left;
}

/** What people said or were: free text, which anything may hold. */
const TOLD = new Set(['response', 'extensions', 'description']);
const MAILBOX = /[^\s"/:<>]+@[^\s"/<>]+/g;

/** The shape of a statement, and no person: for what is kept of statements without being one. */
export function withoutPeople(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(MAILBOX, '');
  if (Array.isArray(value)) return value.map(withoutPeople);
  if (!isObject(value)) return value;
  const isAgent = identifierOf(value) !== null || value.objectType === 'Group';
  const kept = Object.entries(value).filter(([key]) => !TOLD.has(key) && !(isAgent && key === 'name'));
  return Object.fromEntries(
    kept.map(([key, one]) => {
      if (isAgent && key === 'account') return [key, { homePage: isObject(one) ? one.homePage : '', name: '' }];
      if (isAgent && (key === 'mbox_sha1sum' || key === 'openid')) return [key, ''];
      return [key, withoutPeople(one)];
    }),
  );
}
