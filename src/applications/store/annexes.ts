import type { Field, FileAnswer } from '../../calls/index.ts';
import type { Db, Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { FinishedUpload } from '../../uploads/index.ts';
import { attach } from '../../uploads/index.ts';
import { mayWriteSection } from '../model/consortium.ts';
import type { Whole } from '../model/dossier.ts';
import { type Author, type EditRefusal, lockForEdit } from './edit.ts';
import { saveFields } from './fields.ts';

export type FilesField = Extract<Field, { kind: 'files' }>;

export type AnnexRefusal =
  | EditRefusal
  | { readonly code: 'upload-gone' }
  | { readonly code: 'file-type'; readonly name: string }
  | { readonly code: 'file-too-large'; readonly name: string; readonly maxBytes: number }
  | { readonly code: 'too-many-files'; readonly max: number };

export interface AnnexPlace {
  readonly sectionKey: string;
  readonly field: FilesField;
}

const answerOf = (whole: Whole, field: FilesField) =>
  (whole.fields.get(field.key)?.value ?? []) as readonly FileAnswer[];

/** Joins a file received whole; the same one twice joins once. `null`: no such file of application for this person. */
export function joinFile(
  db: Db,
  author: Author,
  place: AnnexPlace,
  uploadId: string,
): Promise<Decision<FileAnswer, AnnexRefusal> | null> {
  return change(db, author, place, async (tx, whole) => {
    const taken = await attach(tx, uploadId, author.personId, author.at);
    if (taken === null) return refuse({ code: 'upload-gone' });
    const files = answerOf(whole, place.field);
    const file = { sha256: taken.sha256, name: taken.name, sizeBytes: taken.sizeBytes, mediaType: taken.mediaType };
    if (files.some((one) => one.sha256 === file.sha256)) return accept(file);
    const refusal = faultOf(place.field, files.length, taken);
    if (refusal) return refuse(refusal);
    await write(tx, author, whole, place.field, [...files, file]);
    return accept(file);
  });
}

/** Takes a file out of the answer; its bytes stay where earlier deposits sealed them. */
export function leaveFile(
  db: Db,
  author: Author,
  place: AnnexPlace,
  sha256: string,
): Promise<Decision<null, AnnexRefusal> | null> {
  return change(db, author, place, async (tx, whole) => {
    const files = answerOf(whole, place.field).filter((one) => one.sha256 !== sha256);
    await write(tx, author, whole, place.field, files);
    return accept(null);
  });
}

function faultOf(field: FilesField, joined: number, file: FinishedUpload): AnnexRefusal | null {
  if (!field.accept.includes(file.mediaType)) return { code: 'file-type', name: file.name };
  if (file.sizeBytes > field.maxBytes) return { code: 'file-too-large', name: file.name, maxBytes: field.maxBytes };
  return joined >= field.maxFiles ? { code: 'too-many-files', max: field.maxFiles } : null;
}

function change<Changes>(
  db: Db,
  author: Author,
  place: AnnexPlace,
  act: (tx: Tx, whole: Whole) => Promise<Decision<Changes, AnnexRefusal>>,
): Promise<Decision<Changes, AnnexRefusal> | null> {
  return db.transaction().execute(async (tx) => {
    const whole = await lockForEdit(tx, author);
    if (!whole || !mayWriteSection(whole.partners, whole.mine, place.sectionKey)) return null;
    const { state } = whole.application;
    return state === 'draft' ? act(tx, whole) : refuse({ code: 'not-a-draft', state });
  });
}

async function write(tx: Tx, author: Author, whole: Whole, field: FilesField, files: readonly FileAnswer[]) {
  const edit = { key: field.key, value: files, versionRead: whole.fields.get(field.key)?.version ?? 0 };
  await saveFields(tx, { applicationId: author.id, edits: [edit], personId: author.personId, at: author.at });
}
