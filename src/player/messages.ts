import type { Message } from '../kernel/decision.ts';
import { parisDateTime } from '../ui/index.ts';
import type { AttemptRefusal } from './model/attempt.ts';

export function attemptRefusalText(refusal: AttemptRefusal): Message {
  return {
    title: 'Ce module est ouvert ailleurs',
    text: `Un autre onglet, ou un autre appareil, l’a ouvert avec votre compte et enregistre votre avancement, au moins jusqu’au ${parisDateTime(refusal.until)}. Rien n’est enregistré ici. Fermez-le là-bas, ou continuez ici : l’autre onglet n’enregistrera plus.`,
  };
}

export const TOO_LARGE =
  'Ce module garde plus de 200 000 caractères de données : nous ne pouvons pas enregistrer la suite. Ce qui l’était déjà est conservé.';
