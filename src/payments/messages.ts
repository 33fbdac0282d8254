import { count } from '../kernel/count.ts';
import type { Message } from '../kernel/decision.ts';
import { formatCents } from '../kernel/money.ts';
import type { PaymentRefusal, RequestState, Step } from './model/request.ts';

export const STATE_LABELS: Readonly<Record<RequestState, string>> = {
  draft: 'À compléter',
  clarification: 'Précision demandée',
  submitted: 'À certifier',
  certified: 'À approuver',
  approved: 'Approuvée une fois',
  ordered: 'À payer',
  sent: 'Virement en cours',
  paid: 'Payée',
  failed: 'Paiement échoué',
  rejected: 'Refusée',
  cancelled: 'Annulée par le partenaire',
};
const STEP_WORDS: Readonly<Record<Step, string>> = {
  certified: 'certifié le service fait',
  'approved-1': 'donné la première approbation',
  'approved-2': 'donné la seconde approbation',
};

const NOTHING = 'Rien n’a été enregistré.';
export const say = (title: string, text: string): Message => ({ title, text: `${text} ${NOTHING}` });

export function paymentMessage(refusal: PaymentRefusal): Message {
  return aboutAct(refusal) ?? aboutAmount(refusal) ?? aboutMeans(refusal);
}

function aboutAct(refusal: PaymentRefusal): Message | null {
  switch (refusal.code) {
    case 'wrong-state':
      return say(
        'Cet acte n’est plus possible',
        `La demande est dans l’état « ${STATE_LABELS[refusal.state]} ». Rouvrez-la.`,
      );
    case 'changed-elsewhere':
      return say(
        'Cette demande a changé',
        'Quelqu’un a agi depuis que vous l’avez ouverte. Rouvrez-la, puis recommencez.',
      );
    case 'evidence-missing':
      return say('Des preuves manquent', `Il manque : ${refusal.keys.join(', ')}. Joignez-les, puis recommencez.`);
    case 'no-line':
      return say('Aucune dépense', 'Cette tranche se paie sur dépenses : ajoutez au moins une facture.');
    case 'lines-to-judge':
      return say(
        'Des dépenses restent à juger',
        `${count(refusal.lines, 'ligne')} : acceptez, réduisez ou refusez chacune.`,
      );
    case 'unknown-line':
      return say('Cette ligne n’existe pas', 'Rouvrez la demande et recommencez.');
    case 'list-full':
      return say(
        'La liste est pleine',
        `Elle contient déjà ${refusal.max} pièces, son maximum : réunissez plusieurs documents en un seul, ou écrivez au service.`,
      );
    case 'upload-gone':
      return say('Le fichier n’est plus là', 'Envoyez-le de nouveau.');
    case 'reason-needed':
      return say(
        'Donnez le motif',
        'Une réduction, un refus, une précision ou un nouvel ordre se motive : le partenaire le lira.',
      );
    case 'same-person':
      return say(
        'Il faut une autre personne',
        `Vous avez déjà ${STEP_WORDS[refusal.step]}. Trois personnes différentes interviennent.`,
      );
    case 'asked-yourself':
      return say('Il faut une autre personne', 'Vous avez préparé ou transmis cette demande.');
    case 'own-organisation':
      return say(
        'C’est votre organisation',
        'Vous appartenez à une partie de cette convention : un autre agent doit agir.',
      );
    default:
      return null;
  }
}

function aboutAmount(refusal: PaymentRefusal): Message | null {
  switch (refusal.code) {
    case 'amount-over-line':
      return say(
        'Ce montant ne réduit pas la ligne',
        `Indiquez moins de ${formatCents(refusal.amountCents)}, et plus de zéro.`,
      );
    case 'invoice-used':
      return say(
        'Cette facture est déjà retenue',
        `Elle l’est dans la convention ${refusal.agreementNumber} : une facture ne compte qu’une fois dans tout le programme.`,
      );
    case 'over-asked':
      return say(
        'Plus que demandé',
        `La demande est de ${formatCents(refusal.askedCents)} ; certifiez ce montant au plus, et plus de zéro.`,
      );
    case 'over-share':
      return say(
        'Plus que la part restante',
        `Il reste ${formatCents(refusal.leftCents)} à ce partenaire : la demande dépasse de ${formatCents(refusal.excessCents)}.`,
      );
    case 'over-advance-cap':
      return say(
        'Plus que le plafond des avances',
        `Le plafond est de ${formatCents(refusal.capCents)} pour la convention : dépassement de ${formatCents(refusal.excessCents)}.`,
      );
    case 'over-rate':
      return say(
        'Plus que le taux d’aide',
        `Les dépenses retenues permettent ${formatCents(refusal.ceilingCents)} d’aide en tout : dépassement de ${formatCents(refusal.excessCents)}. Le reste est à la charge des partenaires.`,
      );
    default:
      return null;
  }
}

/** What the agreement, the envelope or the commons lack. */
function aboutMeans(refusal: PaymentRefusal): Message {
  switch (refusal.code) {
    case 'not-in-commons':
      return say('Livrable hors des communs', refusal.text);
    case 'no-credits':
      return say(
        'Crédits de paiement insuffisants',
        refusal.lacksCents === null
          ? `L’enveloppe n’a pas de crédits de paiement pour ${refusal.year}.`
          : `Il manque ${formatCents(refusal.lacksCents)} de crédits de paiement pour ${refusal.year}.`,
      );
    case 'no-envelope':
      return say(
        'Aucune enveloppe',
        'L’appel ne dit pas sur quelle enveloppe payer. Le responsable de programme doit la nommer.',
      );
    case 'out-of-agreement':
      return say(
        'La convention a changé',
        'Elle est terminée, ou cette tranche ou ce partenaire n’y figure plus. Rouvrez-la pour voir où elle en est.',
      );
    default:
      return say('Acte refusé', 'Rouvrez la demande.');
  }
}
