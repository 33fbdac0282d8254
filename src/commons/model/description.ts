import type { Kind } from './verdict.ts';

/** What a resource is, as its author tells it. Mapped to LOM-FR by `lomfr.ts`. */
export interface Description {
  readonly title: string;
  readonly summary: string;
  readonly sector: string;
  readonly keywords: readonly string[];
  /** Codes of the nomenclatures, as published: `22454`, `F1703`, `RNCP35503`, `RS5616`. */
  readonly formacodes: readonly string[];
  readonly romes: readonly string[];
  readonly certifications: readonly string[];
  /** Level of the national framework, 2 to 8; `null`: any. */
  readonly level: number | null;
  readonly durationMinutes: number;
  readonly modalities: readonly Modality[];
  readonly equipment: readonly Equipment[];
  /** BCP 47. */
  readonly languages: readonly string[];
  /** What shows that it may be used by all, and what does not work. */
  readonly accessibility: string;
  /** For immersion: who must abstain, breaks, space around. Empty when nothing is worn. */
  readonly safety: string;
  readonly authors: readonly string[];
  readonly licence: Licence;
  /** Who answers and mends, and the address to write to. */
  readonly maintainer: string;
  readonly maintainerEmail: string;
}

export const MODALITIES = ['on-site', 'distance', 'work-situation'] as const;
export type Modality = (typeof MODALITIES)[number];

export const EQUIPMENT = ['headset', 'controllers', 'clear-room', 'computer', 'phone', 'speakers'] as const;
export type Equipment = (typeof EQUIPMENT)[number];

export const LANGUAGES = ['fr', 'en', 'de', 'es', 'pt', 'ar', 'fsl'] as const;
export const LEVELS = [2, 3, 4, 5, 6, 7, 8] as const;

/** SPDX identifiers. The first may be chosen by an administration without approval. Source: CRPA D323-2-1. */
export const OPEN_LICENCES = [
  'etalab-2.0',
  'ODbL-1.0',
  'MIT',
  'Apache-2.0',
  'BSD-3-Clause',
  'CECILL-B',
  'CECILL-2.1',
  'EUPL-1.2',
  'MPL-2.0',
  'GPL-3.0-or-later',
  'EPL-2.0',
] as const;
/** An administration needs an approval for these. Source: CRPA D323-2-2. */
export const TO_APPROVE = ['CC-BY-4.0', 'CC-BY-SA-4.0', 'CC0-1.0'] as const;
export const LICENCES = [...OPEN_LICENCES, ...TO_APPROVE] as const;
export type Licence = (typeof LICENCES)[number];

export const needsApproval = (licence: Licence): boolean => (TO_APPROVE as readonly string[]).includes(licence);

const WORN: readonly Kind[] = ['webxr', 'apk'];

/** What is worn or shown all around asks for words of caution. */
export const needsSafety = (kind: Kind, equipment: readonly Equipment[]): boolean =>
  WORN.includes(kind) || equipment.includes('headset');
