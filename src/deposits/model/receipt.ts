import { type Instant, zonedLocal } from '../../kernel/instant.ts';

export const RECEIPT_FORMAT = 'deffinum-recepisse/1';

/** A file of the sealed application. `name` is its path in the archive. */
export interface ManifestFile {
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** Service in charge of the application. Source: CRPA R112-5 2°, R112-11-1 2°. */
export interface Service {
  readonly name: string;
  readonly postalAddress: string;
  readonly email: string;
  readonly phone: string;
}

/** What the chain covers: everything a receipt says but its own place in the chain. */
export interface ReceiptContent {
  readonly format: typeof RECEIPT_FORMAT;
  readonly number: string;
  readonly call: { readonly id: string; readonly slug: string; readonly title: string };
  readonly wave: { readonly id: string; readonly number: number; readonly closesAt: string };
  readonly application: { readonly id: string; readonly number: string; readonly title: string };
  /** Organisation that leads the consortium: a legal person, never a natural one. */
  readonly lead: { readonly name: string; readonly siret: string };
  readonly deposit: { readonly id: string; readonly number: number; readonly version: string };
  /** ISO 8601, milliseconds, UTC. */
  readonly arrivedAt: string;
  readonly files: readonly ManifestFile[];
  /** SHA-256 of the canonical JSON of `files`. */
  readonly manifestSha256: string;
  readonly service: Service;
  readonly mentions: Mentions;
  readonly keyId: string;
  /** Only in a rehearsal: nothing of it is real. */
  readonly rehearsal?: true;
}

export interface ChainPosition {
  /** 1, 2, 3… in the wave, without gap. Proves inclusion, never order of arrival. */
  readonly seq: number;
  readonly previousHash: string;
  /** SHA-256 of the canonical JSON of the receipt without `chain`. */
  readonly contentSha256: string;
  /** SHA-256(previousHash ‖ contentSha256), both as 32 bytes. */
  readonly hash: string;
}

export interface ReceiptBody extends ReceiptContent {
  readonly chain: ChainPosition;
}

/** The document an applicant keeps. */
export interface Receipt {
  readonly body: ReceiptBody;
  readonly signature: {
    readonly algorithm: 'Ed25519';
    readonly keyId: string;
    /** SPKI, PEM: convenient, and worth nothing unless it is the one published by the platform. */
    readonly publicKey: string;
    /** Base64, over the canonical JSON of `body`. */
    readonly value: string;
  };
  /** RFC 3161 token over the SHA-256 of the canonical JSON of `body`, Base64 DER, once an authority gave it. */
  readonly timeStamp?: { readonly token: string };
}

/** Mentions required by CRPA R112-5 and R112-11-1 for a request that silence rejects. */
export interface Mentions {
  /** `YYYY-MM-DD` in Paris. */
  readonly receivedOn: string;
  readonly implicitDecision: 'rejection';
  /** First day on which silence means rejection: two months after reception (CRPA L231-4 3°, R112-5 1°). */
  readonly implicitRejectionOn: string;
  /** Last day of the two months to go to court, if no express decision came (CJA R421-2). */
  readonly appealUntil: string;
  readonly law: readonly string[];
}

const MONTHS_OF_SILENCE = 2;
const MONTHS_TO_APPEAL = 2;

export function mentionsFor(receivedAt: Instant): Mentions {
  const receivedOn = zonedLocal(receivedAt).slice(0, 10);
  const implicitRejectionOn = addMonths(receivedOn, MONTHS_OF_SILENCE);
  return {
    receivedOn,
    implicitDecision: 'rejection',
    implicitRejectionOn,
    appealUntil: addMonths(implicitRejectionOn, MONTHS_TO_APPEAL),
    law: LAW,
  };
}

/** In the person's language, once, so that the page, the PDF and the JSON say the same. */
const LAW: readonly string[] = [
  'Cet accusé de réception est délivré en application des articles L. 112-3, L. 112-11, R. 112-5 et R. 112-11-1 du code des relations entre le public et l’administration.',
  'Votre demande présente un caractère financier : le silence gardé pendant deux mois vaut décision de rejet (article L. 231-4, 3°, du même code).',
  'Si des pièces manquent, le service vous en donne la liste et le délai pour les fournir ; le délai de deux mois est alors suspendu (article L. 114-5).',
  'Contre la décision de rejet, vous pouvez former un recours gracieux auprès du service désigné ci-dessus, ou un recours hiérarchique, dans les deux mois ; ce recours interrompt le délai du recours contentieux (article L. 411-2).',
  'Vous pouvez aussi saisir le tribunal administratif compétent dans les deux mois qui suivent la décision, expresse ou implicite (articles R. 421-1 et R. 421-2 du code de justice administrative), par courrier ou sur www.telerecours.fr.',
];

/** Same day of the month, or the last day of a shorter month, as the law counts months. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

/** « DEFFINUM-V4-00012 »: call, wave, position in the wave's chain. */
export const receiptNumber = (slug: string, wave: number, seq: number): string =>
  `${slug.toUpperCase()}-V${wave}-${String(seq).padStart(5, '0')}`;
