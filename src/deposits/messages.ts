import type { Message } from '../kernel/decision.ts';
import { parisDateTimeExact } from '../kernel/instant.ts';
import type { DepositRefusal, WithdrawalRefusal } from './model/deposit.ts';

const KEPT = 'Votre brouillon est conservé.';

export function depositMessage(refusal: DepositRefusal): Message {
  switch (refusal.code) {
    case 'no-longer-acting':
      return noLongerActing(refusal.organisation, 'Rien n’a été déposé, et le brouillon est conservé.');
    case 'not-lead':
      return {
        title: 'Seul le chef de file dépose le dossier',
        text: `Vous écrivez dans ce dossier pour un partenaire. Demandez au chef de file de le déposer. ${KEPT}`,
      };
    case 'already-deposited':
      return {
        title: 'Ce dossier est déjà déposé',
        text: 'Cette version de votre dossier a déjà été déposée. Son accusé de réception vous attend : il n’y a rien de plus à faire.',
      };
    case 'withdrawn':
      return {
        title: 'Ce dossier a été retiré',
        text: 'Un dossier retiré ne peut plus être déposé. Si la vague est encore ouverte, vous pouvez commencer un nouveau dossier.',
      };
    case 'not-open':
      return {
        title: 'Les dépôts ne sont pas encore ouverts',
        text: `Les dépôts ouvrent le ${parisDateTimeExact(refusal.opensAt)}. Votre demande nous est parvenue le ${parisDateTimeExact(refusal.receivedAt)}. ${KEPT}`,
      };
    case 'late':
      return {
        title: 'L’appel est clos',
        text:
          `L’appel a fermé le ${parisDateTimeExact(refusal.closesAt)}. Votre demande nous est parvenue le ` +
          `${parisDateTimeExact(refusal.receivedAt)}. ${KEPT} Vous pouvez le télécharger ou écrire à l’équipe de l’appel ; cette tentative est enregistrée avec son instant.`,
      };
    case 'changed-elsewhere':
      return {
        title: 'Le dossier a changé depuis que vous avez ouvert cette page',
        text: `Une personne de votre consortium l’a modifié, ou vous-même dans une autre fenêtre. Rien n’a été déposé. Relisez le dossier puis déposez-le de nouveau. ${KEPT}`,
      };
    case 'unsigned-mandates':
      return {
        title: 'Un mandat n’est pas signé',
        text: `Chaque partenaire signe un mandat au chef de file avant le dépôt. Il manque : ${refusal.partners.join(', ')}. ${KEPT}`,
      };
    case 'incomplete':
      return {
        title: 'Le dossier n’est pas complet',
        text: `Rien n’a été déposé. Complétez ce qui suit puis recommencez : ${refusal.missing.join(' ; ')}. ${KEPT}`,
      };
  }
}

export function withdrawalMessage(refusal: WithdrawalRefusal): Message {
  switch (refusal.code) {
    case 'no-longer-acting':
      return noLongerActing(refusal.organisation, 'Rien n’a été retiré.');
    case 'not-lead':
      return {
        title: 'Seul le chef de file retire le dossier',
        text: 'Vous écrivez dans ce dossier pour un partenaire. Demandez au chef de file de le retirer. Rien n’a changé.',
      };
    case 'not-deposited':
      return {
        title: 'Ce dossier n’est pas déposé',
        text: 'Seul un dossier déposé peut être retiré. Un brouillon que vous ne déposez pas n’engage à rien.',
      };
    case 'already-withdrawn':
      return {
        title: 'Ce dossier est déjà retiré',
        text: 'Le retrait a été enregistré : il n’y a rien de plus à faire.',
      };
    case 'no-reason':
      return {
        title: 'Dites pourquoi vous retirez ce dossier',
        text: 'Une phrase suffit. Elle est conservée avec le dossier. Rien n’a été retiré.',
      };
  }
}

export const noLongerActing = (organisation: string, outcome: string): Message => ({
  title: 'Vous n’agissez plus pour cet organisme',
  text: `Votre rattachement à ${organisation}, ou le mandat que vous teniez de lui, a pris fin. ${outcome} Un autre membre de l’organisme peut le faire à votre place ; si c’est une erreur, écrivez à son représentant.`,
});

const UNITS = ['o', 'Ko', 'Mo', 'Go'];

/** « 2,4 Mo », powers of 1,000. */
export function fileSize(sizeBytes: number): string {
  const power = sizeBytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(sizeBytes) / 3));
  const value = sizeBytes / 1000 ** power;
  return `${value.toLocaleString('fr-FR', { maximumFractionDigits: power === 0 ? 0 : 1 })} ${UNITS[power]}`;
}

export const CHECK_LABELS = {
  signature: 'Signature de la plateforme',
  manifest: 'Empreinte de la liste des pièces',
  content: 'Empreinte du contenu',
  link: 'Maillon de la chaîne de la vague',
} as const;
