/** What a partner signs in a file; each is kept with the version of its text, its signatory and its instant. */
export const STATEMENT_KINDS = ['mandate', 'republican-commitment', 'de-minimis'] as const;
export type StatementKind = (typeof STATEMENT_KINDS)[number];

/** Changed with the text shown: a statement says which text its signatory read. */
export const TEXT_VERSIONS: Readonly<Record<StatementKind, string>> = {
  mandate: '2026-1',
  'republican-commitment': 'decret-2021-1947',
  'de-minimis': 'reglement-2023-2831',
};

export interface Signature {
  readonly personId: string;
  readonly name: string;
  /** « Présidente », « directeur »: the capacity in which the person signs. */
  readonly capacity: string;
}
