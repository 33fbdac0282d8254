import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import { isId, newId } from '../../kernel/ids.ts';
import { checkSiret } from '../model/identifiers.ts';
import { type Organisation, type OrganisationFacts, prefixQuery, type RegisterSource, searchTextOf } from '../model.ts';
import '../tables.ts';

const COLUMNS = [
  'id',
  'siret',
  'siren',
  'name',
  'trade_name',
  'legal_form',
  'is_association',
  'nda',
  'uai',
  'rna',
  'qualiopi',
  'address',
  'postcode',
  'commune',
  'department',
  'is_closed',
  'network',
  'register_source',
  'fetched_at',
] as const;

const base = (db: DbOrTx) =>
  db.selectFrom('identity.organisation').select(COLUMNS).select(sql<string | null>`closed_at::text`.as('closed_at'));

type Row = Awaited<ReturnType<ReturnType<typeof base>['executeTakeFirstOrThrow']>>;

const fromRow = (row: Row): Organisation => ({
  id: row.id,
  siret: row.siret,
  siren: row.siren,
  name: row.name,
  tradeName: row.trade_name,
  legalForm: row.legal_form,
  isAssociation: row.is_association,
  nda: row.nda,
  uai: row.uai,
  rna: row.rna,
  qualiopi: row.qualiopi,
  address: row.address,
  postcode: row.postcode,
  commune: row.commune,
  department: row.department,
  isClosed: row.is_closed,
  closedAt: row.closed_at,
  network: row.network,
  registerSource: row.register_source as RegisterSource,
  fetchedAt: row.fetched_at,
});

export async function organisationById(db: DbOrTx, id: string): Promise<Organisation | null> {
  if (!isId(id)) return null;
  const row = await base(db).where('id', '=', id).executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** @param ids at most a page of them; unknown ones are absent from the answer */
export async function organisationsById(
  db: DbOrTx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Organisation>> {
  const known = ids.filter(isId);
  if (known.length === 0) return new Map();
  const rows = await base(db).where('id', 'in', known).execute();
  return new Map(rows.map((row) => [row.id, fromRow(row)]));
}

/** @param siret as typed: spaces are accepted */
export async function organisationBySiret(db: DbOrTx, siret: string): Promise<Organisation | null> {
  const checked = checkSiret(siret);
  if (checked.fault) return null;
  const row = await base(db).where('siret', '=', checked.value).executeTakeFirst();
  return row ? fromRow(row) : null;
}

export const SEARCH_LIMIT = 25;

/**
 * By beginnings of words of the name, trade name, commune, post code, SIRET, SIREN, UAI or activity number; accents and
 * case do not count; every word must be found. Open establishments first, then by name.
 *
 * @param limit at most 100
 */
export async function searchOrganisations(
  db: DbOrTx,
  text: string,
  limit = SEARCH_LIMIT,
  offset = 0,
): Promise<Organisation[]> {
  const query = prefixQuery(text);
  if (query === null) return [];
  const rows = await base(db)
    .where(sql<boolean>`search_words @@ to_tsquery('simple', ${query})`)
    .orderBy('is_closed')
    .orderBy('search_text')
    .limit(Math.min(limit, 100))
    .offset(offset)
    .execute();
  return rows.map(fromRow);
}

/** How many establishments a search finds, counted up to `ceiling`. */
export async function countOrganisations(db: DbOrTx, text: string, ceiling = 1000): Promise<number> {
  const query = prefixQuery(text);
  if (query === null) return 0;
  const { rows } = await sql<{ found: number }>`select count(*) as found from (
    select 1 from identity.organisation where search_words @@ to_tsquery('simple', ${query}) limit ${ceiling}) as page`.execute(
    db,
  );
  return rows[0]?.found ?? 0;
}

const BATCH = 1000;

const WRITTEN = `id, siret, name, trade_name, legal_form, is_association, nda, uai, rna, qualiopi, address, postcode,
  commune, department, is_closed, closed_at, network, register_source, fetched_at, search_text`;
const SHAPE = `id uuid, siret text, name text, trade_name text, legal_form text, is_association boolean, nda text, uai text,
  rna text, qualiopi boolean, address text, postcode text, commune text, department text, is_closed boolean,
  closed_at date, network text, register_source text, fetched_at timestamptz, search_text text`;
/** What the newer source says replaces; what it does not say keeps the older answer. */
const UPDATED = [
  ...['name', 'is_closed', 'closed_at', 'register_source', 'fetched_at', 'search_text'].map(
    (column) => `${column} = excluded.${column}`,
  ),
  ...`trade_name legal_form is_association nda uai rna qualiopi address postcode commune department network`
    .split(' ')
    .map((column) => `${column} = coalesce(excluded.${column}, o.${column})`),
].join(', ');

/**
 * Adds establishments, or brings known ones up to date; the imported copy never replaces what the national register said.
 * One JSON value a batch rather than twenty bound values a row.
 *
 * @returns how many rows were written
 */
export async function saveOrganisations(db: DbOrTx, facts: readonly OrganisationFacts[]): Promise<number> {
  let written = 0;
  for (let from = 0; from < facts.length; from += BATCH) {
    const rows = JSON.stringify(facts.slice(from, from + BATCH).map(toRow));
    const result = await sql`insert into identity.organisation as o (${sql.raw(WRITTEN)})
      select ${sql.raw(WRITTEN)} from jsonb_to_recordset(${rows}::jsonb) as r(${sql.raw(SHAPE)})
      on conflict (siret) do update set ${sql.raw(UPDATED)}
        where o.register_source = 'imported' or excluded.register_source = 'national'`.execute(db);
    written += Number(result.numAffectedRows ?? 0n);
  }
  return written;
}

const toRow = (o: OrganisationFacts) => ({
  id: newId(),
  siret: o.siret,
  name: o.name,
  trade_name: o.tradeName,
  legal_form: o.legalForm,
  is_association: o.isAssociation,
  nda: o.nda,
  uai: o.uai,
  rna: o.rna,
  qualiopi: o.qualiopi,
  address: o.address,
  postcode: o.postcode,
  commune: o.commune,
  department: o.department,
  is_closed: o.isClosed,
  closed_at: o.closedAt,
  network: o.network,
  register_source: o.registerSource,
  fetched_at: o.fetchedAt,
  search_text: searchTextOf(o),
});

export async function importedCount(db: DbOrTx): Promise<number> {
  const row = await db
    .selectFrom('identity.organisation')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('register_source', '=', 'imported')
    .executeTakeFirstOrThrow();
  return row.count;
}
