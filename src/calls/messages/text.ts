import type { Message } from '../../kernel/decision.ts';
import type { AmendRefusal } from '../model/amendment.ts';
import type { CreateRefusal } from '../store/create.ts';

export function amendMessage(refusal: AmendRefusal): Message {
  switch (refusal.code) {
    case 'nothing-changed':
      return {
        title: 'Rien ne change',
        text: 'Le texte est celui qui est en place : modifiez-le, ou revenez à l’appel.',
      };
    case 'changed-elsewhere':
      return {
        title: 'Quelqu’un a publié un autre texte entre-temps',
        text: 'Rien n’a été enregistré. Voici ce qui sépare votre texte de celui qui est en place : confirmez si c’est bien ce que vous voulez, ou corrigez.',
      };
  }
}

export const createMessage = ({ slug }: CreateRefusal): Message => ({
  title: 'Cette adresse est déjà celle d’un appel',
  text: `Un appel se lit déjà à /appels/${slug}. Rien n’a été créé : choisissez une autre fin d’adresse.`,
});
