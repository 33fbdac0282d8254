import { factsOf, recordScan, unscanned } from '../kernel/file-facts.ts';
import { plus } from '../kernel/instant.ts';
import { record } from '../kernel/journal.ts';
import type { JobTable, Kernel } from '../kernel/kernel.ts';
import { post } from '../kernel/mail.ts';
import { scan } from './clamd.ts';
import { quarantineLetter } from './messages.ts';
import { OPEN_LASTS_MS, UNUSED_LASTS_MS } from './model.ts';
import { SCAN_FILE } from './receive.ts';
import { dropParts, stagingOf } from './staging.ts';
import { expiredUploads, forgetUpload, sendersOf } from './store.ts';

export const CLEAN_UP = 'uploads.clean-up';
export const RESCAN = 'uploads.scan-waiting';
/** Lines a run takes; the next run takes the rest. */
const BATCH = 500;

export const uploadJobs: JobTable = {
  [SCAN_FILE]: (kernel, { sha256 }) => scanFile(kernel, String(sha256)),
  [CLEAN_UP]: (kernel) => cleanUp(kernel),
  [RESCAN]: (kernel) => scanWaiting(kernel),
};

/** Asks the antivirus once for each content; a verdict already there is kept. */
async function scanFile(kernel: Kernel, sha256: string): Promise<void> {
  const { config, db, files, clock } = kernel;
  if (!config.CLAMD || (await factsOf(db, sha256))?.scanState !== 'not_scanned') return;
  const verdict = await scan(config.CLAMD, await files.open(sha256));
  await db.transaction().execute(async (tx) => {
    const at = clock.now();
    if (!(await recordScan(tx, sha256, verdict, at)) || verdict === 'clean') return;
    for (const sender of await sendersOf(tx, sha256)) {
      const letter = { to: sender.address, ...quarantineLetter(sender.name) };
      await post(tx, kernel.jobs, { ...letter, about: 'uploads.quarantine', onceKey: `quarantine ${sender.id}` }, at);
    }
    await record(tx, 'uploads', {
      subjectType: 'file',
      subjectId: sha256,
      event: 'file-quarantined',
      authorId: null,
      at,
      reason: 'L’antivirus a reconnu un programme malveillant.',
      legalBasis: 'Règle de sécurité de la plateforme : un fichier infecté n’est jamais transmis.',
      before: { scanState: 'not_scanned' },
      after: { scanState: 'infected' },
    });
  });
}

/** Files received while the antivirus was absent or down. */
async function scanWaiting({ config, db, jobs }: Kernel): Promise<void> {
  if (!config.CLAMD) return;
  await db.transaction().execute(async (tx) => {
    for (const sha256 of await unscanned(tx, BATCH)) await jobs.enqueue(tx, SCAN_FILE, { sha256 });
  });
}

/** Uploads begun and left, files that no form took. */
async function cleanUp({ config, db, clock, log }: Kernel): Promise<void> {
  const now = clock.now();
  const staging = stagingOf(config);
  const expired = await expiredUploads(db, plus(now, -OPEN_LASTS_MS), plus(now, -UNUSED_LASTS_MS), BATCH);
  for (const id of expired) {
    await dropParts(staging, id);
    await forgetUpload(db, id);
  }
  if (expired.length > 0) log.info({ uploads: expired.length }, 'uploads cleaned up');
}
