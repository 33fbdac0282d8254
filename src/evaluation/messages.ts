import type { Message } from '../kernel/decision.ts';
import { parisDateTime } from '../kernel/instant.ts';
import type { AssignRefusal } from './model/assign.ts';
import type { GridRefusal } from './model/grid-editor.ts';
import type { HearingRefusal } from './model/hearing.ts';
import type { Conflict, EndTieRefusal, TieKind } from './model/interests.ts';
import type { OpenRefusal } from './model/opening.ts';
import type { ReopenRefusal, ReviewRefusal } from './model/review.ts';

export const CONFLICT_WORDS: Readonly<Record<Conflict, string>> = {
  member: 'cette personne a part au dossier',
  'own-organisation': 'cette personne appartient à un partenaire du dossier (même SIREN)',
  'linked-organisation': 'son organisation est liée à un partenaire du dossier',
  'declared-tie': 'un lien a été déclaré avec un partenaire ou avec le dossier',
};

export const TIE_LABELS: Readonly<Record<TieKind, string>> = {
  employment: 'Emploi ou mission, en cours ou de moins de trois ans',
  governance: 'Mandat ou fonction de direction',
  financial: 'Intérêt financier',
  personal: 'Lien familial ou amical',
  competition: 'Projet concurrent',
  other: 'Autre lien',
};

/** `conflict:own-organisation` is what the platform wrote; anything else was written by a person. */
export function recusalText(reason: string): string {
  const found = /^conflict:(.+)$/.exec(reason)?.[1];
  return found ? (CONFLICT_WORDS[found as Conflict] ?? found) : reason;
}

const NOTHING = 'Rien n’a été enregistré.';

export function reviewMessage(refusal: ReviewRefusal): Message {
  switch (refusal.code) {
    case 'frozen':
      return {
        title: 'Les notes de cette vague sont figées',
        text: `Le comité s’en est saisi : aucune note ne peut plus changer. ${NOTHING}`,
      };
    case 'not-assigned':
      return { title: 'Ce dossier n’est plus entre vos mains', text: `Il vous a été retiré. ${NOTHING}` };
    case 'already-submitted':
      return {
        title: 'Votre évaluation est déjà remise',
        text: `Vous l’avez remise le ${parisDateTime(refusal.submittedAt)}. Pour la corriger, demandez au service de vous la rouvrir. ${NOTHING}`,
      };
    case 'changed-elsewhere':
      return {
        title: 'Votre évaluation a changé dans une autre fenêtre',
        text: `${NOTHING} Rouvrez cette page : elle montrera la dernière version enregistrée.`,
      };
    case 'unknown-criterion':
      return { title: 'Cette grille n’est plus celle du dossier', text: `${NOTHING} Rouvrez la page et recommencez.` };
    case 'incomplete':
      return { title: 'L’évaluation n’est pas complète', text: incomplete(refusal) };
  }
}

function incomplete({ unscored, uncommented }: Extract<ReviewRefusal, { code: 'incomplete' }>): string {
  const levels = unscored.length > 0 ? `Choisissez un niveau pour : ${unscored.join(', ')}. ` : '';
  const comments =
    uncommented.length > 0
      ? `Un niveau extrême se commente ; il manque un commentaire pour : ${uncommented.join(', ')}. `
      : '';
  return `${levels}${comments}Votre brouillon enregistré est conservé.`;
}

export function assignMessage(refusal: AssignRefusal): Message {
  switch (refusal.code) {
    case 'conflict':
      return {
        title: 'Affectation refusée : lien d’intérêts',
        text: `Impossible, car ${CONFLICT_WORDS[refusal.conflict]}. Choisissez une autre personne. ${NOTHING}`,
      };
    case 'not-an-expert':
      return { title: 'Cette personne n’évalue pas', text: `Elle n’a pas le rôle d’évaluateur. ${NOTHING}` };
    case 'already-assigned':
      return { title: 'Cette personne a déjà ce dossier', text: NOTHING };
    case 'recused-before':
      return {
        title: 'Cette personne s’est récusée, ou l’a été',
        text: `Une récusation ne se reprend pas. Choisissez une autre personne. ${NOTHING}`,
      };
    case 'frozen':
      return { title: 'Les notes de cette vague sont figées', text: `Les affectations ne changent plus. ${NOTHING}` };
  }
}

export function openMessage(refusal: OpenRefusal): Message {
  switch (refusal.code) {
    case 'wave-open':
      return {
        title: 'La vague n’est pas close',
        text: `Les dépôts ferment le ${parisDateTime(refusal.closesAt)}. L’évaluation s’ouvre ensuite. ${NOTHING}`,
      };
    case 'no-grid':
      return { title: 'Aucune grille publiée', text: `Publiez d’abord la grille de l’appel. ${NOTHING}` };
    case 'already-opened':
      return { title: 'L’évaluation est déjà ouverte', text: `Un autre agent l’a ouverte avant vous. ${NOTHING}` };
  }
}

export function gridMessage(refusal: GridRefusal): Message {
  switch (refusal.code) {
    case 'published':
      return { title: 'Cette grille est publiée', text: `Elle est figée : préparez la suivante. ${NOTHING}` };
    case 'changed-elsewhere':
      return { title: 'Cette grille a changé entre-temps', text: `${NOTHING} Rouvrez la page et recommencez.` };
    case 'weights':
      return {
        title: 'Les poids ne font pas 100 %',
        text: `Leur somme est de ${refusal.sumPercent} %. La grille n’est pas publiée.`,
      };
    case 'no-criteria':
      return { title: 'Grille sans critère, ou trop longue', text: 'De 1 à 20 critères. La grille n’est pas publiée.' };
    case 'levels':
      return {
        title: 'Des niveaux sont à revoir',
        text: `De 2 à 6 niveaux dont les points augmentent : ${refusal.labels.join(', ')}. La grille n’est pas publiée.`,
      };
  }
}

export function reopenMessage(refusal: ReopenRefusal): Message {
  return refusal.code === 'frozen'
    ? { title: 'Les notes de cette vague sont figées', text: NOTHING }
    : { title: 'Cette évaluation n’est pas remise', text: `Il n’y a rien à rouvrir. ${NOTHING}` };
}

export function hearingMessage(refusal: HearingRefusal): Message {
  switch (refusal.code) {
    case 'slot-taken':
      return { title: 'Ce créneau vient d’être pris', text: `Choisissez-en un autre. ${NOTHING}` };
    case 'slot-past':
      return { title: 'Ce créneau est passé', text: `Choisissez-en un à venir. ${NOTHING}` };
    case 'already-booked':
      return {
        title: 'Vous avez déjà un créneau',
        text: `Votre audition est fixée au ${parisDateTime(refusal.startsAt)}. Libérez-le avant d’en choisir un autre. ${NOTHING}`,
      };
    case 'not-lead':
      return {
        title: 'Seul le chef de file réserve l’audition',
        text: `Demandez-lui de choisir un créneau. ${NOTHING}`,
      };
    case 'not-booked':
      return { title: 'Ce créneau n’est pas réservé', text: `Un compte rendu porte sur une audition. ${NOTHING}` };
  }
}

export function endTieMessage(refusal: EndTieRefusal): Message {
  switch (refusal.code) {
    case 'own-tie':
      return {
        title: 'Ce lien est le vôtre',
        text: `Un autre agent doit le terminer : il vous écarte de dossiers. ${NOTHING}`,
      };
  }
}
