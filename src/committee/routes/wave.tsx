import type { Hono } from 'hono';
import type { Wave } from '../../calls/index.ts';
import { conflictsOfWave } from '../../evaluation/index.ts';
import { peopleWithRole } from '../../identity/index.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { availableCents, runOf } from '../../ranking/index.ts';
import { viewOf } from '../../ui/index.ts';
import { idsOf, parseConvening, parseReason, typedOf, versionOf } from '../form.ts';
import type { ActRefusal } from '../model/list.ts';
import { MinutesPage } from '../pages/minutes.tsx';
import { committeeBase } from '../pages/parts.tsx';
import { CommitteePage } from '../pages/wave.tsx';
import { decide } from '../store/decide.ts';
import { minutesPaper, minutesPdf } from '../store/minutes.ts';
import { adjourn } from '../store/moves.ts';
import { namesOf } from '../store/names.ts';
import { convene, openSession } from '../store/sessions.ts';
import { standingOfWave } from '../store/standing.ts';
import { committeeOf } from '../store/wave.ts';
import { actOf, COMMITTEE, isManager, MANAGERS, onWave, refused, type Shown } from './answers.ts';

const WAVE = '/comite/vagues/:wave';
const MINUTES = `${WAVE}/seances/:number/proces-verbal`;

const TOLD: Readonly<Record<string, string>> = {
  convoquee: 'La séance est convoquée.',
  ouverte: 'La séance est ouverte. Les membres liés à un dossier en sont retirés.',
  ajournee: 'La séance est ajournée : rien n’est décidé, la liste garde ses mouvements.',
  decidee: 'La vague est décidée : les aides sont réservées au grand livre, les lettres partent.',
};

export function addWaveRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(WAVE, allow(COMMITTEE), (c) => onWave(c, kernel, (wave) => show(c, kernel, wave, {})));
  routes.post(`${WAVE}/convoquer`, allow(MANAGERS), (c) => onWave(c, kernel, (wave) => call(c, kernel, wave)));
  routes.post(`${WAVE}/ouvrir`, allow(MANAGERS), (c) =>
    onWave(c, kernel, async (wave) => {
      const here = idsOf(await c.req.formData(), 'present');
      return answered(c, kernel, wave, 'ouverte', await openSession(kernel, actOf(c), wave.id, here));
    }),
  );
  routes.post(`${WAVE}/decider`, allow(MANAGERS), (c) =>
    onWave(c, kernel, (wave) => close(c, kernel, wave, 'decidee')),
  );
  routes.post(`${WAVE}/ajourner`, allow(MANAGERS), (c) =>
    onWave(c, kernel, (wave) => close(c, kernel, wave, 'ajournee')),
  );
  routes.get(MINUTES, allow(COMMITTEE), (c) => onWave(c, kernel, (wave) => showMinutes(c, kernel, wave)));
  routes.get(`${MINUTES}.pdf`, allow(COMMITTEE), (c) => onWave(c, kernel, (wave) => sendMinutes(c, kernel, wave)));
}

async function show(c: AppContext, { db, config }: Kernel, wave: Wave, shown: Shown) {
  if ((await runOf(db, wave.id)) === null) return c.notFound();
  const committee = await committeeOf(db, wave.id);
  const people = isManager(c) ? await peopleWithRole(db, 'committee-member', c.var.receivedAt) : [];
  const links = await conflictsOfWave(db, wave.id, [viewerOf(c).personId]);
  const members = committee?.sessions.flatMap((session) => session.members.map(({ personId }) => personId)) ?? [];
  const page = (
    <CommitteePage
      view={viewOf(c, config.DEMO)}
      wave={wave}
      committee={committee}
      availableCents={await availableCents(db, wave.id)}
      standing={await standingOfWave(db, wave.id)}
      masked={new Set(links.map(({ applicationId }) => applicationId))}
      names={await namesOf(db, [...members, ...(committee?.decided ? [committee.decided.byId] : [])])}
      people={people}
      mayManage={isManager(c)}
      told={TOLD[c.req.query('fait') ?? '']}
      {...shown}
    />
  );
  return c.html(page, shown.status ?? 200);
}

type Outcome = { readonly refusal: ActRefusal | null } | null;

async function answered(c: AppContext, kernel: Kernel, wave: Wave, told: string, decision: Outcome, typed = {}) {
  if (decision === null) return c.notFound();
  if (decision.refusal === null) return c.redirect(`${committeeBase(wave.id)}?fait=${told}`, 303);
  return show(c, kernel, wave, await refused(kernel, decision.refusal, typed));
}

async function call(c: AppContext, kernel: Kernel, wave: Wave) {
  const data = await c.req.formData();
  const form = parseConvening(data);
  if (!form.ok) return show(c, kernel, wave, { status: 422, errors: form.errors, typed: typedOf(data) });
  return answered(c, kernel, wave, 'convoquee', await convene(kernel, actOf(c), wave.id, form.value), typedOf(data));
}

async function close(c: AppContext, kernel: Kernel, wave: Wave, how: 'decidee' | 'ajournee') {
  const data = await c.req.formData();
  const form = parseReason(data);
  if (!form.ok) return show(c, kernel, wave, { status: 422, errors: form.errors, typed: typedOf(data) });
  const asked = { reason: form.value, versionRead: versionOf(data) };
  const act = how === 'decidee' ? decide : adjourn;
  return answered(c, kernel, wave, how, await act(kernel, actOf(c), wave.id, asked), typedOf(data));
}

const numberOf = (c: AppContext) => Number(c.req.param('number') ?? 0);

async function showMinutes(c: AppContext, { db, config }: Kernel, wave: Wave) {
  const paper = await minutesPaper(db, wave.id, numberOf(c));
  if (!paper) return c.notFound();
  const session = (await committeeOf(db, wave.id))?.sessions.find(({ number }) => number === numberOf(c));
  const isMade = session !== undefined && (await minutesPdf(db, session.id)) !== null;
  return c.html(
    <MinutesPage view={viewOf(c, config.DEMO)} wave={wave} number={numberOf(c)} paper={paper} isMade={isMade} />,
  );
}

async function sendMinutes(c: AppContext, { db }: Kernel, wave: Wave) {
  const session = (await committeeOf(db, wave.id))?.sessions.find(({ number }) => number === numberOf(c));
  const pdf = session ? await minutesPdf(db, session.id) : null;
  return pdf ? sendPdf(c, pdf, `proces-verbal-${wave.number}-${numberOf(c)}.pdf`) : c.notFound();
}

export function sendPdf(c: AppContext, pdf: Buffer, name: string): Response {
  c.header('Content-Type', 'application/pdf');
  c.header('Content-Disposition', `attachment; filename="${name}"`);
  return c.body(new Uint8Array(pdf));
}
