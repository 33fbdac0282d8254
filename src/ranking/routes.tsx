import { Hono } from 'hono';
import { type Wave, waveById } from '../calls/index.ts';
import { conflictsOfWave, DOMAIN_LABELS, openedWaves, type RankingInputs, rankingInputs } from '../evaluation/index.ts';
import { closedWaves } from '../instruction/index.ts';
import { type AppContext, type AppEnv, allow, type Role, viewerOf } from '../kernel/http.ts';
import { isId } from '../kernel/ids.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type Answered, viewOf } from '../ui/index.ts';
import { parseFreeze, parseScenario, textOf, typedOf } from './form.ts';
import { freezeMessage } from './messages.ts';
import { whatFlips } from './model/change.ts';
import { freezeInputs, plainSettings } from './model/inputs.ts';
import { isFunded, type RankingOutput, rank } from './model/rank.ts';
import { FreezePage, ScenarioPage } from './pages/forms.tsx';
import { rankingBase } from './pages/parts.tsx';
import { RankingPage } from './pages/ranking.tsx';
import { RankingWavesPage } from './pages/waves.tsx';
import { availableCents, freezeRanking, keptRun, replay, runOf } from './store/runs.ts';
import { dropScenario, saveScenario, scenariosOf } from './store/scenarios.ts';
import { quotaChoices } from './view.ts';

const MANAGERS: readonly Role[] = ['programme-manager'];
const READERS: readonly Role[] = ['programme-manager', 'committee-member'];
const BASE = '/agent/vagues/:wave/classement';

type Shown = Answered & { readonly status?: 200 | 409 | 422 };

export function rankingRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get('/agent/classements', allow(READERS), (c) => showWaves(c, kernel));
  routes.get(BASE, allow(READERS), (c) => onWave(c, kernel, (wave, read) => show(c, kernel, wave, read)));
  routes.get(`${BASE}/scenario`, allow(MANAGERS), (c) =>
    onWave(c, kernel, (wave, read) => showScenario(c, kernel, wave, read, {})),
  );
  routes.post(`${BASE}/scenario`, allow(MANAGERS), (c) =>
    onWave(c, kernel, (wave, read) => keepScenario(c, kernel, wave, read)),
  );
  routes.post(`${BASE}/scenario/retirer`, allow(MANAGERS), (c) =>
    onWave(c, kernel, async (wave) => {
      const id = textOf(await c.req.formData(), 'scenario');
      const dropped = isId(id) && (await dropScenario(kernel, actOf(c), wave.id, id));
      return dropped ? c.redirect(`${rankingBase(wave)}?fait=retire`, 303) : c.notFound();
    }),
  );
  routes.get(`${BASE}/figer`, allow(MANAGERS), (c) =>
    onWave(c, kernel, (wave, read) => showFreeze(c, kernel, wave, read, {})),
  );
  routes.post(`${BASE}/figer`, allow(MANAGERS), (c) =>
    onWave(c, kernel, (wave, read) => freeze(c, kernel, wave, read)),
  );
  return routes;
}

const TOLD: Readonly<Record<string, string>> = {
  fige: 'Les notes sont figées, le classement est signé. Le comité peut se réunir.',
  scenario: 'Le scénario est enregistré : il est comparé plus bas.',
  retire: 'Le scénario est retiré de la comparaison.',
};

const actOf = (c: AppContext) => ({ authorId: viewerOf(c).personId, at: c.var.receivedAt });
const isManager = (c: AppContext) => viewerOf(c).roles.includes('programme-manager');

type Reply = Response | Promise<Response>;

/** A wave whose evaluation is open. */
async function onWave(c: AppContext, { db }: Kernel, then: (wave: Wave, read: RankingInputs) => Reply) {
  const id = c.req.param('wave') ?? '';
  const wave = isId(id) ? await waveById(db, id) : null;
  const read = wave ? await rankingInputs(db, id) : null;
  return wave && read ? then(wave, read) : c.notFound();
}

async function showWaves(c: AppContext, { db, config }: Kernel) {
  const [closed, opened] = [await closedWaves(db, c.var.receivedAt), await openedWaves(db)];
  const rows = await Promise.all(
    closed
      .filter(({ wave }) => opened.has(wave.id))
      .map(async ({ wave, callTitle }) => ({
        wave,
        callTitle,
        funded: (await runOf(db, wave.id))?.output.funded ?? null,
      })),
  );
  const mayManage = isManager(c);
  const shown = mayManage ? rows : rows.filter(({ funded }) => funded !== null);
  return c.html(<RankingWavesPage view={viewOf(c, config.DEMO)} waves={shown} mayManage={mayManage} />);
}

async function show(c: AppContext, { db, config }: Kernel, wave: Wave, read: RankingInputs) {
  const run = await runOf(db, wave.id);
  if (run === null && !isManager(c)) return c.notFound();
  const inputs = run?.inputs ?? freezeInputs(read, plainSettings(await availableCents(db, wave.id), read.criteria));
  const output = run?.output ?? rank(inputs);
  const kept = c.req.query('rejouer') === 'oui' ? await keptRun(db, wave.id) : null;
  const linked = await conflictsOfWave(db, wave.id, [viewerOf(c).personId]);
  const masked = new Set(linked.map(({ applicationId }) => applicationId));
  const titles = new Map(inputs.files.map(({ applicationId, title }) => [applicationId, title]));
  const shownTitle = (id: string) => (masked.has(id) ? 'un dossier dont vous êtes écarté' : (titles.get(id) ?? ''));
  const only = (a: RankingOutput, b: RankingOutput) => {
    const ids = new Set(b.lines.filter(isFunded).map(({ applicationId }) => applicationId));
    return a.lines
      .filter((line) => isFunded(line) && !ids.has(line.applicationId))
      .map((line) => shownTitle(line.applicationId));
  };
  const compared = (await scenariosOf(db, wave.id)).map((scenario) => {
    const tried = rank({ ...inputs, settings: scenario.settings });
    return { scenario, output: tried, enters: only(tried, output), leaves: only(output, tried) };
  });
  const page = (
    <RankingPage
      view={viewOf(c, config.DEMO)}
      wave={wave}
      run={run}
      inputs={inputs}
      output={output}
      lines={output.lines.map((line) => ({
        ...line,
        title: titles.get(line.applicationId) ?? '',
        masked: masked.has(line.applicationId),
      }))}
      flips={whatFlips(inputs, output)}
      replay={kept ? await replay(db, kept) : null}
      compared={compared}
      names={new Map(Object.entries(DOMAIN_LABELS))}
      mayManage={isManager(c)}
      told={TOLD[c.req.query('fait') ?? '']}
    />
  );
  return c.html(page);
}

async function showScenario(c: AppContext, { db, config }: Kernel, wave: Wave, read: RankingInputs, shown: Shown) {
  const available = (await runOf(db, wave.id))?.inputs.settings.envelopeCents ?? (await availableCents(db, wave.id));
  const { criteria, files } = freezeInputs(read, plainSettings(available, read.criteria));
  const page = (
    <ScenarioPage
      view={viewOf(c, config.DEMO)}
      wave={wave}
      criteria={criteria}
      quotaChoices={quotaChoices(files)}
      availableCents={available}
      {...shown}
    />
  );
  return c.html(page, shown.status ?? 200);
}

async function keepScenario(c: AppContext, kernel: Kernel, wave: Wave, read: RankingInputs) {
  const data = await c.req.formData();
  const keys = read.criteria.map(({ key }) => key);
  const form = parseScenario(
    data,
    keys,
    read.criteria.map(({ weightPercent }) => weightPercent),
  );
  const again = (errors: Record<string, string>) =>
    showScenario(c, kernel, wave, read, { status: 422, errors, typed: typedOf(data) });
  if (!form.ok) return again({ ...form.errors });
  const saved = await saveScenario(kernel, actOf(c), wave.id, form.value);
  if (saved === 'saved') return c.redirect(`${rankingBase(wave)}?fait=scenario`, 303);
  return again({
    name:
      saved === 'name-taken'
        ? 'Un scénario porte déjà ce nom.'
        : 'Retirez d’abord un scénario : huit se comparent au plus.',
  });
}

async function showFreeze(c: AppContext, { db, config }: Kernel, wave: Wave, read: RankingInputs, shown: Shown) {
  const page = (
    <FreezePage
      view={viewOf(c, config.DEMO)}
      wave={wave}
      scenarios={await scenariosOf(db, wave.id)}
      lacking={read.files.filter((file) => file.missingEvaluators > 0 || file.scores.length === 0).length}
      availableCents={await availableCents(db, wave.id)}
      {...shown}
    />
  );
  return c.html(page, shown.status ?? 200);
}

async function freeze(c: AppContext, kernel: Kernel, wave: Wave, read: RankingInputs) {
  const data = await c.req.formData();
  const form = parseFreeze(data);
  if (!form.ok) return showFreeze(c, kernel, wave, read, { status: 422, errors: form.errors, typed: typedOf(data) });
  const { refusal } = await freezeRanking(kernel, actOf(c), wave.id, form.value);
  if (refusal === null) return c.redirect(`${rankingBase(wave)}?fait=fige`, 303);
  return showFreeze(c, kernel, wave, read, { status: 409, refusal: freezeMessage(refusal), typed: typedOf(data) });
}
