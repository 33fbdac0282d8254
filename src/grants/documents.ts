import type { Kernel } from '../kernel/kernel.ts';
import { versionOf } from './model/whole.ts';
import { documentOf, keepDocument } from './store/documents.ts';
import { SEND_LETTERS } from './store/jobs.ts';
import { agreementById } from './store/read.ts';
import { versionText } from './store/text.ts';
import type { DocumentKind } from './tables.ts';

/** Job: prints a version, once; those who signed are then told, with the hash of what they keep. */
export async function makeDocument(
  { db, jobs, clock, config }: Kernel,
  agreementId: string,
  number: number,
  kind: DocumentKind,
): Promise<void> {
  const agreement = await agreementById(db, agreementId);
  const version = agreement ? versionOf(agreement, number) : null;
  if (agreement === null || version === null || version.textSha256 === null) return;
  if (await documentOf(db, agreementId, number, kind)) return;
  const { agreementPdf } = await import('./pdf/pdf.ts');
  const text = await versionText(db, agreement, version);
  const signatures = kind === 'signed' ? agreement.signatures.filter((one) => one.version === number) : [];
  const pdf = agreementPdf(text, version.textSha256, signatures, config.REHEARSAL);
  await db.transaction().execute(async (tx) => {
    await keepDocument(tx, { agreementId, version: number, kind }, pdf, clock.now());
    if (kind === 'signed') await jobs.enqueue(tx, SEND_LETTERS, { letter: 'in-force', agreementId, version: number });
  });
}
