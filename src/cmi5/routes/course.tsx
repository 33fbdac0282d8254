import { Hono } from 'hono';
import { type Published, publishedAt } from '../../commons/index.ts';
import { organisationById } from '../../identity/index.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { contentAddress } from '../../player/index.ts';
import { keeperOf, learnerNamed } from '../../traces/index.ts';
import { viewOf } from '../../ui/index.ts';
import { LAUNCH, refusedCourse } from '../messages.ts';
import { NOTHING_YET } from '../model/course.ts';
import { modeOf } from '../model/standing.ts';
import { unitAt } from '../model/statements.ts';
import { isAbsolute } from '../model/structure.ts';
import { CoursePage, type CourseProps } from '../pages/course.tsx';
import { UnitPage } from '../pages/unit.tsx';
import type { CourseRow } from '../store/courses.ts';
import { launch, type UnitAddress } from '../store/launch.ts';
import { courseOfResource, ensureCourse } from '../store/published.ts';
import { type Registration, registrationOfPerson } from '../store/registrations.ts';

const COURSE = '/communs/ark:/:authority/:name/cours';

/** A cmi5 course of the commons, followed here: where the learner stands, and each unit in its frame. */
export function courseRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get(COURSE, allow('public'), async (c) => {
    const opened = await openedBy(c, kernel);
    return opened ? show(c, kernel, opened) : c.notFound();
  });
  routes.post(COURSE, allow('signed-in'), async (c) => {
    const opened = await openedBy(c, kernel);
    return opened ? open(c, kernel, opened) : c.notFound();
  });
  return routes;
}

async function openedBy(c: AppContext, kernel: Kernel): Promise<Published | null> {
  const [authority, name, version] = [c.req.param('authority'), c.req.param('name'), c.req.query('version')];
  const opened = await publishedAt(kernel, { authority, name, version });
  return opened?.report.kind === 'cmi5' ? opened : null;
}

interface Followed {
  readonly keeperId: string;
  readonly course: CourseRow | null;
  readonly registration: Registration | null;
}

async function followed(c: AppContext, kernel: Kernel, opened: Published): Promise<Followed> {
  const { viewer } = c.var;
  const keeperId = await keeperOf(kernel.db, viewer?.personId ?? null, opened.organisationId, c.var.receivedAt);
  const course = await courseOfResource(kernel.db, keeperId, opened);
  const registration = course && viewer ? await registrationOfPerson(kernel.db, course.id, viewer.personId) : null;
  return { keeperId, course, registration };
}

async function show(
  c: AppContext,
  kernel: Kernel,
  opened: Published,
  problem: CourseProps['problem'] = null,
  status: 200 | 409 | 422 = 200,
): Promise<Response> {
  const { keeperId, course, registration } = await followed(c, kernel, opened);
  const structure = course?.structure ?? null;
  const keeper = await organisationById(kernel.db, keeperId);
  return c.html(
    <CoursePage
      view={viewOf(c, kernel.config.DEMO)}
      authority={kernel.config.ARK_AUTHORITY}
      opened={opened}
      structure={structure}
      progress={registration?.progress ?? NOTHING_YET}
      keeper={keeper?.name ?? ''}
      problem={problem}
    />,
    status,
  );
}

/** Opens a unit: the course is imported the first time, and the registration begun. */
async function open(c: AppContext, kernel: Kernel, opened: Published): Promise<Response> {
  const { personId } = viewerOf(c);
  const rank = readRank((await c.req.formData()).get('unite'));
  if (rank === null) return c.notFound();
  const at = c.var.receivedAt;
  const organisationId = await keeperOf(kernel.db, personId, opened.organisationId, at);
  const by = { organisationId, personId, reason: 'Ouverture par un apprenant', at };
  const made = await ensureCourse(kernel, opened, by);
  if (made.refusal !== null) return show(c, kernel, opened, refusedCourse(made.refusal), 422);
  const unit = unitAt(made.course.structure, rank);
  if (unit === null) return c.notFound();
  const before = await registrationOfPerson(kernel.db, made.course.id, personId);
  const wanted = {
    ...{
      unit: rank,
      learner: { ...learnerNamed(kernel.config.PUBLIC_URL, personId), personId },
      registration: null,
      returnUrl: null,
    },
    launchMode: modeOf(before?.progress ?? NOTHING_YET, unit),
  };
  const { changes, refusal } = await launch(kernel, addressIn(kernel, opened), made.course, wanted, at);
  if (refusal !== null)
    return show(c, kernel, opened, { title: 'Cette unité ne s’ouvre pas', text: LAUNCH[refusal.code].fr }, 409);
  const { origin } = new URL(changes.url);
  const framed = changes.launchMethod === 'AnyWindow' && contentAddress(kernel.config, opened, '')?.origin === origin;
  if (framed) c.set('policy', { 'frame-src': [origin] });
  const props = { view: viewOf(c, kernel.config.DEMO), authority: kernel.config.ARK_AUTHORITY, opened };
  return c.html(<UnitPage {...props} unit={unit} address={changes.url} framed={framed} />);
}

function readRank(given: FormDataEntryValue | null): number | null {
  const text = String(given ?? '');
  return /^\d{1,4}$/.test(text) ? Number(text) : null;
}

/** A unit of the package is read on the origin of packages; another stands where its publisher says. */
const addressIn =
  ({ config }: Kernel, opened: Published): UnitAddress =>
  (_course, { url }) =>
    isAbsolute(url) ? url : (contentAddress(config, opened, url)?.href ?? null);
