import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { canonical } from '../../kernel/journal.ts';
import type { ManifestFile, Receipt } from '../model/receipt.ts';

export const SNAPSHOT_NAME = 'dossier.json';
export const RECEIPT_NAME = 'recepisse.json';

const CONTROL = /\p{C}/gu;
const FORBIDDEN = /[/\\:*?"<>|]/g;
const NAME_MAX = 120;

/** Path of an annex in the archive: numbered, so that two files of the same name both stay; safe on every system. */
export function annexName(position: number, name: string): string {
  const clean = name.normalize('NFC').replace(CONTROL, '').replace(FORBIDDEN, '-').replace(/^\.+/, '').trim();
  const dot = clean.lastIndexOf('.');
  const extension = dot > 0 ? clean.slice(dot).slice(0, 12) : '';
  const stem = (dot > 0 ? clean.slice(0, dot) : clean).slice(0, NAME_MAX) || 'annexe';
  return `annexes/${String(position).padStart(2, '0')}-${stem}${extension}`;
}

export interface ArchiveContent {
  readonly receipt: Receipt;
  /** Exact text that was sealed. */
  readonly snapshot: string;
  /** Printable receipt, once the job made it. */
  readonly pdf: Buffer | null;
  readonly sealedAt: Date;
  open(sha256: string): Promise<Readable>;
}

/** The whole application with its receipt, written as it is read: an archive of several gigabytes costs no memory. */
export function archiveOf({ receipt, snapshot, pdf, sealedAt, open }: ArchiveContent): ReadableStream<Uint8Array> {
  const zip = new ZipFile();
  const options = { mtime: sealedAt, compress: true };
  zip.addBuffer(Buffer.from(canonical(receipt)), RECEIPT_NAME, options);
  if (pdf) zip.addBuffer(pdf, 'recepisse.pdf', { ...options, compress: false });
  zip.addBuffer(Buffer.from(snapshot), SNAPSHOT_NAME, options);
  for (const file of receipt.body.files) {
    if (file.name !== SNAPSHOT_NAME) addAnnex(zip, file, sealedAt, open);
  }
  zip.end();
  return Readable.toWeb(zip.outputStream as Readable) as ReadableStream<Uint8Array>;
}

function addAnnex(zip: ZipFile, file: ManifestFile, mtime: Date, open: ArchiveContent['open']): void {
  zip.addReadStreamLazy(file.name, { mtime, compress: false, size: file.sizeBytes }, (give) => {
    open(file.sha256).then(
      (stream) => give(null, stream),
      (error: Error) => give(error, Readable.from([])),
    );
  });
}
