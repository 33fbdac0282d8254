import type { Message } from '../../kernel/decision.ts';
import type { DelegationRefusal } from '../model/delegations.ts';

const WORDS: Readonly<Record<DelegationRefusal['code'], Message>> = {
  'not-yours': {
    title: 'Ce rôle n’est pas le vôtre',
    text: 'On ne délègue qu’un rôle que l’on tient soi-même, et non d’une délégation : rien n’a changé.',
  },
  'to-oneself': { title: 'Délégation à soi-même', text: 'Indiquez l’adresse d’une autre personne : rien n’a changé.' },
  'not-delegable': {
    title: 'Ce rôle ne se délègue pas',
    text: 'Le pouvoir de donner les rôles ne se délègue pas : un responsable du programme peut en nommer un autre. Rien n’a changé.',
  },
  'already-delegated': {
    title: 'Déjà délégué',
    text: 'Cette personne a déjà reçu ce rôle de votre part sur tout ou partie de ces dates : rien n’a changé.',
  },
  'not-the-delegator': {
    title: 'Délégation d’une autre personne',
    text: 'Seule la personne qui délègue peut y mettre fin : rien n’a changé.',
  },
  'already-over': { title: 'Délégation déjà terminée', text: 'Elle avait déjà pris fin : rien n’a changé.' },
};

export const delegationMessage = ({ code }: DelegationRefusal): Message => WORDS[code];
