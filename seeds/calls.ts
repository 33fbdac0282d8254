import { DEFFINUM_CONTENT } from '../src/calls/fixtures/deffinum.ts';
import { DEFFINUM_SLUG, plantDeffinum, plantRealCall } from '../src/calls/fixtures.ts';
import { callBySlug, waveById } from '../src/calls/index.ts';
import { ensureKey } from '../src/deposits/index.ts';
import type { Tx } from '../src/kernel/db.ts';
import { newId } from '../src/kernel/ids.ts';
import { type Instant, instant } from '../src/kernel/instant.ts';
import { record } from '../src/kernel/journal.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import { reserveForWave } from '../src/ledger/index.ts';
import { nameFunder } from '../src/publication/index.ts';
import { siretOf } from '../src/rehearsal/index.ts';
import type { Chapter } from './world.ts';

/** The real DEFFINUM call, and one open wave of demonstration that closes at noon on a working day to come. */
export const callsChapter: Chapter = async (kernel, say) => {
  const { db, clock, config } = kernel;
  if ((await callBySlug(db, DEFFINUM_SLUG)) !== null) return;
  if (config.DEMO) await ensureKey(db, config.SECRET, KEY_FROM);
  await nameGranter(kernel);
  if (config.REHEARSAL) {
    say('L’appel DEFFINUM et ses trois vagues');
    await db.transaction().execute((tx) => plantRealCall(tx, clock.now()));
    return;
  }
  say('L’appel DEFFINUM, ses trois vagues et une vague de démonstration');
  await db.transaction().execute(async (tx) => {
    const { waveId } = await plantDeffinum(tx, clock.now());
    await reserveEnvelope(tx, waveId, clock.now());
  });
};

/** Receipts of the waves of the past are signed too, and a key signs from its first day on. */
const KEY_FROM = instant('2021-05-03T08:00:00Z');

/** Open data names who grants by a SIRET: here one that the national register never gives. */
async function nameGranter(kernel: Kernel): Promise<void> {
  const authority = DEFFINUM_CONTENT.contact.service;
  const granter = { name: '[Fictif] Service attribuant', siret: siretOf('etat', 0), notified: false };
  await nameFunder(kernel, { authority, ...granter, versionRead: 0, authorId: null, at: kernel.clock.now() });
}

/** The money of the demonstration wave leaves the call's envelope, as the publication of any wave does. */
async function reserveEnvelope(tx: Tx, waveId: string, at: Instant): Promise<void> {
  const wave = await waveById(tx, waveId);
  if (!wave?.envelopeCents) throw new Error('the demonstration wave has no envelope');
  const posting = { key: `wave:${waveId}:published`, journalEntryId: newId(), occurredAt: at };
  const money = { waveId, instrument: 'deffinum', amountCents: wave.envelopeCents };
  const { refusal } = await reserveForWave(tx, posting, money);
  if (refusal) throw new Error(`the ledger refused the demonstration wave: ${refusal.code}`);
  const reason = 'Démonstration\u00a0: part de l’enveloppe DEFFINUM ouverte à la vague d’exemple.';
  await record(
    tx,
    'calls',
    { subjectType: 'wave', subjectId: waveId, event: 'wave-funded', authorId: null, at, reason },
    posting.journalEntryId,
  );
}
