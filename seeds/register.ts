import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importedCount } from '../src/identity/index.ts';
import { readRegister } from '../src/identity/register/import.ts';
import { saveOrganisations } from '../src/identity/store/organisations.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import type { Chapter } from './world.ts';

const FOLDER = join(import.meta.dirname, '../data/register');
const NETWORKS = ['mfr', 'cci', 'greta', 'afpa'];

/** Reads the copy shipped with the product; returns how many establishments were written. */
export async function importRegister({ db, clock }: Pick<Kernel, 'db' | 'clock'>): Promise<number> {
  const read = (name: string) => readFile(join(FOLDER, name), 'utf8');
  const networks = await Promise.all(
    NETWORKS.map(async (network) => ({ network, text: await read(`training-network-${network}.csv`) })),
  );
  const { facts } = readRegister(await read('training-organisations.csv'), networks, clock.now());
  return db.transaction().execute((tx) => saveOrganisations(tx, facts));
}

/** The register of training organisations, so that an establishment is found with no network. */
export const registerChapter: Chapter = async (kernel, say) => {
  if ((await importedCount(kernel.db)) >= 6000) return;
  say('Registre : 6 059 organismes de formation');
  await importRegister(kernel);
};
