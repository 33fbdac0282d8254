import type { Hono } from 'hono';
import { membershipsOf, organisationsById } from '../../identity/index.ts';
import type { FieldErrors } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { storeFormFile, uploadRefusalText } from '../../uploads/index.ts';
import { progressOf, stepsOf } from '../../variants/index.ts';
import { fileIn, parseDescription, readIn } from '../form.ts';
import { commonsMessage } from '../messages.ts';
import { lightVersion } from '../model/light.ts';
import { type CommonsRefusal, openVersion, type Resource } from '../model/resource.ts';
import { DepositPage, MinePage } from '../pages/deposit.tsx';
import { DEPOSIT_PATH, MINE_PATH, workPath } from '../pages/parts.tsx';
import { WorkPage } from '../pages/work.tsx';
import { outputsOffered } from '../store/agreements.ts';
import { type Depositor, depositFile, depositResource } from '../store/deposit.ts';
import { askLightAgain } from '../store/light.ts';
import { describe, publish } from '../store/publish.ts';
import { resourceForMember, resourcesOf } from '../store/read.ts';

const ONE = `${MINE_PATH}/:id`;
const signedIn = allow('signed-in');

const TOLD: Readonly<Record<string, string>> = {
  connu: 'Votre organisme a déjà déposé ce fichier : voici sa ressource.',
  depose: 'Le fichier est déposé : son examen commence.',
  decrite: 'La description est enregistrée.',
  allegee: 'Les formes légères sont en préparation.',
  publiee: 'La ressource est publiée. Son identifiant permanent est ci-dessous.',
};

const actOf = (c: AppContext): Depositor => ({ personId: viewerOf(c).personId, at: c.var.receivedAt });

/** Somebody else's resource is 404, as everywhere. */
export function addDepositRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(DEPOSIT_PATH, signedIn, (c) => showDeposit(c, kernel, {}));
  routes.post(DEPOSIT_PATH, signedIn, (c) => deposit(c, kernel));
  routes.get(MINE_PATH, signedIn, async (c) => {
    const mine = await organisationsOf(c, kernel);
    const lines = await resourcesOf(
      kernel.db,
      mine.map(({ id }) => id),
    );
    const light = await progressOf(
      kernel.db,
      lines.map(({ sha256 }) => sha256),
    );
    return c.html(<MinePage view={viewOf(c, kernel.config.DEMO)} lines={lines} light={light} />);
  });
  routes.get(ONE, signedIn, (c) => onMine(c, kernel, (resource) => show(c, kernel, resource, {})));
  routes.post(`${ONE}/fichier`, signedIn, (c) => onMine(c, kernel, (resource) => replace(c, kernel, resource)));
  routes.post(`${ONE}/description`, signedIn, (c) => onMine(c, kernel, (resource) => save(c, kernel, resource)));
  routes.post(`${ONE}/alleger`, signedIn, async (c) => {
    const asked = await askLightAgain(kernel, actOf(c), c.req.param('id'));
    return asked ? c.redirect(`${workPath(c.req.param('id'))}?fait=allegee`, 303) : c.notFound();
  });
  routes.post(`${ONE}/publier`, signedIn, (c) => onMine(c, kernel, (resource) => publishOne(c, kernel, resource)));
}

async function organisationsOf(c: AppContext, { db }: Kernel) {
  const { personId, at } = actOf(c);
  const memberships = await membershipsOf(db, personId, at);
  const organisations = await organisationsById(
    db,
    memberships.map(({ organisationId }) => organisationId),
  );
  return [...organisations.values()].map(({ id, name }) => ({ id, name }));
}

interface Shown {
  readonly status?: 200 | 409 | 422;
  readonly refusal?: CommonsRefusal;
  readonly errors?: FieldErrors;
  readonly sent?: FormData;
}

const answer = ({ refusal, errors = {} }: Shown) => ({
  refusal: refusal ? commonsMessage(refusal) : undefined,
  errors,
});

async function showDeposit(c: AppContext, kernel: Kernel, shown: Shown) {
  const page = (
    <DepositPage
      view={viewOf(c, kernel.config.DEMO)}
      organisations={await organisationsOf(c, kernel)}
      {...answer(shown)}
      typed={{ organisation: String(shown.sent?.get('organisation') ?? '') }}
    />
  );
  return c.html(page, shown.status ?? 200);
}

async function deposit(c: AppContext, kernel: Kernel) {
  const sent = await c.req.formData();
  const organisationId = String(sent.get('organisation') ?? '');
  if (!isId(organisationId))
    return showDeposit(c, kernel, {
      status: 422,
      errors: { organisation: 'Choisissez l’organisme qui dépose.' },
      sent,
    });
  const received = await receive(c, kernel, sent);
  if (typeof received !== 'string')
    return showDeposit(c, kernel, { status: 422, errors: { fichier: received.text }, sent });
  const decision = await depositResource(kernel, actOf(c), { organisationId, uploadId: received });
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return showDeposit(c, kernel, { status: 409, refusal: decision.refusal, sent });
  return c.redirect(`${workPath(decision.changes.id)}?fait=${decision.changes.known ? 'connu' : 'depose'}`, 303);
}

/** An upload already whole, or a small file that came with the form. */
async function receive(c: AppContext, kernel: Kernel, sent: FormData): Promise<string | { readonly text: string }> {
  const file = fileIn(sent);
  if (file === null) return { text: 'Choisissez le fichier à déposer.' };
  if (typeof file === 'string') return file;
  const { personId, email } = viewerOf(c);
  const stored = await storeFormFile(kernel, { personId, email }, file, c.var.receivedAt, 'resource');
  return stored.refusal ? { text: uploadRefusalText(stored.refusal) } : stored.changes.uploadId;
}

type Reply = Response | Promise<Response>;

async function onMine(c: AppContext, { db }: Kernel, then: (resource: Resource) => Reply): Promise<Response> {
  const { personId, at } = actOf(c);
  const resource = await resourceForMember(db, c.req.param('id') ?? '', personId, at);
  return resource ? then(resource) : c.notFound();
}

async function show(c: AppContext, { db, config }: Kernel, resource: Resource, shown: Shown) {
  const light = lightVersion(resource.versions);
  const page = (
    <WorkPage
      view={viewOf(c, config.DEMO)}
      authority={config.ARK_AUTHORITY}
      resource={resource}
      outputs={await outputsOffered(db, resource.organisationId)}
      light={light ? await stepsOf(db, light.sha256) : null}
      sent={shown.sent}
      {...answer(shown)}
      told={toldOf(c, resource)}
    />
  );
  return c.html(page, shown.status ?? 200);
}

/** « Son examen commence » is true until it ends, however often the page is read again. */
const toldOf = (c: AppContext, resource: Resource) => {
  const done = c.req.query('fait') ?? '';
  return done === 'depose' && openVersion(resource)?.state !== 'examining' ? undefined : TOLD[done];
};

type Outcome = { readonly refusal: CommonsRefusal | null } | null;

interface Done {
  readonly told: string;
  readonly sent?: FormData;
}

/** A refusal is shown over what is in place now, which another member may just have changed. */
async function answered(c: AppContext, kernel: Kernel, { id }: Resource, done: Done, decision: Outcome) {
  const resource = await resourceForMember(kernel.db, id, actOf(c).personId, actOf(c).at);
  if (decision === null || resource === null) return c.notFound();
  const { refusal } = decision;
  if (refusal !== null)
    return show(c, kernel, resource, { status: 409, refusal, ...(done.sent ? { sent: done.sent } : {}) });
  return c.redirect(`${workPath(resource.id)}?fait=${done.told}`, 303);
}

async function replace(c: AppContext, kernel: Kernel, resource: Resource) {
  const received = await receive(c, kernel, await c.req.formData());
  if (typeof received !== 'string')
    return show(c, kernel, resource, { status: 422, errors: { fichier: received.text } });
  const given = { resourceId: resource.id, uploadId: received };
  return answered(c, kernel, resource, { told: 'depose' }, await depositFile(kernel, actOf(c), given));
}

async function save(c: AppContext, kernel: Kernel, resource: Resource) {
  const sent = await c.req.formData();
  const form = parseDescription(sent);
  if (!form.ok) return show(c, kernel, resource, { status: 422, errors: form.errors, sent });
  const decision = await describe(kernel, actOf(c), resource.id, readIn(sent), form.value);
  return answered(c, kernel, resource, { told: 'decrite', sent }, decision);
}

/** Asked twice, or by two members at once: it is published, and that is what is said. */
async function publishOne(c: AppContext, kernel: Kernel, resource: Resource) {
  const decision = await publish(kernel, actOf(c), resource.id, readIn(await c.req.formData()));
  const done = decision?.refusal?.code === 'nothing-open' ? { refusal: null } : decision;
  return answered(c, kernel, resource, { told: 'publiee' }, done);
}
