import { parisDateTime } from '../../kernel/instant.ts';
import { formatCents } from '../../kernel/money.ts';
import type { Termination } from '../model/ending.ts';
import type { Agreement } from '../model/whole.ts';

export interface Told {
  readonly subject: string;
  readonly body: string;
}

/** What is said of an agreement that ends, or may; `null`: there is no letter of that name. */
export function tellEnding(letter: string, agreement: Agreement, notice: Termination | null): Told | null {
  const letters: Readonly<Record<string, Told>> = {
    'notice-abandoned': {
      subject: 'La résiliation annoncée est abandonnée',
      body: `Le service abandonne la résiliation qu’il avait annoncée : ${notice?.endedReason ?? ''}\n\nLa convention continue comme avant.`,
    },
    notice: {
      subject: 'Une résiliation est annoncée',
      body: `Le service envisage de résilier la convention : ${notice?.reason ?? ''}\n\nVous pouvez présenter vos observations sur la page de la convention, au moins jusqu’au ${notice ? parisDateTime(notice.answerUntil) : ''} (articles L. 121-1 et L. 122-1 du code des relations entre le public et l’administration). Ce qui est payé ou certifié reste acquis, sauf somme indue ; le reste ne serait plus versé. Le montant est sur la page, partenaire par partenaire.`,
    },
    terminated: {
      subject: 'Votre convention est résiliée',
      body: `La convention est résiliée : ${agreement.closedReason ?? ''}\n\nCe qui est certifié sera payé. Le reste n’est plus dû. Vous pouvez former un recours gracieux, ou saisir le tribunal administratif dans les deux mois (articles R. 421-1 et R. 421-2 du code de justice administrative).`,
    },
    completed: {
      subject: 'Votre convention est arrivée à son terme',
      body: `Le solde est payé et la convention est close : ${agreement.closedReason ?? ''}\n\nMontant définitif de l’aide : ${formatCents(agreement.totalCents)}. Conservez vos pièces : un contrôle reste possible.`,
    },
  };
  return letters[letter] ?? null;
}
