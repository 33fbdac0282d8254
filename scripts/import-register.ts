import { readFile } from 'node:fs/promises';
import { readRegister } from '../src/identity/register/import.ts';
import { saveOrganisations } from '../src/identity/store/organisations.ts';
import { openInstallation } from './start/installation.ts';

/** `npm run import-register -- organisations.csv [network=file.csv …]`: establishments known without the national register. */
const [file = '', ...networks] = process.argv.slice(2);
const malformed = networks.filter((one) => !/^[a-z]+=./.test(one));
if (file === '' || malformed.length > 0) {
  console.error('Usage : npm run import-register -- organismes.csv [mfr=fichier.csv cci=fichier.csv …]');
  process.exit(2);
}
const texts = await Promise.all(
  networks.map(async (one) => {
    const cut = one.indexOf('=');
    return { network: one.slice(0, cut), text: await readFile(one.slice(cut + 1), 'utf8') };
  }),
);
const { kernel, close } = await openInstallation('import-register');
const { facts, refused } = readRegister(await readFile(file, 'utf8'), texts, kernel.clock.now());
const written = await kernel.db.transaction().execute((tx) => saveOrganisations(tx, facts));
console.log(
  `${facts.length} établissements lus, ${written} écrits, ${refused} lignes écartées (SIRET faux, sans nom ou en double).`,
);
await close();
process.exit(facts.length > 0 ? 0 : 1);
