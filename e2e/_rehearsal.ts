import type { Browser } from 'playwright-core';
import { type PersonVisit, press, signedIn } from './_person.ts';
import { type Product, startProduct } from './_product.ts';

/** What the machine plays, in order, each after the jump that makes it possible. */
const STEPS = [
  { jump: 'À l’ouverture de la vague', step: 'Déposer les dossiers' },
  { jump: 'Le lendemain de la clôture', step: 'Instruire les dossiers' },
  { jump: null, step: 'Faire noter par les experts' },
  { jump: null, step: 'Tenir le comité' },
] as const;

/** A rehearsal with one wave: the machine plays what comes before the journey, by the acts people would do. */
export interface Rehearsal {
  readonly site: string;
  /** From the beginning to the end of this step. */
  playUntil(last: (typeof STEPS)[number]['step']): Promise<void>;
  /** What remains of one step; the clock jumps to the end of each period that the law gives. */
  play(step: string): Promise<void>;
  close(): Promise<void>;
}

/** A world of its own, and the steps before the journey. */
export const BEFORE_MS = 900_000;
const STEP_MS = 240_000;

/** Of its own; or the one that E2E_REHEARSAL_URL names, taken as far as it was played. */
export async function openRehearsal(browser: Browser): Promise<Rehearsal> {
  const known = process.env.E2E_REHEARSAL_URL;
  const product: Product = known ? { url: known, stop: async () => undefined } : await startProduct('--rehearse');
  const manager = await signedIn(browser, 'responsable', { site: product.url });
  const play = (step: string) => playStep(manager, step);
  return {
    site: product.url,
    play,
    playUntil: async (last) => {
      if (known) return;
      for (const { jump, step } of STEPS.slice(0, STEPS.findIndex(({ step: one }) => one === last) + 1)) {
        if (jump) await leap(manager, jump);
        await play(step);
      }
    },
    close: async () => {
      await manager.end();
      await product.stop();
    },
  };
}

async function leap(manager: PersonVisit, name: string): Promise<void> {
  await manager.go('/repetition');
  await press(manager, name);
  await manager.page.getByText('L’horloge a sauté.').waitFor();
}

async function playStep(manager: PersonVisit, step: string): Promise<void> {
  const { page, go } = manager;
  const row = page.getByRole('row').filter({ hasText: step });
  await go('/repetition');
  await row.getByRole('button').click();
  const until = Date.now() + STEP_MS;
  for (;;) {
    await page.waitForTimeout(1000);
    await go('/repetition');
    const state = (await row.textContent()) ?? '';
    if (state.includes('Jouée')) return;
    if (state.includes('Arrêtée') || Date.now() > until)
      throw new Error(`the machine did not play « ${step} »: ${state}`);
    if (!state.includes('En attente')) continue;
    await leap(manager, 'À la fin du délai qui court');
    await row.getByRole('button').click();
  }
}
