import { expect, test } from 'vitest';
import { CURRENT_FORMAT, factsOfFiles, fileOf } from './files.ts';
import { FILE_NAMES } from './model/edition.ts';
import type { Line } from './model/line.ts';

const LINE: Line = {
  number: 'DEFFINUM-2027-0001',
  version: 1,
  signedOn: '2027-01-11',
  call: 'Appel d’essai',
  wave: 'Vague 1',
  title: '=Projet d’essai',
  summary: 'Un résumé, avec « guillemets » et "virgules", sur\ndeux lignes.',
  funder: { name: 'Attribuant d’essai', siret: '35600000000048', notified: false },
  beneficiary: { name: 'Bénéficiaire d’essai', siret: '73282932000074', isLead: true },
  totalCents: 123_456_789,
  shareCents: 100_000_001,
  share: '0.8100000737',
  startsOn: '2027-02-01',
  endsOn: '2029-01-31',
  payments: { from: '2027-02-01', to: '2029-01-31', count: 3 },
};
async function* one() {
  yield [LINE];
}

/** Told when format 1 was published. A change of one byte is another format, with its own number, not another hash here. */
const FORMAT_1 = {
  'subventions-scdl.csv': '515ae0357d95fd05092400338db48b84ac2b966503fff418cb00858b5e615c66',
  'subventions-360giving.json': '62198230533b94b673c9bdda8d75b93914517254671d4248710d70a3927074c1',
  'subventions.csv': 'd92b9a86c7826545fe87ff6e8998d4a5260a12e2c189c2fcd3ee5d9287b9d95b',
  'subventions.json': '7eb0bea6276596af05045e013e284d9e96af41d9d5a8fbff988d76d769d7a160',
};

test('format 1 writes for ever the bytes of which the hashes were told', async () => {
  const facts = await factsOfFiles(1, one());
  expect(Object.fromEntries(FILE_NAMES.map((name) => [name, facts[name].sha256]))).toEqual(FORMAT_1);
});

test('an edition of a format of tomorrow is not guessed at', async () => {
  await expect(factsOfFiles(CURRENT_FORMAT + 1, one())).rejects.toThrow('written by a later version');
  await expect(fileOf(CURRENT_FORMAT + 1, 'subventions.csv', one()).next()).rejects.toThrow();
});
