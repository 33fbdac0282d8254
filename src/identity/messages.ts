import type { Message } from '../kernel/decision.ts';
import { instant, parisDate } from '../kernel/instant.ts';
import { formatSiret, type IdentifierFault } from './model/identifiers.ts';
import type { AnswerRefusal, JoinRefusal } from './model/joining.ts';
import type { Organisation, OrganisationRefusal } from './model.ts';

export function organisationMessage(refusal: OrganisationRefusal): Message {
  switch (refusal.code) {
    case 'bad-siret':
      return { title: 'Numéro SIRET à corriger', text: siretFault(refusal.fault) };
    case 'unknown-siret':
      return {
        title: 'Établissement introuvable',
        text:
          refusal.asked === 'national'
            ? `Le registre national ne connaît pas le numéro SIRET ${formatSiret(refusal.siret)}. Vérifiez-le sur un document de l’établissement ; un établissement créé depuis peu peut mettre quelques jours à paraître.`
            : `Le numéro SIRET ${formatSiret(refusal.siret)} est bien formé, mais ne figure pas dans la copie du registre dont dispose ce site, qui ne consulte pas le registre national. Vérifiez-le, ou écrivez-nous pour faire ajouter l’établissement.`,
      };
    case 'closed-establishment':
      return {
        title: 'Établissement fermé',
        text: `L’établissement ${refusal.name} (SIRET ${formatSiret(refusal.siret)}) est fermé${
          refusal.closedAt ? ` depuis le ${parisDate(instant(`${refusal.closedAt}T12:00:00Z`))}` : ''
        } selon le registre. Indiquez le SIRET d’un établissement ouvert de la même structure.`,
      };
    case 'register-unreachable':
      return {
        title: 'Registre indisponible',
        text: `Le registre national ne répond pas, et notre copie ne connaît pas le numéro SIRET ${formatSiret(refusal.siret)}. Il est bien formé : réessayez dans quelques minutes. Ce que vous avez saisi ailleurs est conservé.`,
      };
  }
}

function siretFault(fault: IdentifierFault): string {
  switch (fault) {
    case 'characters':
      return 'Un numéro SIRET ne contient que des chiffres. Les espaces sont acceptés.';
    case 'length':
      return 'Un numéro SIRET compte 14 chiffres : les 9 du SIREN, puis les 5 de l’établissement.';
    case 'zeros':
      return 'Un numéro SIRET ne peut pas être fait de zéros seulement.';
    case 'checksum':
      return 'Ce numéro SIRET contient une erreur de frappe : sa clé de contrôle ne correspond pas. Recopiez-le depuis un document de l’établissement.';
  }
}

/** Where the facts of an organisation come from, and how old they are. */
export function registerNotice({ registerSource, fetchedAt }: Organisation): string {
  switch (registerSource) {
    case 'national':
      return `Informations du registre national, consulté le ${parisDate(fetchedAt)}.`;
    case 'imported':
      return `Informations de la copie du registre importée le ${parisDate(fetchedAt)} : le registre national n’a pas été consulté, elles peuvent avoir changé.`;
  }
}

export function joinMessage(refusal: JoinRefusal | AnswerRefusal): Message {
  switch (refusal.code) {
    case 'already-member':
      return { title: 'Vous en êtes déjà membre', text: 'Vous agissez déjà pour cet organisme : rien n’a changé.' };
    case 'already-asked':
      return {
        title: 'Demande déjà envoyée',
        text: 'Votre demande attend la réponse d’un représentant de l’organisme. Vous serez informé ici.',
      };
    case 'not-attested':
      return {
        title: 'Attestation nécessaire',
        text: 'Cochez l’attestation : vous êtes la première personne à représenter cet organisme ici.',
      };
    case 'not-representative':
      return {
        title: 'Réponse réservée aux représentants',
        text: 'Seule une personne qui représente l’organisme peut répondre à cette demande.',
      };
    case 'already-answered':
      return { title: 'Demande déjà traitée', text: 'Quelqu’un a déjà répondu à cette demande : rien n’a changé.' };
  }
}
