import type { Message } from '../../kernel/decision.ts';
import { parisDateTime } from '../../kernel/instant.ts';
import type { GrantRefusal } from '../model/agreement.ts';

const NOTHING = 'Rien n’a été enregistré.';

/** What keeps an agreement from ending; `null`: the refusal is of another matter. */
export function endingMessage(refusal: GrantRefusal): Message | null {
  switch (refusal.code) {
    case 'notice-open':
      return {
        title: 'Une résiliation est déjà annoncée',
        text: `Prononcez-la ou abandonnez-la d’abord. ${NOTHING}`,
      };
    case 'no-notice':
      return { title: 'Aucune résiliation n’est annoncée', text: `Rouvrez la page de la convention. ${NOTHING}` };
    case 'answer-too-short':
      return {
        title: 'Ce délai de réponse est trop court',
        text: `Laissez quinze jours au moins aux partenaires : jusqu’au ${parisDateTime(refusal.earliest)} ou après. ${NOTHING}`,
      };
    case 'answer-runs':
      return {
        title: 'Les partenaires peuvent encore répondre',
        text: `Leur délai court jusqu’au ${parisDateTime(refusal.until)}. ${NOTHING} Prononcez la résiliation après cet instant.`,
      };
    case 'requests-waiting':
      return {
        title: 'Des demandes de paiement sont en cours',
        text: `Il en reste ${refusal.requests} : certifiez, refusez ou payez chacune d’abord. ${NOTHING}`,
      };
    case 'balance-unpaid':
      return {
        title: 'Le solde n’est pas payé',
        text: `Il ne l’est pas pour : ${refusal.partners.join(', ')}. ${NOTHING} Si le projet s’arrête, annoncez une résiliation.`,
      };
    case 'effect-changed':
      return {
        title: 'Les montants ont changé',
        text: `Un paiement ou une certification a eu lieu depuis que vous avez ouvert la page. ${NOTHING} Relisez l’effet en euros, puis recommencez.`,
      };
    default:
      return null;
  }
}
