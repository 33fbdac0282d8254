import type { LeverState } from './model.ts';

export const LEVER_STATES: Readonly<
  Record<LeverState, { readonly label: string; readonly tone: 'success' | 'info' | 'muted' }>
> = {
  'in-place': { label: 'En place', tone: 'success' },
  'under-way': { label: 'En cours', tone: 'info' },
  'not-launched': { label: 'Pas encore lancé', tone: 'muted' },
};

export const UNKNOWN_AMOUNT = 'montant non connu';
