import type { Message } from '../../kernel/decision.ts';
import { formatCents } from '../../kernel/money.ts';
import { say } from '../messages.ts';
import type { Effect, OutcomeRefusal } from '../model/order.ts';
import { CSV_COLUMNS } from '../sepa/csv.ts';
import { RETURN_MAX_BYTES, RETURN_MAX_LINES, type ReportRefusal } from '../sepa/report.ts';

/** Before, then after the file is applied. */
export const EFFECTS: Readonly<Record<Effect | 'none', readonly [string, string]>> = {
  pay: ['Sera payé', 'Payé'],
  fail: ['Sera rejeté : les crédits reviennent à l’enveloppe', 'Rejeté'],
  undo: ['Paiement revenu : sera défait', 'Paiement défait'],
  known: ['Déjà connu : rien ne change', 'Déjà connu'],
  none: ['En cours à la banque : rien ne change', 'En cours à la banque'],
};

/** Why a line does nothing. */
export function lineText(refusal: OutcomeRefusal): string {
  switch (refusal.code) {
    case 'unknown-order':
      return 'Identifiant inconnu : aucun de nos virements ne porte ce numéro.';
    case 'not-sent':
      return 'Ce paiement n’est dans aucune remise.';
    case 'not-handed':
      return `La remise n° ${refusal.batchNumber} n’est pas marquée remise à la banque : dites-le d’abord sur sa page.`;
    case 'other-batch':
      return 'Ce paiement n’est pas dans la remise dont parle le fichier.';
    case 'already-failed':
      return 'Déjà rejeté : la banque dit maintenant l’avoir exécuté. Vérifiez avec elle avant tout nouvel ordre.';
    case 'twice-told':
      return 'Déjà dit par une ligne de ce fichier.';
    case 'amount-differs':
      return `Montant différent : ${formatCents(refusal.saidCents)} selon la banque, ${formatCents(refusal.orderedCents)} ordonnés.`;
    default:
      return `Une partie de ce paiement fut recouvrée depuis : il manque ${formatCents(refusal.lacksCents)} pour le défaire.`;
  }
}

export function reportMessage(refusal: ReportRefusal): Message {
  switch (refusal.code) {
    case 'too-big':
      return say('Fichier trop gros', `Un fichier de la banque pèse ${RETURN_MAX_BYTES / 1024 / 1024} Mio au plus.`);
    case 'has-entities':
      return say(
        'Fichier refusé',
        'Il déclare un type de document ou des entités, ce qu’un avis de sort ne fait jamais.',
      );
    case 'not-xml':
      return say(
        'Ce XML est mal formé',
        `Il ne se lit pas à partir de la ligne ${refusal.at}. Redemandez le fichier à la banque.`,
      );
    case 'no-column':
      return say(
        'Il manque une colonne',
        `« ${refusal.column} » : le tableau commence par une ligne de titres, ${CSV_COLUMNS.join(' ; ')}.`,
      );
    case 'bad-line':
      return say(
        'Une ligne ne se lit pas',
        `Ligne ${refusal.line} : ${refusal.text}. Corrigez-la, puis envoyez de nouveau le fichier.`,
      );
    case 'too-many-lines':
      return say('Trop de lignes', `Un fichier en compte ${RETURN_MAX_LINES} au plus.`);
    case 'says-nothing':
      return say(
        'Ce fichier ne dit rien d’un virement',
        'Aucune de ses lignes ne donne le sort définitif d’un paiement.',
      );
    default:
      return say(
        'Ce fichier n’est pas un avis de sort',
        'Donnez un pain.002 de la banque, ou un tableau CSV en UTF-8.',
      );
  }
}
