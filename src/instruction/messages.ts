import type { Message } from '../kernel/decision.ts';
import { parisDateTime } from '../kernel/instant.ts';
import type { AnswerRefusal } from './model/answer.ts';
import type { AdverseOutcome, FileRefusal, FileState, Outcome } from './model/file.ts';

/** What an agent reads. */
export const STATE_LABELS: Readonly<Record<FileState, string>> = {
  'to-instruct': 'À instruire',
  'awaiting-pieces': 'Pièces attendues',
  contradictory: 'Procédure contradictoire',
  eligible: 'Éligible',
  ineligible: 'Inéligible',
  'not-instructed': 'Non instruit',
  withdrawn: 'Retiré',
};

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  eligible: 'éligible',
  ineligible: 'inéligible',
  'not-instructed': 'non instruit, faute de pièces',
};

const IN_VIEW: Readonly<Record<AdverseOutcome, string>> = {
  ineligible: 'de déclarer votre dossier inéligible',
  'not-instructed': 'de ne pas instruire votre dossier, resté incomplet',
};
export const inView = (outcome: AdverseOutcome): string => IN_VIEW[outcome];

const list = (names: readonly string[]) => names.map((name) => `« ${name} »`).join(', ');

export function fileMessage(refusal: FileRefusal): Message {
  switch (refusal.code) {
    case 'wrong-state':
      return {
        title: 'Cet acte n’est plus possible',
        text: `Le dossier est dans l’état « ${STATE_LABELS[refusal.state]} ». Rien n’a été enregistré. Rouvrez le dossier pour voir ce qui reste à faire.`,
      };
    case 'changed-elsewhere':
      return {
        title: 'Ce dossier a changé depuis que vous l’avez ouvert',
        text: 'Un autre agent, ou le candidat, a agi entre-temps. Rien n’a été enregistré. Rouvrez le dossier : l’historique dit qui, quand et pourquoi.',
      };
    case 'unknown-rule':
      return {
        title: 'Cette règle n’est pas de cette vague',
        text: 'Rien n’a été enregistré. Rouvrez le dossier et recommencez.',
      };
    case 'reason-needed':
      return {
        title: 'Donnez vos motifs',
        text: 'Un résultat qui s’écarte du calcul, ou une décision défavorable, se motive. Rien n’a été enregistré. Écrivez une phrase puis recommencez.',
      };
    case 'deadline-too-soon':
      return {
        title: 'Ce délai est trop court',
        text: `Laissez au moins deux jours au candidat : après le ${parisDateTime(refusal.earliest)}. Rien n’a été enregistré.`,
      };
    case 'deadline-too-far':
      return {
        title: 'Ce délai est trop long',
        text: `Le délai suspend l’instruction : choisissez une date avant le ${parisDateTime(refusal.latest)}. Rien n’a été enregistré.`,
      };
    case 'rules-left':
      return { title: 'Le dossier ne peut pas encore être déclaré éligible', text: rulesLeft(refusal) };
    case 'no-unmet-rule':
      return {
        title: 'Aucune règle n’est jugée non respectée',
        text: 'Une inéligibilité repose sur une règle de l’appel. Jugez d’abord la règle en cause, puis informez le candidat. Rien n’a été enregistré.',
      };
    case 'period-running':
      return {
        title: 'Le candidat peut encore répondre',
        text: `La décision sera possible à partir du ${parisDateTime(refusal.until)}, même si le candidat a déjà répondu. Rien n’a été enregistré.`,
      };
  }
}

function rulesLeft({ unjudged, unmet }: Extract<FileRefusal, { code: 'rules-left' }>): string {
  const left = unjudged.length > 0 ? `Il reste à juger : ${list(unjudged)}. ` : '';
  const failed = unmet.length > 0 ? `Jugées non respectées : ${list(unmet)}. ` : '';
  return `${left}${failed}Rien n’a été enregistré.`;
}

const KEPT = 'Ce que vous aviez déjà transmis est conservé.';

export function answerMessage(refusal: AnswerRefusal): Message {
  switch (refusal.code) {
    case 'nothing-asked':
      return {
        title: 'Le service n’attend rien de vous',
        text: 'Aucune demande n’est en cours pour ce dossier. Rien n’a été enregistré.',
      };
    case 'too-late':
      return {
        title: 'Le délai est passé',
        text: `Le délai courait jusqu’au ${parisDateTime(refusal.dueAt)}. Votre envoi nous est parvenu le ${parisDateTime(refusal.receivedAt)}. ${KEPT} Écrivez au service de l’appel : il peut vous accorder une nouvelle demande.`,
      };
    case 'already-sent':
      return { title: 'Votre réponse est déjà transmise', text: `Il n’y a rien de plus à faire. ${KEPT}` };
    case 'unknown-piece':
      return { title: 'Cette pièce n’est pas demandée', text: `Choisissez une pièce de la liste. ${KEPT}` };
    case 'too-many-files':
      return {
        title: 'Trop de fichiers pour cette pièce',
        text: `${refusal.max} fichiers au plus par pièce : réunissez-les en un seul. ${KEPT}`,
      };
    case 'upload-gone':
      return {
        title: 'Ce fichier n’est plus disponible',
        text: `Il a expiré, ou l’antivirus l’a écarté. Envoyez-le de nouveau. ${KEPT}`,
      };
    case 'pieces-left':
      return {
        title: 'Il manque encore des pièces',
        text: `Rien n’a été transmis. Joignez d’abord : ${list(refusal.labels)}. Au terme du délai, ce qui est joint nous parvient de toute façon.`,
      };
    case 'empty-answer':
      return { title: 'Écrivez vos observations', text: 'Rien n’a été transmis. Quelques phrases suffisent.' };
  }
}
