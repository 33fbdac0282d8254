import type { Hono } from 'hono';
import type { Wave } from '../../calls/index.ts';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseMinutes, parseSlots, typedOf } from '../form.ts';
import { hearingMessage } from '../messages.ts';
import { BookingPage, HearingsPage } from '../pages/hearings.tsx';
import { waveBase } from '../pages/wave.tsx';
import { bookSlot, freeSlot, hearingFor, proposeSlots, slotsOf, writeMinutes } from '../store/hearings.ts';
import { filesWithExperts } from '../store/loads.ts';
import { evaluatedWave } from '../store/waves.ts';
import { actOf, asked, done, faulty, refused, type Shown } from './answers.tsx';
import { AGENTS, onWave } from './officer.tsx';

const HEARINGS = '/agent/evaluation/:wave/auditions';
const BOOKING = '/dossiers/:id/audition';
const signedIn = allow('signed-in');

export function addHearingRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(HEARINGS, allow(AGENTS), (c) => onWave(c, kernel, (wave) => show(c, kernel, wave, asked(c))));
  routes.post(HEARINGS, allow(AGENTS), (c) => onWave(c, kernel, (wave) => propose(c, kernel, wave)));
  routes.post(`${HEARINGS}/:slot`, allow(AGENTS), (c) => onWave(c, kernel, (wave) => minutes(c, kernel, wave)));
  routes.get(BOOKING, signedIn, (c) => showBooking(c, kernel, asked(c)));
  routes.post(BOOKING, signedIn, (c) => book(c, kernel));
  routes.post(`${BOOKING}/liberer`, signedIn, (c) => free(c, kernel));
}

async function show(c: AppContext, { db, config }: Kernel, wave: Wave, shown: Shown) {
  if (!(await evaluatedWave(db, wave.id))) return c.notFound();
  const files = await filesWithExperts(db, wave.id);
  const titles = new Map(files.map((file) => [file.applicationId, `${file.depositNumber} – ${file.title}`]));
  const page = (
    <HearingsPage
      view={viewOf(c, config.DEMO)}
      wave={wave}
      slots={await slotsOf(db, wave.id)}
      titles={titles}
      {...shown}
    />
  );
  return c.html(page, shown.status ?? 200);
}

async function propose(c: AppContext, kernel: Kernel, wave: Wave) {
  const data = await c.req.formData();
  if (!(await evaluatedWave(kernel.db, wave.id))) return c.notFound();
  const form = parseSlots(data);
  if (!form.ok) return show(c, kernel, wave, faulty(form.errors, typedOf(data)));
  await proposeSlots(kernel, actOf(c), wave.id, form.value);
  return done(c, `${waveBase(wave)}/auditions`, 'creneaux');
}

async function minutes(c: AppContext, kernel: Kernel, wave: Wave) {
  const slot = c.req.param('slot') ?? '';
  const data = await c.req.formData();
  const form = parseMinutes(data, slot);
  if (!form.ok) return show(c, kernel, wave, faulty(form.errors, typedOf(data)));
  const decision = await writeMinutes(kernel, actOf(c), wave.id, slot, form.value);
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return show(c, kernel, wave, refused(hearingMessage(decision.refusal)));
  return done(c, `${waveBase(wave)}/auditions`, 'compte-rendu');
}

async function showBooking(c: AppContext, { db, config }: Kernel, shown: Shown) {
  const id = c.req.param('id') ?? '';
  const hearing = await hearingFor(db, id, actOf(c));
  if (!hearing) return c.notFound();
  const page = <BookingPage view={viewOf(c, config.DEMO)} applicationId={id} hearing={hearing} {...shown} />;
  return c.html(page, shown.status ?? 200);
}

async function book(c: AppContext, kernel: Kernel) {
  const id = c.req.param('id') ?? '';
  const slotId = String((await c.req.formData()).get('slotId') ?? '');
  if (slotId === '') return showBooking(c, kernel, faulty({ slotId: 'Choisissez un créneau.' }, {}));
  const decision = await bookSlot(kernel, actOf(c), id, slotId);
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return showBooking(c, kernel, refused(hearingMessage(decision.refusal)));
  return done(c, `/dossiers/${id}/audition`, 'reserve');
}

async function free(c: AppContext, kernel: Kernel) {
  const id = c.req.param('id') ?? '';
  const decision = await freeSlot(kernel, actOf(c), id);
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return showBooking(c, kernel, refused(hearingMessage(decision.refusal)));
  return done(c, `/dossiers/${id}/audition`, 'libere');
}
