import type { Message } from '../../kernel/decision.ts';
import type { Role } from '../../kernel/http.ts';
import type { Grant, GrantRefusal, RevocationRefusal } from '../model/roles.ts';

/** A role as its page shows it. */
export interface GrantLine extends Grant<Role> {
  /** `null`: the installation itself. */
  readonly grantedBy: string | null;
  readonly reason: string;
}

/** What a page calls each role. */
export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  applicant: 'Candidat',
  'programme-manager': 'Responsable du programme (donne les rôles)',
  'instructing-officer': 'Instructeur',
  evaluator: 'Évaluateur',
  'committee-member': 'Membre du comité',
  certifier: 'Certificateur du service fait',
  'payment-officer': 'Agent payeur',
  auditor: 'Auditeur',
  provider: 'Prestataire',
  'place-manager': 'Gestionnaire de tiers-lieu',
  trainer: 'Formateur',
  learner: 'Apprenant',
  curator: 'Documentaliste',
};

export function roleMessage(refusal: GrantRefusal | RevocationRefusal): Message {
  switch (refusal.code) {
    case 'not-administrator':
      return {
        title: 'Vous ne donnez pas les rôles',
        text: 'Votre propre rôle a pris fin entre-temps : rien n’a changé. Adressez-vous à un responsable du programme.',
      };
    case 'own-role':
      return {
        title: 'Nul ne se donne un rôle',
        text: 'Un autre responsable du programme doit vous le donner : rien n’a changé.',
      };
    case 'already-held':
      return {
        title: 'Rôle déjà donné',
        text: 'Cette personne a déjà ce rôle sur tout ou partie de ces dates : rien n’a changé. Retirez-le d’abord pour en changer les dates.',
      };
    case 'already-over':
      return { title: 'Rôle déjà terminé', text: 'Ce rôle avait déjà pris fin : rien n’a changé.' };
    case 'last-administrator':
      return {
        title: 'Il faut un autre responsable du programme',
        text: 'C’est la dernière personne qui donne les rôles sans date de fin : sans elle, plus personne ne le pourrait. Rien n’a changé. Donnez d’abord ce rôle, sans date de fin, à quelqu’un d’autre.',
      };
  }
}
