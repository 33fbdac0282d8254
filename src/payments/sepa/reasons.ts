import { hideIbans } from '../bank/iban.ts';

/** ISO 20022 external status reasons that a rejection or a return carries, as an accounting officer says them. */
const REASONS: Readonly<Record<string, string>> = {
  AC01: 'IBAN incorrect',
  AC03: 'IBAN du bénéficiaire incorrect',
  AC04: 'Compte clôturé',
  AC06: 'Compte bloqué',
  AG01: 'Virement interdit sur ce type de compte',
  AG02: 'Code d’opération incorrect',
  AM01: 'Montant nul',
  AM02: 'Montant non autorisé',
  AM04: 'Provision insuffisante sur le compte débité',
  AM05: 'Virement en double',
  AM09: 'Montant erroné',
  ARDT: 'Virement déjà renvoyé',
  BE01: 'Le titulaire n’est pas celui du compte',
  BE04: 'Adresse du bénéficiaire manquante',
  BE05: 'Donneur d’ordre non reconnu',
  CNOR: 'Banque du bénéficiaire hors de ce circuit',
  CUST: 'Retour demandé par le donneur d’ordre',
  CUTA: 'Annulation demandée, fonds renvoyés',
  DT01: 'Date d’exécution incorrecte',
  DUPL: 'Virement en double',
  ED05: 'Règlement échoué',
  FF01: 'Format de fichier incorrect',
  FOCR: 'Renvoyé à la suite d’une demande d’annulation',
  MD07: 'Titulaire décédé',
  MS02: 'Refusé par le bénéficiaire, sans motif',
  MS03: 'Refusé par la banque, sans motif',
  NARR: 'Motif donné en clair par la banque',
  RC01: 'BIC incorrect',
  RC07: 'BIC du bénéficiaire incorrect',
  RR01: 'Compte ou identité du donneur d’ordre manquants (motif réglementaire)',
  RR02: 'Nom ou adresse du donneur d’ordre manquants (motif réglementaire)',
  RR03: 'Nom ou adresse du bénéficiaire manquants (motif réglementaire)',
  RR04: 'Motif réglementaire',
  TECH: 'Incident technique',
  TM01: 'Fichier reçu après l’heure limite',
};
const TEXT_LENGTH = 200;

/** « Compte clôturé (AC04) », with what the bank adds in clear. */
export function reasonText(code: string | null, added: string): string {
  const clear = hideIbans(added.replace(/\s+/g, ' ').trim()).slice(0, TEXT_LENGTH);
  if (code === null) return clear === '' ? 'Sans motif donné par la banque' : clear;
  const words = REASONS[code] ?? 'Motif que cette liste ne connaît pas';
  return `${words} (${code})${clear === '' ? '' : ` : ${clear}`}`;
}
