import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import type pg from 'pg';
import giving from '../data/schemas/360giving-grant-subset.json' with { type: 'json' };
import type { Proof } from '../scripts/prove.ts';
import { createApp } from '../src/app.tsx';
import type { Kernel } from '../src/kernel/kernel.ts';
import { formatCents, sumCents } from '../src/kernel/money.ts';
import { GRANTS_SCHEMA, isSiret, newestEdition } from '../src/publication/index.ts';
import { faultsOfRow, headerFaults } from '../src/publication/model/table-schema.ts';
import { onFundedRig } from './_funded.ts';
import { faultsOf } from './_json-schema.ts';

const FILES = ['subventions-scdl.csv', 'subventions-360giving.json', 'subventions.csv', 'subventions.json'];

export const proof: Proof = {
  promise: 'les données ouvertes sont valides, égales au grand livre, et ne nomment personne',
  run: () =>
    onFundedRig(async (kernel, client, agreements) => {
      const site = siteOf(kernel);
      return [
        await signedOnly(client, agreements.length),
        await valid(site),
        await totals(kernel, client, site),
        await impersonal(client, site),
        await kept(kernel, site),
      ];
    }),
};

type Site = (path: string) => Promise<string>;

function siteOf(kernel: Kernel): Site {
  const app = createApp(kernel, async () => null);
  return async (path) => {
    const answer = await app.request(`${kernel.config.PUBLIC_URL}${path}`);
    check(answer.status === 200, `${path} answers ${answer.status}`);
    return answer.text();
  };
}

/** Every published line has its signed agreement, and every signed agreement its lines. */
async function signedOnly(client: pg.Client, agreements: number): Promise<string> {
  const { rows } = await client.query<{ strays: number; missing: number; lines: number }>(
    `select (select count(*)::int from publication.line l where l.to_edition is null and not exists (
        select 1 from grants.agreement a join grants.signature s on s.agreement_id = a.id and s.version = a.in_force_version
        where a.id = l.agreement_id and s.signer = 'state')) as strays,
      (select count(*)::int from grants.agreement a where a.in_force_version is not null and not exists (
        select 1 from publication.line l where l.agreement_id = a.id and l.to_edition is null)) as missing,
      (select count(*)::int from publication.line where to_edition is null) as lines`,
  );
  const [found] = rows;
  check(
    found?.strays === 0 && found.missing === 0,
    `${found?.strays} lines unsigned, ${found?.missing} agreements unpublished`,
  );
  return `${found?.lines} lignes pour ${agreements} conventions : aucune sans signature, aucune convention sans ligne`;
}

async function valid(site: Site): Promise<string> {
  const [header = [], ...rows] = parse(await site(`/donnees-ouvertes/${FILES[0]}`)) as string[][];
  const records = rows.map((row) => Object.fromEntries(row.map((cell, index) => [header[index] ?? '', cell])));
  const faults = [
    ...headerFaults(GRANTS_SCHEMA, header),
    ...records.flatMap((row) => faultsOfRow(GRANTS_SCHEMA, row, isSiret)),
  ];
  check(records.length > 0 && faults.length === 0, `the national schema refuses: ${JSON.stringify(faults[0])}`);
  const spoiled = faultsOfRow(GRANTS_SCHEMA, { ...records[0], idBeneficiaire: '12345678912345' }, isSiret);
  check(spoiled.length > 0, 'a false SIRET was not seen');
  const grants = JSON.parse(await site(`/donnees-ouvertes/${FILES[1]}`)) as { grants: object[] };
  const wrong = faultsOf(giving, grants);
  check(grants.grants.length === records.length && wrong.length === 0, `360Giving refuses: ${wrong[0]}`);
  check(
    faultsOf(giving, { grants: [{ ...grants.grants[0], currency: 'XXX' }] }).length > 0,
    'a false currency was not seen',
  );
  return `${records.length} lignes valides au schéma national SCDL 2.1.1 et à 360Giving ; témoins : un SIRET et une devise faux sont vus`;
}

async function totals({ db }: Kernel, client: pg.Client, site: Site): Promise<string> {
  const own = JSON.parse(await site('/donnees-ouvertes/subventions.json')) as { part_beneficiaire_centimes: number }[];
  const file = sumCents(own.map((row) => row.part_beneficiaire_centimes));
  const { rows } = await client.query<{ cents: number }>(
    `select sum(balance)::float8 as cents from ledger.account
     where book = 'AE' and (code like 'agreement:%' or stage = 'recovered')`,
  );
  check(file > 0 && file === rows[0]?.cents, `the file says ${file}, the ledger ${rows[0]?.cents}`);
  check((await newestEdition(db))?.totalCents === file, 'the edition says another total');
  const grants = JSON.parse(await site(`/donnees-ouvertes/${FILES[1]}`)) as { grants: { amountAwarded: number }[] };
  const awarded = sumCents(grants.grants.map(({ amountAwarded }) => Math.round(amountAwarded * 100)));
  check(awarded === file, `360Giving sums to ${awarded}`);
  const [header = [], ...lines] = parse(await site(`/donnees-ouvertes/${FILES[0]}`)) as string[][];
  const at = (row: readonly string[], name: string) => Number(row[header.indexOf(name)]);
  const national = sumCents(
    lines.map((row) => Math.round(at(row, 'montant') * at(row, 'pourcentageSubvention') * 100)),
  );
  check(national === file, `the national file sums to ${national}`);
  check((await site('/donnees-ouvertes')).includes(formatCents(file)), 'the page shows another total');
  return `${formatCents(file)} dans les quatre fichiers, à l’écran et au grand livre, au centime`;
}

async function impersonal(client: pg.Client, site: Site): Promise<string> {
  const { rows: people } = await client.query<{ name: string; email: string }>(
    'select name, email from identity.person',
  );
  const { rows: projects } = await client.query<{ slug: string }>('select slug from publication.project');
  const paths = ['/laureats', '/donnees-ouvertes', '/donnees-ouvertes/editions/1', '/fil-de-l-euro'];
  const all = [
    ...paths,
    ...FILES.map((name) => `/donnees-ouvertes/${name}`),
    ...projects.map(({ slug }) => `/laureats/${slug}`),
  ];
  const published = (await Promise.all(all.map(site))).join('\n');
  const named = (text: string) =>
    people.filter(
      (one) => text.toLowerCase().includes(one.name.toLowerCase()) || text.toLowerCase().includes(one.email),
    );
  check(people.length > 0 && named(published).length === 0, `published: ${JSON.stringify(named(published)[0])}`);
  check(named(`${published}\nC-1,${people[0]?.name}`).length === 1, 'a row with a person’s name was not seen');
  return `${people.length} personnes cherchées par nom et adresse dans ${Buffer.byteLength(published)} octets publiés : aucune ; témoin : une ligne qui en nomme une est vue`;
}

async function kept({ db }: Kernel, site: Site): Promise<string> {
  const edition = await newestEdition(db);
  if (edition === null) throw new Error('nothing was published');
  const files: Readonly<Record<string, { readonly sha256: string }>> = edition.files;
  for (const name of FILES) {
    const text = await site(`/donnees-ouvertes/editions/${edition.number}/${name}`);
    const announced = files[name]?.sha256;
    check(createHash('sha256').update(text).digest('hex') === announced, `${name} is not the file announced`);
  }
  return `${FILES.length} fichiers refaits à l’octet près d’après l’empreinte annoncée`;
}

function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
