import { copyFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BackupFault, backUp, checkBackup, restore } from '../src/kernel/backup.ts';
import { openInstallation } from './start/installation.ts';

/** `npm run backup -- FOLDER`, `npm run restore -- FOLDER`: the whole of an installation, on the embedded database or a server. */
const [action = '', target = ''] = process.argv.slice(2);
const SECRET = 'secret';
if (target === '') {
  console.error(`Usage : npm run ${action} -- DOSSIER`);
  process.exit(2);
}
const folder = resolve(target);
try {
  if (action === 'restore') await checkBackup(folder);
  else if ((await readdir(folder).catch(() => [])).length > 0) throw new BackupFault(`${folder} n’est pas vide.`);
  const place = await openInstallation(action);
  const { kernel, pool, varDir } = place;
  const report =
    action === 'restore'
      ? await restore(pool, kernel.files, folder, (name, data, after) =>
          kernel.db.transaction().execute((tx) => kernel.jobs.enqueue(tx, name, data, { after })),
        )
      : await backUp(pool, kernel.files, folder, new Date());
  const [from, to] = action === 'restore' ? [folder, varDir] : [varDir, folder];
  await copyFile(join(from, SECRET), join(to, SECRET)).catch(() =>
    console.log('Le secret (SECRET) n’est pas dans ce dossier : gardez-le avec la sauvegarde.'),
  );
  console.log(`${report.tables} tables, ${report.rows} lignes, ${report.files} fichiers. Sceau : ${report.seal}`);
  await place.close();
  process.exit(0);
} catch (error) {
  if (!(error instanceof BackupFault)) throw error;
  console.error(error.message);
  process.exit(1);
}
