import type { Hono } from 'hono';
import { waveById } from '../../calls/index.ts';
import { SNAPSHOT_NAME, standingDeposit } from '../../deposits/index.ts';
import { peopleById } from '../../identity/index.ts';
import type { FieldErrors } from '../../kernel/decision.ts';
import { factsOf } from '../../kernel/file-facts.ts';
import { type AppContext, type AppEnv, allow, type Role, viewerOf } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import { historyOf } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { sendFile } from '../../kernel/send-file.ts';
import { viewOf } from '../../ui/index.ts';
import { parseListQuery, parseNotice, parsePieces, parseReason, parseVerdict, versionOf } from '../form.ts';
import { fileMessage } from '../messages.ts';
import type { OfficerAct } from '../model/acts.ts';
import type { FileRefusal } from '../model/file.ts';
import type { InstructionFile } from '../model/whole.ts';
import { InstructionFilePage } from '../pages/file.tsx';
import { FilesPage, WavesPage } from '../pages/list.tsx';
import { askPieces, confirmAll, declareEligible, judgeRule } from '../store/acts.ts';
import { announce, decideAfterNotice, dropNotice } from '../store/adverse.ts';
import { fileById } from '../store/file.ts';
import { filesOfWave, tallyOf } from '../store/list.ts';
import { takeIn } from '../store/take-in.ts';
import { closedWaves } from '../store/waves.ts';

export const OFFICERS: readonly Role[] = ['instructing-officer', 'programme-manager'];
const FILE = '/agent/instruction/dossiers/:id';

const TOLD: Readonly<Record<string, string>> = {
  regle: 'Le résultat retenu est enregistré.',
  regles: 'Les résultats calculés sont confirmés.',
  pieces: 'La demande de pièces est partie à tous les membres du consortium.',
  eligible: 'Le dossier est déclaré éligible ; le consortium est informé.',
  annonce: 'Le candidat est informé et peut répondre.',
  decision: 'La décision est enregistrée et notifiée.',
  reprise: 'L’instruction reprend ; le consortium est informé.',
};

export function addOfficerRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get('/agent/instruction', allow(OFFICERS), (c) => showWaves(c, kernel));
  routes.get('/agent/instruction/vagues/:wave', allow(OFFICERS), (c) => showFiles(c, kernel));
  routes.get(FILE, allow(OFFICERS), (c) => onFile(c, kernel, (file) => show(c, kernel, file, {})));
  routes.get(`${FILE}/fichiers/:sha256`, allow(OFFICERS), (c) =>
    onFile(c, kernel, (file) => download(c, kernel, file)),
  );
  routes.post(`${FILE}/regles/confirmer`, allow(OFFICERS), (c) =>
    onFile(c, kernel, async (file) =>
      answered(c, kernel, file, 'regles', await confirmAll(kernel, actOf(c, file, await c.req.formData()))),
    ),
  );
  routes.post(`${FILE}/eligible`, allow(OFFICERS), (c) =>
    onFile(c, kernel, async (file) =>
      answered(c, kernel, file, 'eligible', await declareEligible(kernel, actOf(c, file, await c.req.formData()))),
    ),
  );
  routes.post(`${FILE}/decider`, allow(OFFICERS), (c) =>
    onFile(c, kernel, async (file) =>
      answered(c, kernel, file, 'decision', await decideAfterNotice(kernel, actOf(c, file, await c.req.formData()))),
    ),
  );
  addWrittenActs(routes, kernel);
}

/** Those whose form carries words. */
function addWrittenActs(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.post(`${FILE}/regles`, allow(OFFICERS), (c) =>
    onForm(c, kernel, 'regle', parseVerdict, (act, verdict) => judgeRule(kernel, act, verdict)),
  );
  routes.post(`${FILE}/pieces`, allow(OFFICERS), (c) =>
    onForm(c, kernel, 'pieces', parsePieces, (act, asked) => askPieces(kernel, act, asked)),
  );
  routes.post(`${FILE}/defavorable`, allow(OFFICERS), (c) =>
    onForm(c, kernel, 'annonce', parseNotice, (act, notice) => announce(kernel, act, notice)),
  );
  routes.post(`${FILE}/renoncer`, allow(OFFICERS), (c) =>
    onForm(c, kernel, 'reprise', parseReason, (act, reason) => dropNotice(kernel, act, reason)),
  );
}

async function showWaves(c: AppContext, { db, config }: Kernel) {
  const waves = await closedWaves(db, c.var.receivedAt);
  return c.html(<WavesPage view={viewOf(c, config.DEMO)} waves={waves} />);
}

async function showFiles(c: AppContext, { db, config }: Kernel) {
  const id = c.req.param('wave') ?? '';
  const now = c.var.receivedAt;
  const wave = isId(id) ? await waveById(db, id) : null;
  if (!wave || !(await takeIn(db, id, now))) return c.notFound();
  const query = parseListQuery((name) => c.req.query(name));
  const page = await filesOfWave(db, id, query, query.afterSeq, now);
  const tally = await tallyOf(db, id, now);
  return c.html(<FilesPage view={viewOf(c, config.DEMO)} wave={wave} query={query} page={page} tally={tally} />);
}

type Reply = Response | Promise<Response>;

async function onFile(c: AppContext, { db }: Kernel, then: (file: InstructionFile) => Reply): Promise<Response> {
  const file = await fileById(db, c.req.param('id') ?? '');
  return file ? then(file) : c.notFound();
}

const actOf = (c: AppContext, file: InstructionFile, data: FormData): OfficerAct => ({
  applicationId: file.applicationId,
  officerId: viewerOf(c).personId,
  versionRead: versionOf(data),
  at: c.var.receivedAt,
});

interface Shown {
  readonly status?: 200 | 409 | 422;
  readonly refusal?: FileRefusal;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

async function show(c: AppContext, { db, config }: Kernel, file: InstructionFile, shown: Shown) {
  const history = await historyOf(db, 'application', file.applicationId);
  const authors = history.map(({ authorId }) => authorId).filter((id) => id !== null);
  const people = await peopleById(db, [...new Set(authors)]);
  const deposit = await standingDeposit(db, file.applicationId);
  const page = (
    <InstructionFilePage
      view={viewOf(c, config.DEMO)}
      file={file}
      now={c.var.receivedAt}
      history={history}
      names={new Map([...people].map(([id, { name }]) => [id, name]))}
      annexes={(deposit?.files ?? []).filter(({ name }) => name !== SNAPSHOT_NAME)}
      told={TOLD[c.req.query('fait') ?? '']}
      refusal={shown.refusal ? fileMessage(shown.refusal) : undefined}
      errors={shown.errors ?? {}}
      typed={shown.typed ?? {}}
    />
  );
  return c.html(page, shown.status ?? 200);
}

type Outcome = { readonly refusal: FileRefusal | null } | null;

/** The page after a refusal shows the file as it is now, with the reason on top. */
async function answered(c: AppContext, kernel: Kernel, file: InstructionFile, told: string, decision: Outcome) {
  if (decision === null) return c.notFound();
  if (decision.refusal === null)
    return c.redirect(`/agent/instruction/dossiers/${file.applicationId}?fait=${told}`, 303);
  const now = await fileById(kernel.db, file.applicationId);
  return now ? show(c, kernel, now, { status: 409, refusal: decision.refusal }) : c.notFound();
}

type Parsing<Value> = (
  data: FormData,
) => { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly errors: FieldErrors };

function onForm<Value>(
  c: AppContext,
  kernel: Kernel,
  told: string,
  parse: Parsing<Value>,
  decide: (act: OfficerAct, value: Value) => Promise<Outcome>,
) {
  return onFile(c, kernel, async (file) => {
    const data = await c.req.formData();
    const typed = Object.fromEntries([...data.entries()].map(([name, value]) => [name, String(value)]));
    const form = parse(data);
    if (!form.ok) return show(c, kernel, file, { status: 422, errors: form.errors, typed });
    return answered(c, kernel, file, told, await decide(actOf(c, file, data), form.value));
  });
}

/** Only what was sealed with the file, or sent for it, is served. */
async function download(c: AppContext, { db, files }: Kernel, file: InstructionFile) {
  const sha256 = c.req.param('sha256');
  const deposit = await standingDeposit(db, file.applicationId);
  const known = [...(deposit?.files ?? []), ...file.requests.flatMap((request) => request.files)];
  const found = known.find((one) => one.sha256 === sha256 && one.name !== SNAPSHOT_NAME);
  const facts = found ? await factsOf(db, found.sha256) : null;
  return found && facts ? sendFile(c, files, facts, found.name.replace(/^annexes\//, '')) : c.notFound();
}
