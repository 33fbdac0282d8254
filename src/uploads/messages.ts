import type { ScanState } from '../kernel/tables.ts';
import { FILE_KINDS, MAX_OPEN_UPLOADS, MIB, OPEN_LASTS_MS, type UploadRefusal } from './model.ts';

const HOURS = OPEN_LASTS_MS / 3_600_000;

/** « 1,4 Mo »: binary prefix rounded as file managers do. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} octet${bytes > 1 ? 's' : ''}`;
  const [unit, name] = bytes >= 1024 * MIB ? [1024 * MIB, 'Go'] : bytes >= MIB ? [MIB, 'Mo'] : [1024, 'Ko'];
  return `${(bytes / unit).toLocaleString('fr-FR', { maximumFractionDigits: 1 })} ${name}`;
}

export const ACCEPTED_TEXT = FILE_KINDS.map(({ extensions }) => extensions[0]).join(', ');

/** One sentence or two: what happened, and what to do. */
export function uploadRefusalText(refusal: UploadRefusal): string {
  switch (refusal.code) {
    case 'no-length':
      return 'L’envoi n’annonce pas la taille du fichier : rien n’a été enregistré. Choisissez de nouveau le fichier.';
    case 'empty':
      return 'Ce fichier est vide (0 octet). Vérifiez qu’il s’ouvre sur votre ordinateur, puis envoyez-le de nouveau.';
    case 'too-large':
      return (
        `Ce fichier pèse ${sizeText(refusal.sizeBytes)} ; la limite est de ${sizeText(refusal.maxBytes)}. ` +
        'Réduisez-le (images moins lourdes, document coupé en plusieurs parties) et recommencez.'
      );
    case 'type-not-allowed':
      return (
        `${refusal.extension === '' ? 'Un fichier sans extension n’est pas accepté' : `Les fichiers « .${refusal.extension} » ne sont pas acceptés`}. ` +
        `Types acceptés : ${ACCEPTED_TEXT}. Un document peut presque toujours être enregistré en PDF.`
      );
    case 'content-differs':
      return (
        `Le contenu de ce fichier n’est pas celui d’un fichier « .${refusal.extension} ». ` +
        'Ouvrez-le dans le logiciel qui l’a créé, enregistrez-le sous son vrai type, puis envoyez-le de nouveau.'
      );
    case 'quota':
      return (
        `Vous avez déjà ${refusal.openUploads} envois inachevés (${sizeText(refusal.openBytes)}). La limite est de ` +
        `${MAX_OPEN_UPLOADS} envois et ${sizeText(refusal.limitBytes)} : terminez-les ou annulez-les. Un envoi interrompu s’efface seul après ${HOURS} heures.`
      );
    case 'infected':
      return 'L’antivirus a reconnu un programme malveillant dans ce fichier : il est mis à l’écart et ne sera jamais transmis. Envoyez une version saine.';
  }
}

/** What a person reads beside a file. */
export function scanText(state: ScanState): string {
  switch (state) {
    case 'not_scanned':
      return 'pas encore analysé';
    case 'clean':
      return 'analysé, aucun virus trouvé';
    case 'infected':
      return 'mis à l’écart : virus trouvé';
  }
}

/** What the upload protocol refuses by itself, by its status: the sender's page shows it. */
export function protocolText(status: number): string {
  if (status === 404 || status === 410)
    return 'Cet envoi n’existe plus : il a été annulé, ou a dépassé son délai. Choisissez de nouveau le fichier.';
  if (status === 409 || status === 423)
    return 'Cet envoi avance déjà dans une autre fenêtre. Il reprendra de lui-même là où il en est.';
  if (status === 413) return 'L’envoi dépasse la taille annoncée : il est arrêté. Choisissez de nouveau le fichier.';
  if (status >= 500)
    return 'Le fichier n’a pas pu être enregistré de notre côté. Ce qui était reçu est gardé : l’envoi reprendra dans un instant.';
  return 'Cet envoi ne peut pas être lu. Choisissez de nouveau le fichier.';
}

export function quarantineLetter(name: string): { subject: string; text: string } {
  return {
    subject: 'Un de vos fichiers a été mis à l’écart',
    text: `Bonjour,

L’antivirus a reconnu un programme malveillant dans le fichier « ${name} » que vous avez envoyé.
Ce fichier est mis à l’écart : personne ne peut le télécharger et il ne sera pas transmis.

Que faire ? Analysez votre ordinateur, puis envoyez une version saine du document depuis votre dossier.
Le reste de votre dossier n’est pas touché.

L’équipe Deffinum`,
  };
}
