import type { ReceiptContent } from './model/receipt.ts';
import { mentionsFor } from './model/receipt.ts';
import { manifestSha256, sha256 } from './receipt/seal.ts';

const file = (name: string, content: string) => ({
  name,
  mediaType: 'text/plain',
  sizeBytes: Buffer.byteLength(content),
  sha256: sha256(content).toString('hex'),
});

/** A receipt about to be sealed, with made-up identifiers. */
export function contentFixture(keyId: string, changes: Partial<ReceiptContent> = {}): ReceiptContent {
  const files = changes.files ?? [
    file('dossier.json', '{"titre":"Réalité virtuelle"}'),
    file('annexes/01-devis.txt', 'devis'),
  ];
  return {
    format: 'deffinum-recepisse/1',
    number: 'DEFFINUM-V4-00001',
    call: { id: '019f0000-0000-7000-8000-0000000000c1', slug: 'deffinum', title: 'DEFFINUM' },
    wave: { id: '019f0000-0000-7000-8000-0000000000a1', number: 4, closesAt: '2027-01-15T11:00:00.000Z' },
    application: { id: '019f0000-0000-7000-8000-0000000000d1', number: 'D-0001', title: 'Réalité virtuelle en CFA' },
    lead: { name: 'Organisme d’essai', siret: '35600000000048' },
    deposit: { id: '019f0000-0000-7000-8000-0000000000e1', number: 1, version: 'ab'.repeat(16) },
    arrivedAt: '2027-01-15T10:59:58.412Z',
    manifestSha256: manifestSha256(files),
    service: {
      name: 'Équipe de l’appel',
      postalAddress: '1 rue de l’Essai, 75007 Paris',
      email: 'appel@example.org',
      phone: '01 00 00 00 00',
    },
    mentions: mentionsFor(new Date('2027-01-15T10:59:58.412Z')),
    keyId,
    ...changes,
    files,
  };
}
