import type { DbOrTx, Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { askVariants, type Hints, progressOf, variantsOf } from '../../variants/index.ts';
import { formOf, type Light, lightVersion, offeredOf, widthOf } from '../model/light.ts';
import type { Report } from '../model/verdict.ts';
import type { Depositor } from './deposit.ts';
import { lockForMember } from './read.ts';

interface Let {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly report: Report;
}

/** Nothing is asked for a kind that has no lighter form. */
export async function askLight(tx: Tx, jobs: Kernel['jobs'], { sha256, sizeBytes, report }: Let, at: Instant) {
  const form = formOf(report.kind);
  if (form === null) return;
  await askVariants(tx, jobs, { sha256, sizeBytes, form, mediaType: report.mediaType, width: widthOf(report) }, at);
}

/**
 * Asks again for the lighter forms of one's resource: what failed, what waits, or all where none was ever asked. Twice does no more.
 *
 * @returns `false`: no such resource for this person, or it has no lighter form
 */
export function askLightAgain(
  { db, jobs }: Pick<Kernel, 'db' | 'jobs'>,
  by: Depositor,
  resourceId: string,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const resource = await lockForMember(tx, resourceId, by.personId, by.at);
    const version = resource ? lightVersion(resource.versions) : null;
    if (!version?.report) return false;
    await askLight(tx, jobs, { ...version, report: version.report }, by.at);
    return true;
  });
}

/** @returns the lighter forms of a version and the one offered to this device; `null` for a kind that has none */
export async function lightOf(db: DbOrTx, { sha256, sizeBytes, report }: Let, hints: Hints): Promise<Light | null> {
  const form = formOf(report.kind);
  if (form === null) return null;
  const variants = await variantsOf(db, sha256);
  const progress = (await progressOf(db, [sha256])).get(sha256);
  return { form, variants, progress, offered: offeredOf(variants, report, sizeBytes, hints)?.name ?? null };
}
