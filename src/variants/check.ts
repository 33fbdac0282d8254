import type { Readable } from 'node:stream';
import type { Validation } from './model/validation.ts';
import { LIMITS } from './process/limits.ts';
import { runApart } from './process/run.ts';

const REPORT_BYTES = 1024 * 1024;

/** What the Khronos validator says of a scene. `null`: it gave no answer within its time and its memory. */
export async function validateScene(
  mediaType: string,
  sizeBytes: number,
  open: () => Promise<Readable>,
): Promise<Validation | null> {
  if (sizeBytes > LIMITS.sourceBytes.scene) return null;
  const bounds = { timeMs: LIMITS.validateMs, answerBytes: REPORT_BYTES };
  const { bytes } = await runApart({ is: 'validate', mediaType }, await open(), bounds);
  return bytes === null ? null : (JSON.parse(bytes.toString('utf8')) as Validation);
}
