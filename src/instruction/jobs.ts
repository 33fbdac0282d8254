import { recipientsOfFile } from '../applications/index.ts';
import { NOTE_WITHDRAWAL } from '../deposits/index.ts';
import { frenchDay, parisDateTime } from '../kernel/instant.ts';
import type { JobData } from '../kernel/jobs.ts';
import type { JobTable, Kernel } from '../kernel/kernel.ts';
import { post } from '../kernel/mail.ts';
import { inView, OUTCOME_WORDS } from './messages.ts';
import type { InstructionFile } from './model/whole.ts';
import { SEND_LETTERS } from './store/acts.ts';
import { noteWithdrawal } from './store/applicant.ts';
import { fileById } from './store/file.ts';
import { takeIn } from './store/take-in.ts';
import { closedWaves } from './store/waves.ts';

interface Told {
  readonly subject: string;
  readonly body: string;
}

/** What each letter says; `null`: what it told of is no longer there. */
function tell(letter: string, file: InstructionFile, id: string): Told | null {
  const request = file.requests.find((one) => one.id === id);
  const notice = file.notices.find((one) => one.id === id);
  if (letter === 'pieces-asked' && request) {
    const pieces = request.items.map(({ label }) => `- ${label}`).join('\n');
    return {
      subject: 'Pièces à compléter',
      body: `Il manque des pièces à votre dossier :\n\n${pieces}\n\n${request.message}\n\nTransmettez-les avant le ${parisDateTime(request.dueAt)}. Le délai au terme duquel le silence vaut rejet est suspendu jusqu’à leur réception, au plus tard jusqu’à cette date (article L. 114-5 du code des relations entre le public et l’administration). Rejet implicite, suspension comprise : ${frenchDay(file.implicit.on)} au plus tard.`,
    };
  }
  if (letter === 'pieces-received')
    return {
      subject: 'Pièces reçues',
      body: `Toutes les pièces demandées nous sont parvenues : la suspension est terminée. Sans réponse, votre demande sera réputée rejetée le ${frenchDay(file.implicit.on)}.`,
    };
  if (letter === 'announced' && notice)
    return {
      subject: 'Vous pouvez présenter vos observations',
      body: `Le service envisage ${inView(notice.outcome)}, pour les motifs suivants :\n\n${notice.reasons}\n\nVous pouvez répondre jusqu’au ${parisDateTime(notice.answerUntil)}. Aucune décision ne sera prise avant cette date.`,
    };
  if (letter === 'observed')
    return { subject: 'Observations reçues', body: 'Vos observations nous sont parvenues et sont jointes au dossier.' };
  if (letter === 'dropped')
    return {
      subject: 'L’instruction reprend',
      body: 'Le service renonce à la décision envisagée et reprend l’instruction.',
    };
  if (letter === 'decided' && file.decision)
    return { subject: `Dossier ${OUTCOME_WORDS[file.decision.outcome]}`, body: decided(file) };
  return null;
}

function decided({ decision }: InstructionFile): string {
  if (decision?.outcome === 'eligible')
    return 'Votre dossier est éligible : il sera évalué par des experts. Cette étape ne préjuge pas de la sélection.';
  return `Votre dossier est ${OUTCOME_WORDS[decision?.outcome ?? 'ineligible']}, pour les motifs suivants :\n\n${decision?.reasons ?? ''}\n\nVous pouvez former un recours gracieux auprès du service, ou saisir le tribunal administratif, dans les deux mois (articles R. 421-1 et R. 421-2 du code de justice administrative).`;
}

/** Every member of the consortium hears the same thing, once. */
async function sendLetters({ db, jobs, config, clock }: Kernel, { letter, applicationId, id }: JobData): Promise<void> {
  const file = await fileById(db, String(applicationId));
  const told = file ? tell(String(letter), file, String(id)) : null;
  if (!file || !told) return;
  const recipients = await recipientsOfFile(db, file.applicationId);
  await db.transaction().execute(async (tx) => {
    for (const { email, personId } of recipients) {
      const text = `Bonjour,\n\nDossier « ${file.title} » (${file.receiptNumber}).\n\n${told.body}\n\nSuivre le dossier : ${config.PUBLIC_URL}/dossiers/${file.applicationId}/suite\n`;
      const onceKey = `instruction.${letter}:${id}:${personId}`;
      const subject = `${told.subject} – ${file.receiptNumber}`;
      await post(tx, jobs, { to: email, subject, text, about: `instruction.${letter}`, onceKey }, clock.now());
    }
  });
}

/** Each minute: the work of a large wave is done before its officer opens it. A page that comes first does it itself. */
export const TAKE_IN = 'instruction.take-in';

async function takeInClosed({ db, clock }: Kernel): Promise<void> {
  for (const { wave } of await closedWaves(db, clock.now())) await takeIn(db, wave.id, clock.now());
}

export const instructionJobs: JobTable = {
  [TAKE_IN]: (kernel) => takeInClosed(kernel),
  [SEND_LETTERS]: (kernel, data) => sendLetters(kernel, data),
  [NOTE_WITHDRAWAL]: ({ db, jobs }, { applicationId }) => noteWithdrawal({ db, jobs }, String(applicationId)),
};
