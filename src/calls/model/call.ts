/** A call for projects: what is financed, for whom, by which rules. Its instants live on its waves. */
export interface Call {
  readonly id: string;
  /** Last part of its address: `/appels/deffinum`. */
  readonly slug: string;
  readonly title: string;
  /** IANA name of the zone in which its instants are announced. */
  readonly zone: string;
  /** Envelope of the ledger from which its waves draw; `null`: publishing reserves nothing. */
  readonly instrument: string | null;
  readonly content: CallContent;
  /** One more at each amendment of its text. */
  readonly version: number;
}

/** What the public page says. Texts are plain: a blank line separates paragraphs. */
export interface CallContent {
  readonly acronym: string;
  /** One sentence, at most 180 characters: what the call offers. */
  readonly promise: string;
  readonly description: string;
  readonly audience: string;
  readonly financed: string;
  readonly scope: string;
  readonly actors: readonly Actor[];
  readonly documents: readonly Document[];
  /** Who answers about this call. */
  readonly contact: Contact;
  /** What was counted at each step, for a call of the past. */
  readonly funnel: readonly FunnelStep[];
}

export interface Actor {
  /** `instructeur`, `financeur`… as the national schema of aid schemes writes them. */
  readonly role: string;
  readonly name: string;
}

export interface Document {
  readonly label: string;
  readonly url: string;
  readonly note: string;
}

export interface Contact {
  readonly service: string;
  readonly email: string;
  /** Postal address, one line; empty: none known. Source: CRPA R112-5. */
  readonly address: string;
  /** As dialled; absent or empty: none known. */
  readonly phone?: string;
}

export interface FunnelStep {
  readonly label: string;
  readonly count: number;
  readonly source: string;
}

/** Names under which a reader knows each field of the content, in the order of the page. */
export const CONTENT_LABELS: Readonly<Record<keyof CallContent, string>> = {
  acronym: 'Nom court',
  promise: 'En une phrase',
  description: 'Ce que l’appel cherche',
  audience: 'À qui il s’adresse',
  financed: 'Ce qui est financé',
  scope: 'Portée géographique',
  actors: 'Acteurs',
  documents: 'Documents',
  contact: 'Service à contacter',
  funnel: 'Du dossier ouvert au lauréat',
};
