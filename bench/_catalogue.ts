import type pg from 'pg';

const BATCH = 50_000;
/** Words of the catalogue, and sentences made of them, of which each description takes four. */
const WORDS = 40_000;
const SENTENCES = 20_000;

/**
 * A catalogue of this size, made in the database: made-up words that follow the law of frequencies of a language (the
 * most common is in one description out of ten), and facets as unequal as they are in life. The same at each run.
 */
export async function plantCatalogue(pool: pg.Pool, resources: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // What triggers and foreign keys would say a row at a time is said once, at the end.
    await client.query("set local session_replication_role = replica; set local maintenance_work_mem = '256MB'");
    await client.query('select setseed(0.42)');
    await client.query(VOCABULARY);
    await client.query(PHRASES);
    await client.query('drop index commons.entry_found, commons.entry_ties');
    for (let from = 1; from <= resources; from += BATCH)
      for (const statement of [ENTRIES, RESOURCES, VERSIONS])
        await client.query(statement, [from, Math.min(resources, from + BATCH - 1)]);
    await client.query('create index entry_found on commons.entry using gin (words, facets)');
    await client.query('create index entry_ties on commons.entry using gin (ties)');
    await client.query(TALLIES);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  for (const table of ['entry', 'resource', 'version', 'word', 'tally'])
    await pool.query(`vacuum analyze commons.${table}`);
}

const SYLLABLES = `(select array_agg(c || v order by c, v) as s
  from unnest(string_to_array('b c d f g l m n', ' ')) c, unnest(string_to_array('a i o u y', ' ')) v) syllables`;
const VOCABULARY = `
  create temporary table vocabulary on commit drop as
    select n as rank, s[1 + n % 40] || s[1 + (n / 40) % 40] || s[1 + (n / 1600) % 40] || 'k' as word
    from generate_series(1, ${WORDS}) n, ${SYLLABLES};
  alter table vocabulary add primary key (rank);
  insert into commons.word (word, stem, published)
    select word, (tsvector_to_array(to_tsvector('french', word)))[1], 1 + ${WORDS} / rank from vocabulary`;

/** Ranks drawn with a chance of 1 / (rank + 49). */
const PHRASES = `
  create temporary table phrase on commit drop as
    select n, string_agg(word, ' ') as text, to_tsvector('french', string_agg(word, ' ')) as words
    from (select n, (50 * power(${WORDS} / 50.0, random()))::int - 49 as rank
      from generate_series(1, ${SENTENCES}) n, generate_series(1, 8)) drawn join vocabulary using (rank) group by n;
  alter table phrase add primary key (n);
  analyze phrase`;

const ID = `('00000000-0000-7000-8000-' || lpad(to_hex(drawn.n), 12, '0'))::uuid`;
const DRAWN = `
  select n, 1 + (random() * (${SENTENCES} - 1))::int as a, 1 + (random() * (${SENTENCES} - 1))::int as b,
    1 + (random() * (${SENTENCES} - 1))::int as c, 1 + (random() * (${SENTENCES} - 1))::int as d,
    power(random(), 2) as sector, power(random(), 2) as kind, random() as way, random() as level, random() as tool,
    random() as tongue, random() as licence, (random() * 25)::int as quality, (power(random(), 3) * 20)::int as reuse,
    (random() * 15)::int as freshness
  from generate_series($1::int, $2::int) n`;
const KINDS = `array['scorm-1.2','pdf','video','scorm-2004','h5p','office','webxr','gltf','panorama','cmi5','audio','xapi']`;
const ENTRIES = `
  insert into commons.entry
    (resource_id, words, title_words, facets, ties, quality, reuse, freshness, published_at, rules, weighed_at)
  select ${ID}, setweight(pa.words, 'A') || setweight(pb.words, 'B') || setweight(pc.words || pd.words, 'C'),
    setweight(pa.words, 'A'),
    array['secteur:Secteur ' || (sector * 40)::int, 'type:' || (${KINDS})[1 + floor(kind * 12)::int],
      'modalite:' || (array['distance','on-site','work-situation'])[1 + floor(way * 3)::int],
      'niveau:' || (2 + floor(level * 7)::int), 'langue:fr',
      'licence:' || case when licence < 0.6 then 'etalab-2.0' when licence < 0.9 then 'CC-BY-SA-4.0' else 'MIT' end]
      || case when tool < 0.2 then array['materiel:headset', 'materiel:controllers'] when tool < 0.7
        then array['materiel:computer'] else array['materiel:phone'] end
      || case when tongue < 0.1 then array['langue:en'] else '{}' end,
    array['F' || (1000 + (sector * 400)::int), 'mot ' || (kind * 3000)::int],
    quality, reuse, freshness, timestamptz '2026-01-01' + drawn.n * interval '10 seconds', 1, now()
  from (${DRAWN}) drawn join phrase pa on pa.n = a join phrase pb on pb.n = b join phrase pc on pc.n = c
    join phrase pd on pd.n = d`;
const BETWEEN = `e.resource_id between ('00000000-0000-7000-8000-' || lpad(to_hex($1::int), 12, '0'))::uuid
  and ('00000000-0000-7000-8000-' || lpad(to_hex($2::int), 12, '0'))::uuid`;
const RESOURCES = `
  insert into commons.resource
    (id, ark_name, organisation_id, created_by, created_at, published_version, published_at)
  select resource_id, 'df' || translate(right(replace(resource_id::text, '-', ''), 10), 'a', 'g'), resource_id, resource_id, published_at, 1, published_at
  from commons.entry e where ${BETWEEN}`;
const VERSIONS = `
  insert into commons.version (resource_id, number, state, sha256, file_name, size_bytes, report, description,
    deposited_by, deposited_at, published_by, published_at)
  select resource_id, 1, 'published', repeat('0', 64), 'module.zip', 1000000,
    jsonb_build_object('kind', 'pdf', 'remarks', '[]'::jsonb),
    jsonb_build_object('title', 'Une ressource', 'summary', repeat('Un résumé de la ressource. ', 12), 'durationMinutes', 30,
      'keywords', '[]'::jsonb, 'equipment', '[]'::jsonb, 'languages', '["fr"]'::jsonb),
    resource_id, published_at, resource_id, published_at
  from commons.entry e where ${BETWEEN}`;
const TALLIES = `
  insert into commons.tally (tag, resources)
  select tag, count(*) from (select unnest(array['*'] || facets) as tag from commons.entry) counted group by tag`;
