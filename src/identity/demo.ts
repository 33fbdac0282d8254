import type { Role } from '../kernel/http.ts';

/** Published on the sign-in page of a demonstration; such accounts exist nowhere else. */
export const DEMO_PASSWORD = 'demonstration-2027';

export interface DemoPerson {
  readonly name: string;
  readonly email: string;
  /** What a visitor reads. */
  readonly what: string;
  readonly role: Role;
  /** SIRET of the real organisation an applicant represents. */
  readonly siret?: string;
}

const address = (name: string) => `${name}@demo.deffinum.example`;
const person = (name: string, mailbox: string, what: string, role: Role, siret?: string): DemoPerson => ({
  name: `Démo ${name}`,
  email: address(mailbox),
  what,
  role,
  ...(siret ? { siret } : {}),
});

/** Clearly fictional people; the organisations are real entries of the register. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  person('Candidate', 'candidate', 'Porte un projet pour BTP CFA Picardie', 'applicant', '50260294900047'),
  person(
    'Partenaire',
    'partenaire',
    'Partenaire : chambre de métiers des Hauts-de-France',
    'applicant',
    '13002374000330',
  ),
  person('Associée', 'associee', 'Partenaire : maison familiale de Clairfontaine', 'applicant', '30272779700011'),
  person('Responsable', 'responsable', 'Responsable du programme', 'programme-manager'),
  person('Instructrice', 'instructrice', 'Instruit les dossiers', 'instructing-officer'),
  person('Évaluateur', 'evaluateur', 'Évalue les projets', 'evaluator'),
  person('Experte', 'experte', 'Évalue aussi les projets', 'evaluator'),
  person('Expert', 'expert', 'Évalue aussi les projets', 'evaluator'),
  person('Présidente', 'presidente', 'Préside le comité de sélection', 'committee-member'),
  person('Jurée', 'juree', 'Membre du comité de sélection', 'committee-member'),
  person('Juré', 'jure', 'Membre du comité de sélection aussi', 'committee-member'),
  person('Certificateur', 'certificateur', 'Certifie le service fait', 'certifier'),
  person('Payeuse', 'payeuse', 'Approuve et met en paiement', 'payment-officer'),
  person('Payeur', 'payeur', 'Approuve aussi les paiements : il en faut deux', 'payment-officer'),
  person('Auditeur', 'auditeur', 'Contrôle, sans rien modifier', 'auditor'),
  person('Prestataire', 'prestataire', 'Accompagne l’hybridation', 'provider'),
  person('Gérante', 'gerante', 'Gère un tiers-lieu', 'place-manager'),
  person('Formateur', 'formateur', 'Forme', 'trainer'),
  person('Apprenante', 'apprenante', 'Apprend', 'learner'),
  person('Documentaliste', 'documentaliste', 'Tient le catalogue des communs', 'curator'),
];
