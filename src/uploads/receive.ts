import { Readable } from 'node:stream';
import { type Decision, refuse } from '../kernel/decision.ts';
import { factsOf, recordFile } from '../kernel/file-facts.ts';
import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { contentOf } from './content.ts';
import {
  decideContent,
  decideUpload,
  MAX_FORM_FILE_BYTES,
  type Purpose,
  type UploadDemand,
  type UploadRefusal,
} from './model.ts';
import {
  type FinishedUpload,
  finishedUpload,
  finishUpload,
  type Owner,
  openUpload,
  pendingOf,
  refuseUpload,
  type UploadLine,
} from './store.ts';

export const SCAN_FILE = 'uploads.scan-file';

type Receiver = Pick<Kernel, 'config' | 'db' | 'files' | 'jobs' | 'clock'>;

/** Judges a demand and opens its line, or says why not. */
export function beginUpload(
  { db }: Pick<Kernel, 'db'>,
  id: string,
  owner: Owner,
  demand: UploadDemand,
  at: Instant,
): Promise<Decision<{ name: string; sizeBytes: number }, UploadRefusal>> {
  return db.transaction().execute(async (tx) => {
    const decision = decideUpload(demand, await pendingOf(tx, owner.personId, demand.purpose));
    if (decision.refusal === null)
      await openUpload(tx, { id, owner, purpose: demand.purpose, ...decision.changes }, at);
    return decision;
  });
}

/**
 * A file is whole: its content is judged, then stored for good, then its line says so. Run again after a fault at any
 * point, it goes on from there.
 *
 * @param read opens the bytes received, from the beginning
 * @returns why it is refused, or `null`
 */
export async function completeUpload(
  kernel: Receiver,
  upload: Pick<UploadLine, 'id' | 'name' | 'declaredBytes' | 'purpose'>,
  read: () => Promise<Readable>,
): Promise<UploadRefusal | null> {
  const judged = decideContent(upload.name, await contentOf(read), upload.purpose);
  if (judged.refusal !== null) {
    await refuseUpload(kernel.db, upload.id, judged.refusal.code);
    return judged.refusal;
  }
  const stored = await kernel.files.put(await read());
  if (stored.sizeBytes !== upload.declaredBytes)
    throw new Error(`upload ${upload.id}: ${stored.sizeBytes} bytes stored, ${upload.declaredBytes} announced`);
  const known = await factsOf(kernel.db, stored.sha256);
  if (known?.scanState === 'infected') {
    await refuseUpload(kernel.db, upload.id, 'infected');
    return { code: 'infected' };
  }
  await kernel.db.transaction().execute(async (tx) => {
    const at = kernel.clock.now();
    const facts = await recordFile(tx, stored, judged.changes.mediaType, at);
    await finishUpload(tx, upload.id, facts, at);
    if (kernel.config.CLAMD && facts.scanState === 'not_scanned')
      await kernel.jobs.enqueue(tx, SCAN_FILE, { sha256: stored.sha256 });
  });
  return null;
}

/**
 * The way without script: a file that came in a plain form, up to `MAX_FORM_FILE_BYTES`.
 *
 * @param file as `formData()` gives it; an empty one is refused as such
 */
export async function storeFormFile(
  kernel: Receiver,
  owner: Owner,
  file: File,
  at: Instant,
  purpose: Purpose = 'document',
): Promise<Decision<FinishedUpload, UploadRefusal>> {
  const id = newId();
  const demand = { name: file.name, sizeBytes: file.size, maxBytes: MAX_FORM_FILE_BYTES, purpose };
  const begun = await beginUpload(kernel, id, owner, demand, at);
  if (begun.refusal !== null) return begun;
  const bytes = Buffer.from(await file.arrayBuffer());
  const upload = { id, name: begun.changes.name, declaredBytes: begun.changes.sizeBytes, purpose };
  // A form that fails is sent again whole: its line is closed, so that it counts for nothing.
  const refusal = await completeUpload(kernel, upload, async () => Readable.from([bytes])).catch(async (error) => {
    await refuseUpload(kernel.db, id, 'cancelled');
    throw error;
  });
  if (refusal !== null) return refuse(refusal);
  const finished = await finishedUpload(kernel.db, id, owner.personId, purpose);
  if (finished === null) throw new Error(`upload ${id} finished and not found`);
  return { changes: finished, refusal: null };
}
