import { count } from '../../kernel/count.ts';
import type { Message } from '../../kernel/decision.ts';
import type { EditRefusal } from '../model/editor.ts';
import type { RevisionRefusal } from '../model/revision.ts';
import type { RuleEditRefusal } from '../model/rule-editor.ts';

const PUBLISHED: Message = {
  title: 'Cette révision est publiée',
  text: 'Elle est figée : préparez la révision suivante pour la modifier.',
};

export function editMessage(
  refusal: EditRefusal | { readonly code: 'already-published' } | { readonly code: 'changed-elsewhere' },
): Message {
  switch (refusal.code) {
    case 'already-published':
      return PUBLISHED;
    case 'changed-elsewhere':
      return {
        title: 'Quelqu’un a modifié ce formulaire entre-temps',
        text: 'Rien n’a été enregistré. La page montre ce qui est en place ; si vous enregistrez à nouveau, votre saisie le remplacera.',
      };
    case 'gone':
      return {
        title: 'Cet élément n’existe plus',
        text: 'Il a été retiré ou déplacé. Relisez le formulaire ci-dessous.',
      };
    case 'read-by-others':
      return {
        title: 'D’autres questions dépendent de celle-ci',
        text: `Changez d’abord la condition de : ${refusal.labels.map((label) => `« ${label} »`).join(', ')}.`,
      };
    case 'section-not-empty':
      return {
        title: 'La rubrique n’est pas vide',
        text: `Elle contient encore ${count(refusal.fields, 'question')}. Retirez-les ou déplacez-les d’abord.`,
      };
    case 'too-many':
      return { title: 'La limite est atteinte', text: `Il ne peut y en avoir plus de ${refusal.limit}.` };
  }
}

export function revisionMessage(refusal: RevisionRefusal): Message {
  switch (refusal.code) {
    case 'already-published':
      return PUBLISHED;
    case 'changed-elsewhere':
      return {
        title: 'Quelqu’un a modifié ce formulaire entre-temps',
        text: 'Rien n’a été publié. Relisez les changements ci-dessous, puis publiez si tout est juste.',
      };
    case 'nothing-changed':
      return {
        title: 'Rien ne change',
        text: 'Cette révision est semblable à la précédente : il n’y a rien à publier.',
      };
    case 'faulty':
      return { title: 'Le formulaire ne peut pas être publié', text: refusal.faults.join(' ') };
  }
}

export type RulesRefusal =
  | RuleEditRefusal
  | { readonly code: 'already-published' | 'changed-elsewhere' | 'nothing-changed' };

export function rulesMessage(refusal: RulesRefusal): Message {
  switch (refusal.code) {
    case 'already-published':
      return {
        title: 'Ces règles sont publiées',
        text: 'Elles sont figées : préparez la version suivante pour les modifier.',
      };
    case 'changed-elsewhere':
      return {
        title: 'Quelqu’un a modifié ces règles entre-temps',
        text: 'Rien n’a été enregistré. Relisez ce qui est en place ; si vous enregistrez à nouveau, votre saisie le remplacera.',
      };
    case 'nothing-changed':
      return {
        title: 'Rien ne change',
        text: 'Cette version est semblable à la précédente : il n’y a rien à publier.',
      };
    case 'gone':
      return { title: 'Cette règle n’existe plus', text: 'Elle a été retirée. Relisez les règles ci-dessous.' };
    case 'too-many':
      return { title: 'La limite est atteinte', text: `Il ne peut y avoir plus de ${refusal.limit} règles.` };
  }
}
