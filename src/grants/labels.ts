import type { AgreementState, VersionState } from './model/agreement.ts';
import type { TrancheKind } from './model/terms.ts';
import type { Signature } from './model/whole.ts';

export const STATE_LABELS: Readonly<Record<AgreementState, string>> = {
  draft: 'En préparation',
  sent: 'À signer',
  'partially-signed': 'Signée en partie',
  'in-force': 'En vigueur',
  amending: 'Avenant en cours',
  lapsed: 'Attribution caduque',
  declined: 'Refusée par le lauréat',
  completed: 'Achevée',
  terminated: 'Résiliée',
};

export const VERSION_LABELS: Readonly<Record<VersionState, string>> = {
  draft: 'en préparation',
  sent: 'à signer',
  'in-force': 'en vigueur',
  superseded: 'remplacée',
  abandoned: 'abandonnée',
};

export const KIND_LABELS: Readonly<Record<TrancheKind, string>> = {
  advance: 'Avance',
  intermediate: 'Versement intermédiaire',
  balance: 'Solde',
  deliverable: 'Sur livrable',
};

/** Its name alone where it says its kind already: « Solde », « Sur livrable – Douze scènes ». */
export const trancheName = ({ kind, label }: { readonly kind: TrancheKind; readonly label: string }): string =>
  label.startsWith(KIND_LABELS[kind]) ? label : `${KIND_LABELS[kind]} – ${label}`;

export const HELD_BY_LABELS: Readonly<Record<Signature['heldBy'], string>> = {
  representative: 'représentant',
  mandate: 'par mandat',
  role: 'responsable du programme',
  delegation: 'par délégation de signature',
};

export const LEVEL_LABELS: Readonly<Record<Signature['level'], string>> = {
  simple: 'signature simple',
  advanced: 'signature avancée',
  qualified: 'signature qualifiée',
};

export const EVENT_NAMES: Readonly<Record<string, string>> = {
  'agreement-drafted': 'Convention préparée',
  'terms-written': 'Convention modifiée avant envoi',
  'sent-for-signature': 'Envoyée à la signature',
  'taken-back': 'Reprise pour correction',
  signed: 'Signature d’un partenaire',
  'in-force': 'Signée par tous : en vigueur',
  'amendment-drafted': 'Avenant préparé',
  'amendment-abandoned': 'Avenant abandonné',
  'told-before-lapse': 'Rappel avant caducité',
  'award-lapsed': 'Attribution caduque',
  'termination-announced': 'Résiliation annoncée',
  'termination-answered': 'Observations d’un partenaire',
  'termination-abandoned': 'Résiliation abandonnée',
  'agreement-terminated': 'Convention résiliée',
  'agreement-completed': 'Convention achevée',
  'award-declined': 'Aide refusée par le lauréat',
};
