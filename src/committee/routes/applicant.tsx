import type { Hono } from 'hono';
import { applicationForViewer } from '../../applications/index.ts';
import { opinionsOf } from '../../evaluation/index.ts';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { runOf } from '../../ranking/index.ts';
import { viewOf } from '../../ui/index.ts';
import { parseReason } from '../form.ts';
import type { ActRefusal } from '../model/list.ts';
import { redactedOpinions } from '../model/opinions.ts';
import type { DecidedFile } from '../model/standing.ts';
import { DecisionPage } from '../pages/decision.tsx';
import { askOpinions, decidedFile, fileAppeal, openLetter } from '../store/file.ts';
import { hiddenNames } from '../store/letters.ts';
import { actOf, type Reply, refused, type Shown } from './answers.ts';
import { sendPdf } from './wave.tsx';

const DECISION = '/dossiers/:id/decision';
const signedIn = allow('signed-in');

const TOLD: Readonly<Record<string, string>> = {
  avis: 'Les avis des experts sont affichés plus bas, sans leurs noms.',
  recours: 'Votre recours est enregistré : le service y répondra par écrit.',
};

/** Somebody else's file, or one that is not decided, is 404. */
export function addApplicantRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(DECISION, signedIn, (c) => onMine(c, kernel, (file) => show(c, kernel, file, {})));
  routes.get(`${DECISION}/lettre.pdf`, signedIn, (c) =>
    onMine(c, kernel, async ({ decision, depositNumber }) => {
      const pdf = await openLetter(kernel, decision.letterId, actOf(c));
      return pdf ? sendPdf(c, pdf, `decision-${depositNumber}.pdf`) : c.notFound();
    }),
  );
  routes.post(`${DECISION}/avis`, signedIn, async (c) =>
    answered(c, kernel, 'avis', await askOpinions(kernel, actOf(c), idOf(c))),
  );
  routes.post(`${DECISION}/recours`, signedIn, async (c) => {
    const form = parseReason(await c.req.formData(), 'grounds');
    if (!form.ok) return onMine(c, kernel, (file) => show(c, kernel, file, { status: 422, errors: form.errors }));
    return answered(c, kernel, 'recours', await fileAppeal(kernel, actOf(c), idOf(c), form.value), {
      grounds: form.value,
    });
  });
}

const idOf = (c: AppContext) => c.req.param('id') ?? '';

async function onMine(c: AppContext, { db }: Kernel, then: (file: DecidedFile) => Reply): Promise<Response> {
  const { authorId, at } = actOf(c);
  if ((await applicationForViewer(db, idOf(c), authorId, at)) === null) return c.notFound();
  const file = await decidedFile(db, idOf(c));
  return file ? then(file) : c.notFound();
}

async function answered(
  c: AppContext,
  kernel: Kernel,
  told: string,
  outcome: { refusal: ActRefusal | null } | null,
  typed = {},
) {
  if (outcome === null) return c.notFound();
  if (outcome.refusal === null) return c.redirect(`/dossiers/${idOf(c)}/decision?fait=${told}`, 303);
  const shown = await refused(kernel, outcome.refusal, typed);
  return onMine(c, kernel, (file) => show(c, kernel, file, shown));
}

async function show(c: AppContext, { db, config }: Kernel, file: DecidedFile, shown: Shown) {
  const read = await opinionsOf(db, file.decision.applicationId);
  const run = await runOf(db, file.decision.waveId);
  const page = (
    <DecisionPage
      view={viewOf(c, config.DEMO)}
      file={file}
      criteria={read}
      opinions={file.opinionsAskedAt && read ? redactedOpinions(read, await hiddenNames(db, file.decision)) : null}
      line={run?.output.lines.find(({ applicationId }) => applicationId === file.decision.applicationId) ?? null}
      settings={run?.inputs.settings ?? null}
      told={TOLD[c.req.query('fait') ?? '']}
      {...shown}
    />
  );
  return c.html(page, shown.status ?? 200);
}
