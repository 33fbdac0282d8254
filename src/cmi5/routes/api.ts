import { Hono } from 'hono';
import { isUnavailable } from '../../kernel/db.ts';
import { isDiskFull } from '../../kernel/files.ts';
import { type AppContext, type AppEnv, allow, FOR_MACHINES } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Answer, type Bearer, openKeys, organisationOf } from '../../traces/index.ts';
import { readLaunch, readReason } from '../form.ts';
import { API, type ApiProblem, importSentences, LAUNCH } from '../messages.ts';
import { unitsOf, wordingText } from '../model/course.ts';
import { unitActivity } from '../model/statements.ts';
import { type By, type CourseRow, courseById, coursesOf, importCourse } from '../store/courses.ts';
import { abandonSession, deleteCourse, waiveUnit } from '../store/ends.ts';
import { absoluteOnly, launch } from '../store/launch.ts';
import { homeOf, registrationById, UUID } from '../store/registrations.ts';
import { fetchRoutes } from './fetch.ts';
import { MAX_XML_BYTES, readSmall, TooLarge, takeCourse } from './take.ts';

const HEADERS = {
  ...FOR_MACHINES,
  'Content-Type': 'application/json; charset=utf-8',
};

type Json = Readonly<Record<string, unknown>>;
type Work = (kernel: Kernel, c: AppContext, by: By) => Promise<Response>;

export const json = (value: unknown, status = 200): Response =>
  new Response(status === 204 ? null : JSON.stringify(value), { status, headers: HEADERS });
const problem = (code: ApiProblem, status: number): Response => json({ code, ...API[code] }, status);

/** Courses, launches, waivers and ends, for a system that holds a key of the organisation: docs/guide/cmi5.md. */
export function cmi5Machine(kernel: Kernel): Hono<AppEnv> {
  const keys = openKeys(kernel);
  const routes = new Hono<AppEnv>();
  const serve = (path: string, methods: Readonly<Record<string, Work>>) =>
    routes.all(path, allow('key'), (c) => answer(c, methods));
  serve('/api/cmi5/cours', { GET: list, POST: importOne });
  serve('/api/cmi5/cours/:id', { GET: show, DELETE: remove });
  serve('/api/cmi5/cours/:id/unites/:rank/lancement', { POST: open });
  serve('/api/cmi5/inscriptions/:id', { GET: progress });
  serve('/api/cmi5/inscriptions/:id/unites/:rank/dispense', { POST: waive });
  serve('/api/cmi5/sessions/:id/abandon', { POST: abandon });
  routes.route('/', fetchRoutes(kernel));
  return routes;

  async function answer(c: AppContext, methods: Readonly<Record<string, Work>>): Promise<Response> {
    const bearer = await keys.open(c.req.header('authorization') ?? null, c.var.receivedAt);
    if ('status' in bearer) return sent(bearer);
    const work = methods[c.req.method];
    if (work === undefined) return problem('wrong-method', 405);
    if (bearer.session !== null || !bearer.scopes.has('all')) return problem('scope', 403);
    return work(kernel, c, await byOf(kernel, c, bearer)).catch((error: unknown) => failed(c, error));
  }
}

async function byOf(kernel: Kernel, c: AppContext, bearer: Bearer): Promise<By> {
  const organisationId = await organisationOf(kernel.db, bearer.lrs);
  return { organisationId, personId: null, reason: `Clé de traces n° ${bearer.number}`, at: c.var.receivedAt };
}

async function list(kernel: Kernel, _c: AppContext, by: By): Promise<Response> {
  return json((await coursesOf(kernel.db, by.organisationId)).map((course) => described(kernel, course)));
}

async function importOne(kernel: Kernel, c: AppContext, by: By): Promise<Response> {
  const file = await takeCourse(kernel, c.req.raw);
  if (file === null) return problem('media-type', 415);
  const { course, refusal } = await importCourse(kernel, file, by);
  if (refusal !== null) return json({ code: 'package', problems: importSentences(refusal) }, 422);
  return json(described(kernel, course), 201);
}

async function courseOf(kernel: Kernel, c: AppContext, by: By): Promise<CourseRow | null> {
  const course = await courseById(kernel.db, c.req.param('id') ?? '');
  return course?.organisationId === by.organisationId ? course : null;
}

async function show(kernel: Kernel, c: AppContext, by: By): Promise<Response> {
  const course = await courseOf(kernel, c, by);
  return course === null ? problem('not-found', 404) : json(described(kernel, course));
}

async function remove(kernel: Kernel, c: AppContext, by: By): Promise<Response> {
  return (await deleteCourse(kernel, c.req.param('id') ?? '', by)) ? json(null, 204) : problem('not-found', 404);
}

async function open(kernel: Kernel, c: AppContext, by: By): Promise<Response> {
  const course = await courseOf(kernel, c, by);
  if (course === null) return problem('not-found', 404);
  const body = await bodyOf(c);
  if (body === null) return problem('not-json', 400);
  const read = readLaunch(body, Number(c.req.param('rank')));
  if (read.fault !== null) return problem(read.fault, 400);
  const { changes, refusal } = await launch(kernel, absoluteOnly, course, read.value, by.at);
  if (refusal !== null) return json({ code: refusal.code, ...LAUNCH[refusal.code] }, 409);
  return json(changes, 201);
}

async function progress(kernel: Kernel, c: AppContext, by: By): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const registration = UUID.test(id) ? await registrationById(kernel.db, id) : null;
  const course = registration && (await courseById(kernel.db, registration.courseId));
  if (course?.organisationId !== by.organisationId) return problem('not-found', 404);
  return json({ id: registration?.id, course: course.id, actor: registration?.actor, ...registration?.progress });
}

async function waive(kernel: Kernel, c: AppContext, by: By): Promise<Response> {
  const body = await bodyOf(c);
  if (body === null) return problem('not-json', 400);
  const reason = readReason(body);
  if (reason === null) return problem('reason', 400);
  const done = await waiveUnit(kernel, c.req.param('id') ?? '', Number(c.req.param('rank')), reason, by);
  if (done === null) return problem('not-found', 404);
  return done.refusal === null ? json(null, 204) : problem(done.refusal.code, 409);
}

async function abandon(kernel: Kernel, c: AppContext, by: By): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const done = UUID.test(id) ? await abandonSession(kernel, id, by) : null;
  if (done === null) return problem('not-found', 404);
  return done.refusal === null ? json(null, 204) : problem(done.refusal.code, 409);
}

function described(kernel: Kernel, { id, title, structure }: CourseRow): Json {
  const home = homeOf(kernel, id);
  return {
    id,
    title,
    publisherId: structure.id,
    activityId: home,
    units: unitsOf(structure).map((unit) => ({
      rank: unit.index,
      title: wordingText(unit.title),
      publisherId: unit.id,
      activityId: unitActivity(home, unit),
      moveOn: unit.moveOn,
      masteryScore: unit.masteryScore,
    })),
  };
}

/** An answer of the store of traces, as it is. */
const sent = ({ status, headers, body }: Answer): Response =>
  new Response(typeof body === 'string' ? body : null, { status, headers: { ...HEADERS, ...headers } });

async function bodyOf(c: AppContext): Promise<Json | null> {
  const text = (await readSmall(c.req.raw, MAX_XML_BYTES)).toString('utf8');
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
  } catch {
    return null;
  }
}

function failed(c: AppContext, error: unknown): Response {
  if (error instanceof TooLarge) return problem('too-large', 413);
  if (!isUnavailable(error) && !isDiskFull(error)) c.var.log.error({ err: error }, 'cmi5');
  const status = isDiskFull(error) ? 507 : isUnavailable(error) ? 503 : 500;
  return json({ code: 'fault', requestId: c.var.requestId }, status);
}
