import { type Description, EQUIPMENT, LANGUAGES, LEVELS, LICENCES, MODALITIES } from './description.ts';
import { KINDS, type Kind } from './verdict.ts';

/** What a search is narrowed by: the word of the address, and its values where the list is closed. */
export const FACETS = [
  { name: 'secteur', values: null },
  { name: 'modalite', values: MODALITIES },
  { name: 'type', values: KINDS },
  { name: 'niveau', values: LEVELS.map(String) },
  { name: 'materiel', values: EQUIPMENT },
  { name: 'langue', values: LANGUAGES },
  { name: 'licence', values: LICENCES },
] as const satisfies readonly { readonly name: string; readonly values: readonly string[] | null }[];
export type FacetName = (typeof FACETS)[number]['name'];

/** One value of one facet. */
export interface Choice {
  readonly facet: FacetName;
  readonly value: string;
}

export const SECTOR_CHARS = 120;

export const tagOf = ({ facet, value }: Choice): string => `${facet}:${value}`;

/** The inverse of `tagOf`; `null`: no facet of ours. */
export function choiceOf(tag: string): Choice | null {
  const cut = tag.indexOf(':');
  const facet = FACETS.find(({ name }) => name === tag.slice(0, cut))?.name;
  return facet === undefined ? null : { facet, value: tag.slice(cut + 1) };
}

/** « bâtiment » and « BÂTIMENT » are one sector: it is written as in a sentence. */
export function sectorOf(typed: string): string {
  const text = typed.trim().replace(/\s+/g, ' ').toLowerCase().slice(0, SECTOR_CHARS);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Of one value at most in an address: a resource has only one. */
const SINGLE: readonly FacetName[] = ['secteur', 'type', 'niveau', 'licence'];

/** What an address asks, each value once; what is no value of a facet is not asked. */
export function choicesIn(asked: (facet: FacetName) => readonly string[]): Choice[] {
  return FACETS.flatMap(({ name, values }) => {
    const given = [...new Set(asked(name).map((one) => (values === null ? sectorOf(one) : one)))].filter((one) =>
      values === null ? one !== '' : (values as readonly string[]).includes(one),
    );
    return (SINGLE.includes(name) ? given.slice(0, 1) : given).map((value) => ({ facet: name, value }));
  });
}

/** Every value that a resource has. */
export function choicesOf(description: Description, kind: Kind): Choice[] {
  const all = (facet: FacetName, values: readonly (string | number)[]) =>
    values.map((value) => ({ facet, value: String(value) }));
  return [
    ...all('secteur', [sectorOf(description.sector)]),
    ...all('modalite', description.modalities),
    ...all('type', [kind]),
    ...all('niveau', description.level === null ? [] : [description.level]),
    ...all('materiel', description.equipment),
    ...all('langue', description.languages),
    ...all('licence', [description.licence]),
  ];
}

/** What makes two resources alike: the codes and the keywords they share. */
export const tiesOf = ({ formacodes, romes, certifications, keywords }: Description): string[] => [
  ...new Set([...formacodes, ...romes, ...certifications, ...keywords.map((word) => word.toLowerCase())]),
];
