import { z } from 'zod';
import type { Parsed } from '../kernel/decision.ts';
import { RECEIPT_FORMAT, type Receipt } from './model/receipt.ts';

const VERSION = /^[0-9a-f]{32}$/;

/** @returns the version shown on the page; '' when the form was tampered with, which no draft has */
export function readVersion(form: FormData): string {
  const typed = form.get('version');
  return typeof typed === 'string' && VERSION.test(typed) ? typed : '';
}

/** Bytes; a form holds 1 MB. */
export const RECEIPT_MAX = 900_000;
const hex64 = z.string().regex(/^[0-9a-f]{64}$/);

/** Only what a check reads: anything else in the text is covered by the signature and left as it is. */
const receiptShape = z.looseObject({
  body: z.looseObject({
    format: z.literal(RECEIPT_FORMAT),
    number: z.string(),
    arrivedAt: z.iso.datetime(),
    keyId: z.string(),
    manifestSha256: hex64,
    files: z.array(z.looseObject({ name: z.string(), sha256: hex64, sizeBytes: z.number() })).max(5000),
    call: z.looseObject({ title: z.string() }),
    wave: z.looseObject({ number: z.number() }),
    application: z.looseObject({ title: z.string(), number: z.string() }),
    chain: z.looseObject({ seq: z.number(), previousHash: hex64, contentSha256: hex64, hash: hex64 }),
  }),
  signature: z.looseObject({ algorithm: z.literal('Ed25519'), keyId: z.string(), value: z.string() }),
});

/** A receipt dropped as a file or pasted as text. */
export async function readReceipt(form: FormData): Promise<Parsed<Receipt>> {
  const file = form.get('fichier');
  const pasted = form.get('texte');
  const text = file instanceof File && file.size > 0 ? await file.text() : typeof pasted === 'string' ? pasted : '';
  if (text.trim() === '') return fault('Choisissez le fichier recepisse.json, ou collez son contenu.');
  if (text.length > RECEIPT_MAX)
    return fault('Ce fichier est trop long pour être un récépissé. Choisissez recepisse.json.');
  const parsed = receiptShape.safeParse(jsonOf(text));
  if (!parsed.success)
    return fault(
      'Ce texte n’est pas un récépissé Deffinum. Choisissez le fichier recepisse.json, tel que vous l’avez téléchargé.',
    );
  return { ok: true, value: parsed.data as unknown as Receipt };
}

const fault = (sentence: string): Parsed<Receipt> => ({ ok: false, errors: { fichier: sentence } });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
