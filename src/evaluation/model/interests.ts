/** Why a person may not read or score a file. The database computes it: `evaluation.conflict`. */
export const CONFLICTS = ['member', 'own-organisation', 'linked-organisation', 'declared-tie'] as const;
export type Conflict = (typeof CONFLICTS)[number];

export const TIE_KINDS = ['employment', 'governance', 'financial', 'personal', 'competition', 'other'] as const;
export type TieKind = (typeof TIE_KINDS)[number];

/** Nobody ends what keeps them away from a file. */
export type EndTieRefusal = { readonly code: 'own-tie' };

/** Changed with the text shown: a declaration says which text its signatory read. */
export const DECLARATION_VERSION = '2026-1';
