/** What a set holds: a kind of resource, or a sector; `type` and `secteur` alone hold everything. */
export type SetAsked =
  | { readonly by: 'all' }
  | { readonly by: 'kind'; readonly kind: string }
  | { readonly by: 'sector'; readonly slug: string };

export const KIND_SET = 'type';
export const SECTOR_SET = 'secteur';

/** « Bâtiment et travaux publics » → `batiment-et-travaux-publics`: what a setSpec may hold. Source: OAI-PMH 2.0, 2.6. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'autre';

export const kindSet = (kind: string): string => `${KIND_SET}:${kind}`;
export const sectorSet = (sector: string): string => `${SECTOR_SET}:${slugOf(sector)}`;

/** `null`: no such set. */
export function readSet(spec: string): SetAsked | null {
  if (spec === KIND_SET || spec === SECTOR_SET) return { by: 'all' };
  const [root, name, ...more] = spec.split(':');
  if (!name || more.length > 0) return null;
  if (root === KIND_SET) return { by: 'kind', kind: name };
  return root === SECTOR_SET ? { by: 'sector', slug: name } : null;
}
