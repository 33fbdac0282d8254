import type { Scope } from '../model/scopes.ts';

export const SCOPE_LABELS: Readonly<Record<Scope, string>> = {
  'statements/write': 'Envoyer des traces',
  'statements/read/mine': 'Relire les traces qu’il a envoyées',
  'statements/read': 'Lire toutes les traces',
  state: 'Garder et relire l’état d’une activité (reprise)',
  define: 'Décrire les activités (noms, types)',
  profile: 'Garder et relire des profils',
  'all/read': 'Tout lire',
  all: 'Tout faire',
};

const HINTS: Partial<Readonly<Record<Scope, string>>> = {
  'statements/write': 'Suffit à la plupart des outils.',
  'statements/read': 'Y compris celles des autres outils de l’organisme.',
  all: 'À réserver à une plateforme de formation que vous maîtrisez.',
};

export const SCOPE_CHOICES = Object.entries(SCOPE_LABELS).map(([value, label]) => {
  const hint = HINTS[value as Scope];
  return { value, label, ...(hint ? { hint } : {}) };
});
