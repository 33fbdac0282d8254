import { type Check, fault, isObject, later, listOf, type Members, missingOf, object, oneOf, text } from './check.ts';
import { iri, mailto, sha1, uri } from './formats.ts';

/** Inverse functional identifiers: each names one person or group wherever it is met. */
export const IFIS = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const;

const account = object({ homePage: iri, name: text }, { required: ['homePage', 'name'] });
const IDENTIFIERS = { mbox: mailto, mbox_sha1sum: sha1, openid: uri, account };
const identifiersOf = (value: Members) => IFIS.filter((name) => Object.hasOwn(value, name)).length;

export const agent = object(
  { objectType: oneOf('Agent'), name: text, ...IDENTIFIERS },
  { together: (value) => (identifiersOf(value) === 1 ? null : fault('identifiers')) },
);

/** Members are agents; a group without an identifier of its own is known by them. */
export const group = object(
  { objectType: oneOf('Group'), name: text, member: listOf(later(() => agent)), ...IDENTIFIERS },
  {
    required: ['objectType'],
    together: (value) => {
      const identifiers = identifiersOf(value);
      if (identifiers > 1) return fault('identifiers');
      if (identifiers === 1) return null;
      return missingOf(value, ['member']) ?? (membersOf(value).length > 0 ? null : fault('members'));
    },
  },
);

export const membersOf = (value: Members): readonly unknown[] => (Array.isArray(value.member) ? value.member : []);
export const isGroup = (value: unknown): boolean => isObject(value) && value.objectType === 'Group';

export const actor: Check = (value, edition) => (isGroup(value) ? group : agent)(value, edition);

const OAUTH_MEMBERS = 2;
/** Who asserts a statement: an agent; a group of two when an application speaks for a person (OAuth). */
export const authority: Check = (value, edition) => {
  const found = actor(value, edition);
  if (found !== null || !isGroup(value)) return found;
  return membersOf(value as Members).length === OAUTH_MEMBERS ? null : fault('authority-members');
};
