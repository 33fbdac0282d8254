import type { OpeningRefusal } from './model/dispatch.ts';

const OPENING: Readonly<Record<OpeningRefusal['code'], string>> = {
  unknown:
    'Ce paquet n’est pas un de ceux que nous avons remis, ou il a été modifié. Demandez-en un autre à votre organisme.',
  revoked: 'Votre organisme a retiré cette ressource de sa plateforme. Votre avancement reste connu d’elle.',
  paused: 'Votre organisme a suspendu cette ressource. Elle rouvrira quand il l’aura décidé.',
  over: 'La période prévue par votre organisme est terminée.',
  full: 'Le nombre d’apprenants prévu par votre organisme est atteint.',
  learner: 'Votre plateforme n’a pas dit quel apprenant ouvre la ressource.',
  resource: 'Cette ressource n’est plus publiée.',
};
export const openingText = (code: OpeningRefusal['code']): string => OPENING[code];

export const STATES = { active: 'En service', paused: 'Suspendu', revoked: 'Révoqué' } as const;
