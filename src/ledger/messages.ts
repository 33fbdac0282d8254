import type { Message } from '../kernel/decision.ts';
import { formatCents } from '../kernel/money.ts';
import type { FlowEvent } from './model/flows.ts';
import type { Book, LedgerRefusal, Stage } from './model.ts';

const NOTHING = 'Rien n’a été écrit.';

/** What a person reads when the ledger says no. */
export function ledgerMessage(refusal: LedgerRefusal): Message {
  switch (refusal.code) {
    case 'insufficient':
      return {
        title: 'Il manque des crédits',
        text:
          `Vous demandez ${formatCents(refusal.requestedCents)} ; il reste ${formatCents(refusal.availableCents)} sur le compte ` +
          `${refusal.account} (${bookLabel(refusal.book)}). Il manque ${formatCents(refusal.lacksCents)}. ${NOTHING}`,
      };
    case 'key-reused':
      return {
        title: 'Cette opération a déjà été écrite autrement',
        text: `L’opération ${refusal.key} existe déjà avec un autre montant ou d’autres comptes. ${NOTHING} Rouvrez la page pour voir ce qui est enregistré.`,
      };
    case 'account-closed':
      return {
        title: 'Ce compte est clos',
        text: `Le compte ${refusal.account} (${bookLabel(refusal.book)}) est clos : plus aucun virement n’y entre ni n’en sort. ${NOTHING}`,
      };
    case 'account-unknown':
      return {
        title: 'Ce compte n’est pas ouvert',
        text: `Le compte ${refusal.account} n’existe pas dans le livre ${bookLabel(refusal.book)}. ${NOTHING} Ouvrez d’abord l’enveloppe dont il dépend.`,
      };
    case 'already-reversed':
      return {
        title: 'Ce virement est déjà annulé',
        text: `Le virement ${refusal.transferId} a déjà été annulé par son contraire, et ne peut l’être qu’une fois. ${NOTHING}`,
      };
  }
}

export const bookLabel = (book: Book): string =>
  book === 'AE' ? 'Autorisations d’engagement' : `Crédits de paiement ${book.slice(3)}`;

export const STAGE_LABELS: Readonly<Record<Stage, string>> = {
  source: 'Origine des crédits',
  programme: 'Programme',
  axis: 'Axe',
  instrument: 'Enveloppe',
  wave: 'Ouvert par une vague',
  reserved: 'Réservé à un lauréat',
  held: 'Réservé à un bon',
  committed: 'Engagé',
  certified: 'Certifié',
  paid: 'Payé',
  released: 'Rendu',
  recovered: 'Recouvré',
  ordered: 'Mis en paiement',
  lapsed: 'Tombé en fin d’année',
};

export const EVENT_LABELS: Readonly<Record<FlowEvent | 'reversal', string>> = {
  appropriate: 'Ouverture de crédits',
  allot: 'Répartition',
  'open-wave': 'Ouverture d’une vague',
  'return-from-wave': 'Retour d’une vague',
  award: 'Attribution',
  'award-lapse': 'Attribution abandonnée',
  sign: 'Signature de la convention',
  'amend-up': 'Avenant en hausse',
  'amend-down': 'Avenant en baisse',
  certify: 'Service fait certifié',
  'order-payment': 'Ordre de payer',
  pay: 'Paiement',
  'payment-fail': 'Paiement échoué',
  recover: 'Recouvrement',
  'year-lapse': 'Fin d’année',
  'voucher-issue': 'Bon émis',
  'voucher-expire': 'Bon expiré',
  'voucher-redeem': 'Bon utilisé',
  reversal: 'Annulation',
};
