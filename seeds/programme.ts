import { instant } from '../src/kernel/instant.ts';
import { balancesUnder, cp } from '../src/ledger/index.ts';
import { plantPayments, plantProgramme } from '../src/programme/fixtures.ts';
import { readPlan } from '../src/programme/index.ts';
import type { Chapter } from './world.ts';

/** The plan was presented on the 31st of March 2021: its envelopes stand since then. */
const PRESENTED = instant('2021-03-31T10:00:00Z');

/**
 * The real plan: axes, levers, envelopes and figures of its sources, and the known envelopes in the ledger; and each year its
 * payment credits, without which nothing is paid.
 */
export const programmeChapter: Chapter = async ({ db, clock }, say) => {
  const now = clock.now();
  if ((await readPlan(db)) === null) {
    say('Le plan, ses axes, ses leviers et ses enveloppes au grand livre');
    await db.transaction().execute((tx) => plantProgramme(tx, PRESENTED, now));
    return;
  }
  const year = now.getUTCFullYear();
  const code = cp(year).instrument('deffinum').code;
  if ((await balancesUnder(db, `CP-${year}`, code)).length > 0) return;
  say(`Les crédits de paiement de ${year}`);
  await db.transaction().execute((tx) => plantPayments(tx, now));
};
