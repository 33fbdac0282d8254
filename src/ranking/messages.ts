import { count } from '../kernel/count.ts';
import type { Message } from '../kernel/decision.ts';
import { parisDateTime } from '../kernel/instant.ts';
import { formatCents } from '../kernel/money.ts';
import type { FreezeRankingRefusal } from './model/run.ts';

const NOTHING = 'Rien n’a été figé.';

export function freezeMessage(refusal: FreezeRankingRefusal): Message {
  switch (refusal.code) {
    case 'not-opened':
      return { title: 'L’évaluation de cette vague n’est pas ouverte', text: `${NOTHING} Ouvrez-la d’abord.` };
    case 'already-frozen':
      return {
        title: 'Les notes sont déjà figées',
        text: `Elles le sont depuis le ${parisDateTime(refusal.frozenAt)} : le classement signé est celui de cette page.`,
      };
    case 'scores-missing':
      return {
        title: 'Il manque des évaluations',
        text: `Évaluations attendues sur ${count(refusal.files, 'dossier')}. ${NOTHING} Relancez les experts, ou cochez la case en disant dans le motif pourquoi vous passez outre.`,
      };
    case 'no-file':
      return { title: 'Aucun dossier à classer', text: `Aucun dossier éligible n’est dans cette vague. ${NOTHING}` };
    case 'unknown-scenario':
      return { title: 'Ce scénario n’existe plus', text: `${NOTHING} Choisissez-en un autre.` };
    case 'other-weights':
      return {
        title: 'Ce scénario essaie d’autres pondérations',
        text: `Le classement du comité suit la grille publiée. ${NOTHING} Choisissez un scénario qui garde ses pondérations.`,
      };
    case 'envelope-short':
      return {
        title: 'L’enveloppe du scénario dépasse ce qui est disponible',
        text: `Le scénario compte ${formatCents(refusal.askedCents)} ; la vague dispose de ${formatCents(refusal.availableCents)} au grand livre. ${NOTHING}`,
      };
  }
}
