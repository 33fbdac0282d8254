import { randomBytes } from 'node:crypto';
import type { DepositDraft } from '../../applications/index.ts';
import { canonical } from '../../kernel/journal.ts';
import type { ManifestFile, Service } from '../model/receipt.ts';
import { annexName, SNAPSHOT_NAME } from './archive.ts';
import { sha256 } from './seal.ts';

/** 32 hexadecimal digits that any change of what people wrote changes; the verdicts of the rules are left out. */
export function versionOf({ content, files }: DepositDraft): string {
  const { checks: _judged, ...written } = content;
  return sha256(canonical([written, files]))
    .toString('hex')
    .slice(0, 32);
}

/** The text of the file beside its annexes. The salt keeps its hash from telling anything of a content that was erased. */
export function sealedFiles(draft: DepositDraft): { snapshot: string; files: ManifestFile[] } {
  const snapshot = canonical({ salt: randomBytes(16).toString('hex'), dossier: draft.content });
  const text = Buffer.from(snapshot);
  const first: ManifestFile = {
    name: SNAPSHOT_NAME,
    mediaType: 'application/json',
    sizeBytes: text.length,
    sha256: sha256(text).toString('hex'),
  };
  const annexes = draft.files.map((file, index) => ({
    name: annexName(index + 1, file.name),
    mediaType: file.mediaType,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
  }));
  return { snapshot, files: [first, ...annexes] };
}

/** Number a person can dictate: the end of the identifier, where two files differ. */
export const applicationNumber = (id: string): string => `D-${id.replaceAll('-', '').slice(-8).toUpperCase()}`;

export const serviceOf = (contact: { service: string; email: string; address: string; phone?: string }): Service => ({
  name: contact.service,
  postalAddress: contact.address,
  email: contact.email,
  phone: contact.phone ?? '',
});
