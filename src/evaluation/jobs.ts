import { waveById } from '../calls/index.ts';
import { personById } from '../identity/index.ts';
import type { JobData } from '../kernel/jobs.ts';
import type { JobTable, Kernel } from '../kernel/kernel.ts';
import { post } from '../kernel/mail.ts';
import { TELL_EXPERT } from './store/assignments.ts';
import { noteWithdrawn, takeEligible } from './store/files.ts';

/** Queued by the instruction slice, with the facts they follow. */
export const TAKE_FILE = 'evaluation.take-file';
export const NOTE_WITHDRAWN = 'evaluation.note-withdrawal';

async function tellExpert({ db, jobs, config, clock }: Kernel, { waveId, personId, at }: JobData): Promise<void> {
  const person = await personById(db, String(personId));
  const wave = await waveById(db, String(waveId));
  if (!person || !wave) return;
  const text = `Bonjour,

Des dossiers de la vague « ${wave.name} » vous sont confiés pour évaluation.

Avant de les ouvrir, vous signerez votre déclaration d’intérêts. Si un lien avec un porteur vous apparaît, dites-le : le dossier sera confié à une autre personne.

Vos dossiers : ${config.PUBLIC_URL}/evaluation
`;
  const letter = {
    to: person.email,
    subject: 'Des dossiers vous sont confiés pour évaluation',
    text,
    about: 'evaluation.assigned',
    onceKey: `evaluation.assigned:${waveId}:${personId}:${at}`,
  };
  await db.transaction().execute((tx) => post(tx, jobs, letter, clock.now()));
}

export const evaluationJobs: JobTable = {
  [TAKE_FILE]: ({ db, clock }, { applicationId }) => takeEligible(db, String(applicationId), clock.now()),
  [NOTE_WITHDRAWN]: ({ db, clock }, { applicationId }) => noteWithdrawn(db, String(applicationId), clock.now()),
  [TELL_EXPERT]: (kernel, data) => tellExpert(kernel, data),
};
