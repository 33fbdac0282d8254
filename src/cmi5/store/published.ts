import type { Published } from '../../commons/index.ts';
import { type Db, sqlState, UNIQUE_VIOLATION } from '../../kernel/db.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type By, type CourseRow, courseById, type ImportRefusal, importCourse } from './courses.ts';
import '../tables.ts';

const courseIdOf = (db: Db, organisationId: string, { resourceId, version }: Published) =>
  db
    .selectFrom('cmi5.published')
    .select('course_id')
    .where('organisation_id', '=', organisationId)
    .where('resource_id', '=', resourceId)
    .where('version', '=', version.number)
    .executeTakeFirst();

/** The course that this organisation follows for this version; `null`: nobody of it opened it yet. */
export async function courseOfResource(db: Db, organisationId: string, opened: Published): Promise<CourseRow | null> {
  const found = await courseIdOf(db, organisationId, opened);
  return found ? courseById(db, found.course_id) : null;
}

/** The same, imported when it is the first time. Two learners at once: the second finds what the first imported. */
export async function ensureCourse(
  kernel: Kernel,
  opened: Published,
  by: By,
): Promise<
  { readonly course: CourseRow; readonly refusal: null } | { readonly course: null; readonly refusal: ImportRefusal }
> {
  const there = await courseOfResource(kernel.db, by.organisationId, opened);
  if (there) return { course: there, refusal: null };
  const { sha256, sizeBytes } = opened.version;
  try {
    return await importCourse(kernel, { kind: 'package', stored: { sha256, sizeBytes } }, by, async (tx, course) => {
      await tx
        .insertInto('cmi5.published')
        .values({
          organisation_id: by.organisationId,
          resource_id: opened.resourceId,
          version: opened.version.number,
          course_id: course.id,
        })
        .execute();
    });
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    const other = await courseOfResource(kernel.db, by.organisationId, opened);
    if (other === null) throw error;
    return { course: other, refusal: null };
  }
}
