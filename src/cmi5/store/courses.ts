import type { Readable } from 'node:stream';
import { openCoursePackage, openCourseStructure, type Refusal, type Source } from '../../commons/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import type { StoredFile } from '../../kernel/files.ts';
import { isId, newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { ensureHouse } from '../../traces/index.ts';
import { type Course, wordingText } from '../model/course.ts';
import { readStructure, type StructureRefusal } from '../model/structure.ts';
import '../tables.ts';

/** Who acts: a person of the organisation, or a key of its store. */
export interface By {
  readonly organisationId: string;
  readonly personId: string | null;
  /** How the journal names who acts. */
  readonly reason: string;
  readonly at: Instant;
}

export interface CourseRow {
  readonly id: string;
  readonly organisationId: string;
  readonly lrs: number;
  readonly title: string;
  readonly structure: Course;
  readonly fileSha256: string | null;
}

export type ImportRefusal =
  | { readonly by: 'gate'; readonly refusals: readonly Refusal[] }
  | { readonly by: 'structure'; readonly refusal: StructureRefusal };

/** A course as it came: a package, kept as a file; or a bare structure. */
export type CourseFile =
  | { readonly kind: 'package'; readonly stored: StoredFile }
  | { readonly kind: 'structure'; readonly bytes: Buffer };

export const chainOf = (courseId: string): string => `cmi5:${courseId}`;

/**
 * Reads the whole file, judges it, and keeps the course: or says everything that stands in the way, and keeps nothing.
 *
 * @param also done in the transaction that keeps the course
 */
export async function importCourse(
  kernel: Kernel,
  file: CourseFile,
  by: By,
  also?: (tx: Tx, course: CourseRow) => Promise<void>,
): Promise<
  { readonly course: CourseRow; readonly refusal: null } | { readonly course: null; readonly refusal: ImportRefusal }
> {
  const opened =
    file.kind === 'package'
      ? await openCoursePackage('paquet.zip', sourceIn(kernel, file.stored))
      : await openCourseStructure(file.bytes);
  if (opened.refusals !== null) return { course: null, refusal: { by: 'gate', refusals: opened.refusals } };
  const read = readStructure(opened.top);
  if (read.refusal !== null) return { course: null, refusal: { by: 'structure', refusal: read.refusal } };
  const fileSha256 = file.kind === 'package' ? file.stored.sha256 : null;
  const course = await kernel.db.transaction().execute(async (tx) => {
    const kept = await keep(tx, kernel, read.changes, fileSha256, by);
    await also?.(tx, kept);
    return kept;
  });
  return { course, refusal: null };
}

async function keep(
  tx: Tx,
  { config }: Kernel,
  structure: Course,
  fileSha256: string | null,
  by: By,
): Promise<CourseRow> {
  const lrs = await ensureHouse(tx, by.organisationId, by.at, config.PUBLIC_URL);
  const id = newId();
  const title = wordingText(structure.title) || structure.id;
  await tx
    .insertInto('cmi5.course')
    .values({
      ...{ id, organisation_id: by.organisationId, lrs, title, file_sha256: fileSha256 },
      ...{ structure: JSON.stringify(structure), imported_at: by.at, deleted_at: null },
    })
    .execute();
  await record(tx, chainOf(id), {
    ...{ subjectType: 'cmi5-course', subjectId: id, event: 'course-imported', authorId: by.personId, at: by.at },
    reason: by.reason,
    after: { title, file: fileSha256, publisherId: structure.id },
  });
  return { id, organisationId: by.organisationId, lrs, title, structure, fileSha256 };
}

const courses = (db: DbOrTx) =>
  db
    .selectFrom('cmi5.course')
    .select(['id', 'organisation_id as organisationId', 'lrs', 'title', 'structure', 'file_sha256 as fileSha256'])
    .where('deleted_at', 'is', null);

export const courseById = async (db: DbOrTx, id: string): Promise<CourseRow | null> =>
  isId(id) ? ((await courses(db).where('id', '=', id).executeTakeFirst()) ?? null) : null;

const LIST = 500;
export const coursesOf = (db: DbOrTx, organisationId: string): Promise<CourseRow[]> =>
  courses(db).where('organisation_id', '=', organisationId).orderBy('imported_at', 'desc').limit(LIST).execute();

/** The stored file, one range at a time. */
const sourceIn = ({ files }: Kernel, { sha256, sizeBytes }: StoredFile): Source => ({
  sizeBytes,
  read: async (offset, length) => {
    if (length === 0) return Buffer.alloc(0);
    const stream: Readable = await files.open(sha256, { from: offset, to: offset + length - 1 });
    const parts: Buffer[] = [];
    for await (const chunk of stream) parts.push(Buffer.from(chunk));
    return Buffer.concat(parts);
  },
});
