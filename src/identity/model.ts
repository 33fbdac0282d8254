import type { Instant } from '../kernel/instant.ts';
import type { IdentifierFault } from './model/identifiers.ts';

/** An establishment as the register named beside it described it at `fetchedAt`. `null`: that register does not say. */
export interface Organisation {
  readonly id: string;
  /** 14 digits. */
  readonly siret: string;
  /** 9 digits. */
  readonly siren: string;
  readonly name: string;
  readonly tradeName: string | null;
  readonly legalForm: string | null;
  readonly isAssociation: boolean | null;
  readonly nda: string | null;
  readonly uai: string | null;
  readonly rna: string | null;
  readonly qualiopi: boolean | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly commune: string | null;
  /** `01`, `2A`, `974`. */
  readonly department: string | null;
  readonly isClosed: boolean;
  /** `YYYY-MM-DD`; `null` for an open establishment, and for a closed one whose date nobody recorded. */
  readonly closedAt: string | null;
  /** Network it belongs to: `mfr`, `cci`, `greta`, `afpa`. */
  readonly network: string | null;
  readonly registerSource: RegisterSource;
  readonly fetchedAt: Instant;
}

export const REGISTER_SOURCES = ['national', 'imported'] as const;
/** The public « Recherche d’entreprises » register, asked live; or the copy shipped with the product. */
export type RegisterSource = (typeof REGISTER_SOURCES)[number];

export type OrganisationFacts = Omit<Organisation, 'id' | 'siren'>;

export type OrganisationRefusal =
  | { readonly code: 'bad-siret'; readonly typed: string; readonly fault: IdentifierFault }
  | { readonly code: 'unknown-siret'; readonly siret: string; readonly asked: RegisterSource }
  | {
      readonly code: 'closed-establishment';
      readonly siret: string;
      readonly name: string;
      readonly closedAt: string | null;
    }
  | { readonly code: 'register-unreachable'; readonly siret: string };

/** Of a person, what a page may show to who must know them. */
export interface PersonCard {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export const MEMBERSHIP_ROLES = ['representative', 'member'] as const;
export type MembershipRole = (typeof MEMBERSHIP_ROLES)[number];

export interface Membership {
  readonly id: string;
  readonly personId: string;
  readonly organisationId: string;
  readonly role: MembershipRole;
  readonly validFrom: Instant;
  /** First instant at which it no longer holds. */
  readonly validTo: Instant | null;
}

export const MATTERS = ['sign', 'apply', 'account'] as const;
/** What a mandate lets a person do in the name of the organisation: sign, prepare applications, report on spending. */
export type Matter = (typeof MATTERS)[number];

/** Lower case, no accents, one space between words: what is compared when somebody looks for a name. */
export const searchable = (...parts: readonly (string | null)[]): string =>
  parts
    .filter((part) => part !== null)
    .join(' ')
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** The words under which an establishment is found. */
export const searchTextOf = (o: Omit<OrganisationFacts, 'fetchedAt'>): string =>
  searchable(o.name, o.tradeName, o.commune, o.siret, o.siret.slice(0, 9), o.uai, o.nda, o.postcode);

/** At most this many words of a search count: more would not make it clearer. */
const SEARCH_WORDS = 8;

/** Text of a prefix query (`lyc:* & laon:*`), or `null` when nothing searchable was typed. */
export function prefixQuery(typed: string): string | null {
  // A number typed in groups (439 371 121 00013) is one word.
  const joined = typed.replace(/(\d)[\s\u00a0\u202f]+(?=\d)/g, '$1');
  const words = searchable(joined).split(' ').filter(Boolean).slice(0, SEARCH_WORDS);
  return words.length === 0 ? null : words.map((word) => `${word}:*`).join(' & ');
}
