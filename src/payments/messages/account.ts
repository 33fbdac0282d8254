import type { Message } from '../../kernel/decision.ts';
import { say } from '../messages.ts';
import type { AccountRefusal, AccountState } from '../model/account.ts';

export const ACCOUNT_LABELS: Readonly<Record<AccountState, string>> = {
  pending: 'À confirmer',
  standing: 'Confirmé',
  ended: 'Ne sert plus',
};

const TEXTS: Readonly<Record<AccountRefusal['code'], readonly [title: string, text: string]>> = {
  'not-pending': [
    'Ce compte n’attend plus de confirmation',
    'Quelqu’un l’a traité ou remplacé entre-temps. Rouvrez la liste.',
  ],
  'same-account': [
    'Ce compte est déjà déclaré',
    'Le titulaire, l’IBAN et le BIC sont ceux d’un compte confirmé ou en attente.',
  ],
  'declared-yourself': ['Il faut une autre personne', 'Vous avez déclaré ce compte : un autre agent le confirme.'],
  'own-organisation': ['C’est votre organisation', 'Vous appartenez à cet organisme : un autre agent doit agir.'],
  'iban-differs': [
    'L’IBAN recopié n’est pas celui qui fut déclaré',
    'Relisez le RIB. S’il dit bien autre chose que la déclaration, refusez le compte : l’organisme en déclarera un autre.',
  ],
  'upload-gone': ['Le fichier n’est plus là', 'Envoyez de nouveau le RIB.'],
  'not-yours': [
    'Vous ne pouvez pas engager cet organisme',
    'Son représentant, ou une personne à qui il a donné mandat de signer, déclare le compte.',
  ],
};

export function accountMessage({ code }: AccountRefusal): Message {
  const [title, text] = TEXTS[code];
  return say(title, text);
}
