import type { Message } from '../../kernel/decision.ts';
import type { AcceptanceRefusal, InvitationState, TeamRefusal } from '../model/team.ts';
import { MATTERS, type Matter } from '../model.ts';

export const MATTER_LABELS: Readonly<Record<Matter, string>> = {
  sign: 'Signer au nom de l’organisme',
  apply: 'Préparer et déposer les dossiers',
  account: 'Rendre compte des dépenses',
};
export const MATTER_CHOICES = MATTERS.map((value) => ({ value, label: MATTER_LABELS[value] }));

export const INVITATION_LABELS: Readonly<Record<InvitationState, string>> = {
  open: 'En attente',
  accepted: 'Acceptée',
  revoked: 'Retirée',
  expired: 'Expirée',
};

export function teamMessage(refusal: TeamRefusal): Message {
  switch (refusal.code) {
    case 'not-representative':
      return {
        title: 'Réservé aux représentants',
        text: 'Seule une personne qui représente l’organisme peut le faire : rien n’a changé. Demandez-le à votre représentant.',
      };
    case 'already-a-member':
      return {
        title: 'Déjà membre',
        text: 'Cette personne agit déjà pour l’organisme : aucune invitation n’est partie.',
      };
    case 'too-many-invitations':
      return {
        title: 'Trop d’invitations en attente',
        text: `${refusal.max} invitations attendent déjà une réponse : retirez celles qui ne servent plus. Aucune invitation n’est partie.`,
      };
    case 'no-member':
      return {
        title: 'Cette personne n’est plus membre',
        text: 'Un mandat se donne à un membre de l’organisme : rien n’a changé. Invitez d’abord cette personne.',
      };
    case 'needs-no-mandate':
      return {
        title: 'Mandat inutile',
        text: 'Cette personne représente l’organisme : elle peut déjà tout faire en son nom. Rien n’a changé.',
      };
    case 'last-representative':
      return {
        title: 'Il faut un autre représentant',
        text: 'C’est le dernier représentant de l’organisme : invitez-en d’abord un autre. Rien n’a changé.',
      };
    case 'already-over':
      return { title: 'Déjà terminé', text: 'Cela avait déjà pris fin : rien n’a changé.' };
  }
}

const OVER: Readonly<Record<Exclude<InvitationState, 'open'>, string>> = {
  accepted: 'Cette invitation a déjà servi.',
  revoked: 'Cette invitation a été retirée par l’organisme.',
  expired: 'Cette invitation a expiré.',
};

export function acceptanceMessage(refusal: AcceptanceRefusal): Message {
  switch (refusal.code) {
    case 'invitation-over':
      return {
        title: 'Invitation terminée',
        text: `${OVER[refusal.state]} Rien n’a changé. Demandez-en une autre à un représentant de l’organisme.`,
      };
    case 'other-address':
      return {
        title: 'Invitation pour une autre adresse',
        text: 'Cette invitation a été envoyée à une autre adresse que celle de votre compte : rien n’a changé. Connectez-vous avec le compte de cette adresse, ou demandez une invitation à la vôtre.',
      };
    case 'already-a-member':
      return { title: 'Vous en êtes déjà membre', text: 'Vous agissez déjà pour cet organisme : rien n’a changé.' };
  }
}
