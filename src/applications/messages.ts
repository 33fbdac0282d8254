import type { Message } from '../kernel/decision.ts';
import { parisDateTime } from '../kernel/instant.ts';
import { formatCents } from '../kernel/money.ts';
import type { ConsortiumRefusal, SigningRefusal } from './model/consortium.ts';
import type { AnnexRefusal } from './store/annexes.ts';
import type { OpeningRefusal } from './store/open.ts';

export function openingMessage(refusal: OpeningRefusal): Message {
  switch (refusal.code) {
    case 'wave-not-open':
      return {
        title: 'Cette vague n’est pas ouverte',
        text: `Les dépôts sont ouverts du ${parisDateTime(refusal.wave.opensAt)} au ${parisDateTime(refusal.wave.closesAt)}. Aucun dossier n’a été commencé.`,
      };
    case 'not-your-organisation':
      return {
        title: 'Organisation à choisir',
        text: 'Vous n’agissez pas pour cette organisation : choisissez l’une des vôtres, ou demandez votre rattachement.',
      };
    case 'too-many-drafts':
      return {
        title: 'Trop de dossiers commencés',
        text: `Vous avez déjà commencé ${refusal.max} dossiers dans cette vague : reprenez l’un d’eux.`,
      };
  }
}

export function annexMessage(refusal: AnnexRefusal): Message {
  const title = 'Fichier non joint';
  switch (refusal.code) {
    case 'not-a-draft':
      return {
        title: 'Ce dossier n’est plus un brouillon',
        text: 'Il a été déposé ou retiré entre-temps : rien n’a été changé. Rouvrez-le depuis la page de dépôt pour le modifier.',
      };
    case 'upload-gone':
      return { title, text: 'Ce fichier n’est plus là, ou l’antivirus l’a écarté. Envoyez-le de nouveau.' };
    case 'file-type':
      return { title, text: `« ${refusal.name} » n’est pas d’un type accepté ici.` };
    case 'file-too-large':
      return {
        title,
        text: `« ${refusal.name} » dépasse la limite de ${Math.floor(refusal.maxBytes / 1024 / 1024)} Mo.`,
      };
    case 'too-many-files':
      return { title, text: `${refusal.max} fichiers au plus : retirez-en un pour joindre celui-ci.` };
  }
}

export function consortiumMessage(refusal: ConsortiumRefusal): Message {
  switch (refusal.code) {
    case 'partner-twice':
      return {
        title: 'Partenaire déjà présent',
        text: `${refusal.name} (SIRET ${refusal.siret}) fait déjà partie du consortium.`,
      };
    case 'too-many-partners':
      return { title: 'Consortium complet', text: `Un consortium compte ${refusal.max} organisations au plus.` };
    case 'lead-stays':
      return { title: 'Chef de file', text: `${refusal.name} porte le dossier et ne peut pas en être retiré.` };
    case 'unknown-partner':
      return { title: 'Partenaire introuvable', text: 'Ce partenaire a déjà été retiré du consortium.' };
    case 'confirm-removal':
      return {
        title: 'Retirer un partenaire qui a un budget',
        text: `${refusal.name} a une part d’aide de ${formatCents(refusal.shareCents)} et ${formatCents(refusal.budgetCents)} de dépenses : elles partiront avec lui.`,
      };
    case 'mandate-not-asked':
      return { title: 'Mandat', text: 'Ce mandat n’est pas à signer en ce moment. Rien n’a été changé.' };
    case 'may-not-sign':
      return signingMessage(refusal);
    case 'lead-needs-no-mandate':
      return { title: 'Mandat', text: 'Le chef de file se représente lui-même : aucun mandat n’est à signer.' };
  }
}

export const signingMessage = ({ organisation }: SigningRefusal): Message => ({
  title: 'Vous ne pouvez pas signer pour cet organisme',
  text: `Signer engage ${organisation} : son représentant signe, ou la personne à qui il a donné un mandat pour signer. Demandez ce mandat à son représentant, qui le donne depuis « Mes organismes », « Équipe et mandats ». Ce que vous avez préparé est conservé et rien n’a été signé.`,
});
