import { parse } from 'csv-parse/sync';
import type { Instant } from '../../kernel/instant.ts';
import { checkNda, checkSiret, checkUai } from '../model/identifiers.ts';
import type { OrganisationFacts } from '../model.ts';

type Row = Readonly<Record<string, string | undefined>>;

export interface NetworkFile {
  /** `mfr`, `cci`, `greta`, `afpa`. */
  readonly network: string;
  readonly text: string;
}

export interface ImportResult {
  readonly facts: readonly OrganisationFacts[];
  /** Rows left out: their SIRET does not hold, or came twice. */
  readonly refused: number;
}

/** Quoted cells run over several lines, a byte-order mark comes first, and spaces in headers vary between files. */
const rowsOf = (text: string): Row[] =>
  parse(text, {
    bom: true,
    delimiter: ';',
    columns: (header: string[]) => header.map((name) => name.replace(/\s+/g, ' ').trim()),
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  }) as Row[];

/** @param at when the import is said to have been made */
export function readRegister(organisations: string, networks: readonly NetworkFile[], at: Instant): ImportResult {
  const known = networkFacts(networks);
  const facts = new Map<string, OrganisationFacts>();
  let refused = 0;
  for (const row of rowsOf(organisations)) {
    const { value: siret } = checkSiret(row.siret ?? '');
    if (siret === null || facts.has(siret) || !row.raison_sociale) refused += 1;
    else facts.set(siret, { ...factsOf(row, siret, at), ...known.get(siret) });
  }
  return { facts: [...facts.values()], refused };
}

function factsOf(row: Row, siret: string, at: Instant): OrganisationFacts {
  const name = row.raison_sociale ?? '';
  return {
    siret,
    name,
    tradeName: row.enseigne && row.enseigne !== name ? row.enseigne : null,
    legalForm: null,
    isAssociation: /^(ASSOC?|ASS|ASSOCIATION)\b/.test(name) ? true : null,
    nda: null,
    uai: checkUai(row.uai ?? '').value,
    rna: null,
    qualiopi: null,
    ...placeOf(row),
    isClosed: false,
    closedAt: null,
    network: null,
    registerSource: 'imported',
    fetchedAt: at,
  };
}

/** « 7 RUE VILLENEUVE 01000 BOURG-EN-BRESSE »: the street is what comes before the post code. */
function placeOf(row: Row) {
  const text = (row.adresse ?? '').replace(/\s+/g, ' ').trim();
  const found = /^(?<street>.*?)\s*\b(?<postcode>\d{5})\b/.exec(text);
  return {
    address: found?.groups?.street || text || null,
    postcode: found?.groups?.postcode ?? null,
    commune: row.commune || null,
    department: row.departement || null,
  };
}

type NetworkFacts = Pick<OrganisationFacts, 'network'> &
  Partial<Pick<OrganisationFacts, 'nda' | 'qualiopi' | 'isClosed'>>;

/** By SIRET. An establishment that its network says closed stays in the register, closed at an unknown date. */
function networkFacts(files: readonly NetworkFile[]): ReadonlyMap<string, NetworkFacts> {
  const known = new Map<string, NetworkFacts>();
  for (const { network, text } of files) {
    for (const row of rowsOf(text)) {
      const { value: siret } = checkSiret(row.Siret ?? '');
      const { value: nda } = checkNda(row.numero_declaration_activite ?? '');
      if (siret === null) continue;
      known.set(siret, {
        network,
        nda,
        qualiopi: row.Qualiopi ? row.Qualiopi === 'Oui' : null,
        isClosed: row.etat_administratif === 'fermé',
      });
    }
  }
  return known;
}
