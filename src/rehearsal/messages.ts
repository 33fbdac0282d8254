import { count } from '../kernel/count.ts';
import type { Message } from '../kernel/decision.ts';
import { parisDateTime } from '../kernel/instant.ts';
import type { Speed } from '../kernel/rehearsal.ts';
import type { ActName, PlayedRole, PlayRefusal } from './model/act.ts';
import type { ClockRefusal, JumpName } from './model/clock.ts';
import type { AskRefusal } from './store/plays.ts';

export const ACT_WORDS: Readonly<
  Record<ActName, { readonly label: string; readonly what: string; readonly short: string }>
> = {
  deposit: {
    short: 'Dépôts',
    label: 'Déposer les dossiers des candidats fictifs',
    what: 'Chaque consortium écrit, signe et dépose son dossier, avec son récépissé.',
  },
  instruct: {
    short: 'Instruction',
    label: 'Instruire les dossiers',
    what: 'Règles confirmées, dossiers déclarés éligibles ; un refus est d’abord annoncé, puis décidé après le délai contradictoire.',
  },
  score: {
    short: 'Notes',
    label: 'Faire noter par les experts',
    what: 'Grille publiée, experts affectés, déclarations d’intérêts signées, toutes les notes remises.',
  },
  decide: {
    short: 'Comité',
    label: 'Tenir le comité',
    what: 'Notes figées, séance ouverte, écarts motivés, décisions et lettres.',
  },
  sign: {
    short: 'Conventions',
    label: 'Signer les conventions',
    what: 'Chaque partenaire signe, puis l’État : les autorisations d’engagement sont consommées.',
  },
  pay: {
    short: 'Paiements',
    label: 'Demander, certifier et payer la première tranche',
    what: 'Demande de chaque partenaire, service fait certifié, deux approbations, comptes confirmés, remise à la banque et paiement.',
  },
};

export const JUMP_WORDS: Readonly<Record<JumpName, string>> = {
  opening: 'À l’ouverture de la vague',
  'before-closing': 'Cinq minutes avant la clôture',
  'after-closing': 'Le lendemain de la clôture',
  'end-of-wait': 'À la fin du délai qui court',
  'next-month': 'Trente jours plus tard',
};

export const SPEED_WORDS: Readonly<Record<Speed, string>> = {
  1: '×1 : comme le temps réel',
  60: '×60 : une heure par minute',
  1000: '×1000 : un jour en une minute et demie',
};

const ROLE_WORDS: Readonly<Record<PlayedRole, string>> = {
  'programme-manager': 'responsable de programme',
  'instructing-officer': 'instructeur',
  evaluator: 'expert',
  'committee-member': 'membre de comité',
  certifier: 'certificateur',
  'payment-officer': 'agent payeur',
};

/** Why the machine stopped, and what to do. */
export function playMessage(refusal: PlayRefusal): string {
  switch (refusal.code) {
    case 'no-wave':
      return 'La vague n’existe plus, ou n’a pas de formulaire publié. Publiez une vague de cet appel, puis recommencez.';
    case 'wave-not-open':
      return refusal.now < refusal.opensAt
        ? `La vague ouvre le ${parisDateTime(refusal.opensAt)} : sautez à l’ouverture pour que les candidats déposent.`
        : `La vague a fermé le ${parisDateTime(refusal.closesAt)} : plus aucun dépôt n’est accepté. Pour rejouer les dépôts, recommencez la répétition.`;
    case 'wave-not-closed':
      return `La vague ferme le ${parisDateTime(refusal.closesAt)} : l’instruction commence après. Sautez au lendemain de la clôture.`;
    case 'nobody':
      return `Il faut ${count(refusal.wanted, 'personne')} avec le rôle « ${ROLE_WORDS[refusal.role]} », il y en a ${refusal.held} : attribuez ce rôle, puis reprenez.`;
    case 'before':
      return `Une étape précède celle-ci : « ${ACT_WORDS[refusal.act].label} ». Jouez-la vous-même ou confiez-la à la machine.`;
    case 'refused':
      return `Le service a refusé un acte de la machine (${refusal.command} : ${refusal.why}), comme il l’aurait refusé à une personne. Rien de cet acte n’est enregistré ; corrigez la situation, puis reprenez.`;
    case 'broken':
      return 'La machine a rencontré un défaut du service. Ce qui était fait est gardé ; reprenez, et signalez-le si cela se répète.';
  }
}

export function clockMessage(refusal: ClockRefusal): Message {
  switch (refusal.code) {
    case 'backwards':
      return {
        title: 'L’horloge ne recule pas',
        text: `Elle montre le ${parisDateTime(refusal.now)} et vous demandez le ${parisDateTime(refusal.to)}. Rien n’a changé. Pour revenir en arrière, recommencez la répétition : le monde fictif est reconstruit depuis le début.`,
      };
    case 'too-far':
      return {
        title: 'Ce saut est trop long',
        text: `Le plus loin où aller d’un saut est le ${parisDateTime(refusal.latest)}. Rien n’a changé ; vérifiez l’année.`,
      };
  }
}

export const askMessage = ({ act, askedAt }: AskRefusal): Message => ({
  title: 'La machine joue déjà',
  text: `« ${ACT_WORDS[act].label} » a été demandé le ${parisDateTime(askedAt)} et n’est pas fini. Rien d’autre n’a été demandé : attendez la fin de cette étape.`,
});
