import type { Message } from '../kernel/decision.ts';
import { formatCents } from '../kernel/money.ts';
import type { AmendmentKind } from './model/amendment.ts';
import type { ExtendRefusal, PrepareRefusal, PublishRefusal } from './model/calendar.ts';
import { type AskRefusal, type ModerateRefusal, PENDING_LIMIT, QUESTION_LENGTH } from './model/question.ts';
import type { WaveState } from './model/wave.ts';
import { inZone } from './model/zone.ts';

export const WAVE_STATE_LABELS: Readonly<Record<WaveState, string>> = {
  draft: 'En préparation',
  published: 'À venir',
  open: 'Ouverte',
  closed: 'Close',
};

export const AMENDMENT_LABELS: Readonly<Record<AmendmentKind, string>> = {
  text: 'Texte',
  rules: 'Règles',
  form: 'Formulaire',
  wave: 'Vague',
  extension: 'Report',
  'rule-extension': 'Report de droit',
  annotation: 'Contradiction des sources',
};

const CHANGED: Message = {
  title: 'Quelqu’un a modifié cette page entre-temps',
  text: 'Rien n’a été enregistré. Relisez ce qui est en place, puis recommencez si votre modification reste utile.',
};

export function askMessage(refusal: AskRefusal, zone: string): Message {
  switch (refusal.code) {
    case 'empty':
      return { title: 'La question est vide', text: 'Écrivez votre question, puis envoyez-la.' };
    case 'too-long':
      return {
        title: 'La question est trop longue',
        text: `Votre question compte ${refusal.length} caractères ; la limite est de ${QUESTION_LENGTH}. Posez au besoin plusieurs questions.`,
      };
    case 'closed': {
      const end = refusal.closedAt ? ` Les questions étaient reçues jusqu’au ${inZone(refusal.closedAt, zone)}.` : '';
      return {
        title: 'Les questions sont closes',
        text: `Votre question nous est parvenue le ${inZone(refusal.receivedAt, zone)}.${end} Relisez les réponses déjà publiées : elles valent pour tous.`,
      };
    }
    case 'too-many':
      return {
        title: 'Vos questions précédentes attendent une réponse',
        text: `Vous avez ${refusal.pending} questions en attente, la limite est de ${PENDING_LIMIT}. Attendez une réponse avant d’en poser une autre.`,
      };
  }
}

export function moderateMessage(refusal: ModerateRefusal): Message {
  switch (refusal.code) {
    case 'already-decided':
      return {
        title: 'Cette question a déjà reçu une réponse',
        text: 'Une réponse publiée ne change plus. Pour la corriger, publiez une modification de l’appel.',
      };
    case 'changed-elsewhere':
      return CHANGED;
  }
}

export function prepareMessage(refusal: PrepareRefusal): Message {
  switch (refusal.code) {
    case 'already-published':
      return {
        title: 'Cette vague est publiée',
        text: 'Ce qui a été publié engage : seule sa clôture peut être reportée à plus tard.',
      };
    case 'changed-elsewhere':
      return CHANGED;
  }
}

export function publishMessage(refusal: PublishRefusal, zone: string): Message {
  switch (refusal.code) {
    case 'already-published':
    case 'changed-elsewhere':
      return prepareMessage(refusal);
    case 'no-form':
      return { title: 'Aucun formulaire publié', text: 'Publiez une révision du formulaire, puis la vague.' };
    case 'no-rules':
      return { title: 'Aucune règle publiée', text: 'Publiez une version des règles, puis la vague.' };
    case 'closes-in-the-past':
      return {
        title: 'La clôture est déjà passée',
        text: `La vague serait close le ${inZone(refusal.closesAt, zone)}. Choisissez une clôture à venir.`,
      };
    case 'no-envelope':
      return {
        title: 'Enveloppe inconnue du grand livre',
        text: `Le grand livre ne connaît pas l’enveloppe « ${refusal.instrument} ». Faites-la ouvrir, ou publiez sans montant.`,
      };
    case 'envelope-short':
      return {
        title: 'L’enveloppe ne suffit pas',
        text: `La vague demande ${formatCents(refusal.askedCents)} ; il manque ${formatCents(refusal.missingCents)} dans l’enveloppe de l’appel. Réduisez le montant, ou faites abonder l’enveloppe.`,
      };
  }
}

export function extendMessage(refusal: ExtendRefusal, zone: string): Message {
  switch (refusal.code) {
    case 'changed-elsewhere':
      return CHANGED;
    case 'not-published':
      return { title: 'Cette vague ne se reporte pas', text: 'Elle n’est pas publiée, ou elle appartient au passé.' };
    case 'already-closed':
      return {
        title: 'La vague est close',
        text: `Elle a fermé le ${inZone(refusal.closesAt, zone)}. Une clôture passée ne se rouvre pas : publiez une nouvelle vague.`,
      };
    case 'earlier':
      return {
        title: 'Une clôture publiée n’avance jamais',
        text: `Choisissez un instant postérieur au ${inZone(refusal.closesAt, zone)}.`,
      };
    case 'questions-earlier':
      return {
        title: 'La fin des questions n’avance jamais',
        text: `Choisissez un instant postérieur au ${inZone(refusal.questionsCloseAt, zone)}, ou laissez le champ vide.`,
      };
    case 'nothing-moves':
      return { title: 'Aucune date ne change', text: 'Indiquez une clôture ou une fin des questions plus tardive.' };
  }
}
