import { accept, type Decision, refuse } from '../kernel/decision.ts';
import { HOUR_MS } from '../kernel/instant.ts';

export const MIB = 1024 * 1024;

/** Limits, each told to the person who meets it. */
export const MAX_UPLOAD_BYTES = 500 * MIB;
/** By a plain form, without script: read in memory, hence smaller. */
export const MAX_FORM_FILE_BYTES = 20 * MIB;
/** Uploads a person may have begun and not finished. */
export const MAX_OPEN_UPLOADS = 50;
export const MAX_OPEN_BYTES = 2048 * MIB;

/** What an upload is for: one is never taken for the other. */
export type Purpose = 'document' | 'resource';

/** A resource of the commons: a module with its films may weigh as much. Its gate judges the content, whatever the name. */
export const MAX_RESOURCE_BYTES = 20 * 1024 * MIB;

export const MAX_BYTES: Readonly<Record<Purpose, number>> = {
  document: MAX_UPLOAD_BYTES,
  resource: MAX_RESOURCE_BYTES,
};
export const OPEN_BYTES: Readonly<Record<Purpose, number>> = {
  document: MAX_OPEN_BYTES,
  resource: 2 * MAX_RESOURCE_BYTES,
};

/** A cut upload may be joined again until then. */
export const OPEN_LASTS_MS = 48 * HOUR_MS;
/** A file received that no form took. */
export const UNUSED_LASTS_MS = 7 * 24 * HOUR_MS;
const MAX_NAME = 120;

/** A kind of file we take: what its content must be, whatever its name says. */
export interface FileKind {
  readonly extensions: readonly string[];
  readonly mediaType: string;
  /** What the sniffer may answer; `null`: plain text, which has no signature. */
  readonly signatures: readonly string[] | null;
}

const OOXML = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';
const CFB = 'application/x-cfb';

const kind = (extensions: string, mediaType: string, signatures: readonly string[] | null = [mediaType]): FileKind => ({
  extensions: extensions.split(' '),
  mediaType,
  signatures,
});

/** No HTML, no SVG, no script, no macro-bearing office file: a browser or an office would run what they hold. */
export const FILE_KINDS: readonly FileKind[] = [
  kind('pdf', 'application/pdf'),
  kind('docx', `${OOXML}.wordprocessingml.document`),
  kind('xlsx', `${OOXML}.spreadsheetml.sheet`),
  kind('pptx', `${OOXML}.presentationml.presentation`),
  kind('odt', `${ODF}.text`),
  kind('ods', `${ODF}.spreadsheet`),
  kind('odp', `${ODF}.presentation`),
  kind('doc', 'application/msword', [CFB]),
  kind('xls', 'application/vnd.ms-excel', [CFB]),
  kind('ppt', 'application/vnd.ms-powerpoint', [CFB]),
  kind('csv', 'text/csv', null),
  kind('txt', 'text/plain', null),
  kind('png', 'image/png'),
  kind('jpg jpeg', 'image/jpeg'),
  kind('webp', 'image/webp'),
  kind('zip', 'application/zip'),
  kind('mp3', 'audio/mpeg'),
  kind('mp4', 'video/mp4', ['video/mp4', 'video/x-m4v', 'video/quicktime']),
  kind('webm', 'video/webm', ['video/webm', 'video/matroska']),
  kind('glb', 'model/gltf-binary'),
];

export const ACCEPTED_EXTENSIONS: readonly string[] = FILE_KINDS.flatMap(({ extensions }) => extensions);

export type UploadRefusal =
  | { readonly code: 'no-length' }
  | { readonly code: 'empty' }
  | { readonly code: 'too-large'; readonly maxBytes: number; readonly sizeBytes: number }
  | { readonly code: 'type-not-allowed'; readonly extension: string }
  | { readonly code: 'content-differs'; readonly extension: string }
  | { readonly code: 'quota'; readonly openUploads: number; readonly openBytes: number; readonly limitBytes: number }
  | { readonly code: 'infected' };

export interface UploadDemand {
  readonly name: string;
  /** `null`: the sender did not say. */
  readonly sizeBytes: number | null;
  readonly maxBytes: number;
  readonly purpose: Purpose;
}

export interface Pending {
  readonly uploads: number;
  readonly bytes: number;
}

/** Before a byte is received: everything that can be refused already is. */
export function decideUpload(
  demand: UploadDemand,
  pending: Pending,
): Decision<{ name: string; sizeBytes: number }, UploadRefusal> {
  const { sizeBytes, maxBytes, purpose } = demand;
  if (sizeBytes === null) return refuse({ code: 'no-length' });
  if (sizeBytes === 0) return refuse({ code: 'empty' });
  if (sizeBytes > maxBytes) return refuse({ code: 'too-large', maxBytes, sizeBytes });
  const name = cleanName(demand.name);
  if (purpose === 'document' && kindOf(name) === null)
    return refuse({ code: 'type-not-allowed', extension: extensionOf(name) });
  const limitBytes = OPEN_BYTES[purpose];
  if (pending.uploads >= MAX_OPEN_UPLOADS || pending.bytes + sizeBytes > limitBytes)
    return refuse({ code: 'quota', openUploads: pending.uploads, openBytes: pending.bytes, limitBytes });
  return accept({ name, sizeBytes });
}

/** What the first bytes say of a file. */
export interface Content {
  /** Media type of the signature found, or `null`. */
  readonly signature: string | null;
  readonly looksLikeText: boolean;
}

/** The name promises a kind; the content must keep the promise. A resource is judged by its gate, later. */
export function decideContent(
  name: string,
  content: Content,
  purpose: Purpose,
): Decision<{ mediaType: string }, UploadRefusal> {
  if (purpose === 'resource') return accept({ mediaType: content.signature ?? 'application/octet-stream' });
  const extension = extensionOf(name);
  const expected = kindOf(name);
  if (expected === null) return refuse({ code: 'type-not-allowed', extension });
  const { signatures, mediaType } = expected;
  const holds =
    signatures === null
      ? content.signature === null && content.looksLikeText
      : content.signature !== null && signatures.includes(content.signature);
  return holds ? accept({ mediaType }) : refuse({ code: 'content-differs', extension });
}

export const kindOf = (name: string): FileKind | null =>
  FILE_KINDS.find(({ extensions }) => extensions.includes(extensionOf(name))) ?? null;

export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** Control characters, and the invisible ones that reverse or hide what a person reads. Source: Unicode bidi controls, TR36. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu;
/** Reserved by the file systems people download to. */
const RESERVED = /[<>:"|?*]/g;

/** The name alone: no folder, nothing invisible, nothing that a file system or a header takes as an order. */
export function cleanName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const tidy = last
    .replace(INVISIBLE, '')
    .replace(RESERVED, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const name = tidy === '' ? 'document' : tidy;
  if (name.length <= MAX_NAME) return name;
  const extension = extensionOf(name).slice(0, 10);
  return `${[...name].slice(0, MAX_NAME - 11).join('')}.${extension}`;
}
