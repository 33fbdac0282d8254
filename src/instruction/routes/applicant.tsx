import type { Hono } from 'hono';
import { applicationForViewer } from '../../applications/index.ts';
import type { FieldErrors } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { storeFormFile, uploadRefusalText } from '../../uploads/index.ts';
import { parseObservations } from '../form.ts';
import { answerMessage } from '../messages.ts';
import type { AnswerRefusal } from '../model/answer.ts';
import { FollowPage } from '../pages/applicant.tsx';
import { type ApplicantAct, joinPiece, observe, sendPieces } from '../store/applicant.ts';
import { fileById } from '../store/file.ts';
import { takeIn } from '../store/take-in.ts';

const FOLLOW = '/dossiers/:id/suite';
const signedIn = allow('signed-in');

const TOLD: Readonly<Record<string, string>> = {
  joint: 'Le fichier est joint. Transmettez quand tout y est.',
  transmis: 'Vos pièces sont transmises : le service reprend l’instruction.',
  observations: 'Vos observations sont transmises.',
};

/** Somebody else's file is 404, as everywhere. */
export function addApplicantRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(FOLLOW, signedIn, (c) => show(c, kernel, {}));
  routes.post(`${FOLLOW}/pieces/:item`, signedIn, (c) => join(c, kernel));
  routes.post(`${FOLLOW}/transmettre`, signedIn, async (c) =>
    answered(c, kernel, 'transmis', await sendPieces(kernel, actOf(c)), {}),
  );
  routes.post(`${FOLLOW}/observations`, signedIn, async (c) => {
    const form = parseObservations(await c.req.formData());
    if (!form.ok) return show(c, kernel, { status: 422, errors: form.errors });
    const typed = { observations: form.value };
    return answered(c, kernel, 'observations', await observe(kernel, actOf(c), form.value), typed);
  });
}

const actOf = (c: AppContext): ApplicantAct => ({
  applicationId: c.req.param('id') ?? '',
  personId: viewerOf(c).personId,
  at: c.var.receivedAt,
});

interface Shown {
  readonly status?: 200 | 409 | 422;
  readonly refusal?: AnswerRefusal;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

async function show(c: AppContext, { db, config }: Kernel, shown: Shown) {
  const { applicationId, personId, at } = actOf(c);
  const dossier = await applicationForViewer(db, applicationId, personId, at);
  if (!dossier) return c.notFound();
  if (dossier.application.lastDepositedAt !== null) await takeIn(db, dossier.wave.id, at);
  const page = (
    <FollowPage
      view={viewOf(c, config.DEMO)}
      applicationId={applicationId}
      title={dossier.application.title}
      file={await fileById(db, applicationId)}
      now={at}
      told={TOLD[c.req.query('fait') ?? '']}
      refusal={shown.refusal ? answerMessage(shown.refusal) : undefined}
      errors={shown.errors ?? {}}
      typed={shown.typed ?? {}}
    />
  );
  return c.html(page, shown.status ?? 200);
}

type Outcome = { readonly refusal: AnswerRefusal | null } | null;

function answered(c: AppContext, kernel: Kernel, told: string, decision: Outcome, typed: Record<string, string>) {
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return show(c, kernel, { status: 409, refusal: decision.refusal, typed });
  return c.redirect(`/dossiers/${c.req.param('id')}/suite?fait=${told}`, 303);
}

const wantsJson = (c: AppContext) => (c.req.header('accept') ?? '').includes('application/json');

/** A file sent by its form, or the end of a resumable upload. */
async function join(c: AppContext, kernel: Kernel) {
  const item = c.req.param('item') ?? '';
  const received = await receive(c, kernel, await c.req.formData(), item);
  if (typeof received !== 'string') {
    if (wantsJson(c)) return c.json(received, 422);
    return show(c, kernel, { status: 422, errors: { [item]: received.text } });
  }
  const decision = await joinPiece(kernel, actOf(c), item, received);
  if (!wantsJson(c)) return answered(c, kernel, 'joint', decision, {});
  if (decision === null) return c.notFound();
  return decision.refusal ? c.json({ text: answerMessage(decision.refusal).text }, 422) : c.json({ joined: true });
}

async function receive(c: AppContext, kernel: Kernel, form: FormData, item: string) {
  const upload = form.get('televersement');
  if (typeof upload === 'string') return upload;
  const file = form.get(item);
  if (!(file instanceof File) || file.size === 0) return { text: 'Choisissez un fichier à joindre.' };
  const { personId, email } = viewerOf(c);
  const stored = await storeFormFile(kernel, { personId, email }, file, c.var.receivedAt);
  return stored.refusal ? { text: uploadRefusalText(stored.refusal) } : stored.changes.uploadId;
}
