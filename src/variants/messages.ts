import { formatNumber } from '../ui/index.ts';
import type { Form, Reason } from './model/plan.ts';
import type { StepState } from './model/progress.ts';
import type { Issue, Validation } from './model/validation.ts';

const FIXED: Readonly<Record<string, string>> = {
  poster: 'Vignette',
  flat: 'Image à plat',
  mini: 'Scène très allégée',
  light: 'Scène allégée',
};

/** What a variant is, from its name. */
export function variantLabel(name: string): string {
  const fixed = FIXED[name];
  if (fixed) return fixed;
  const [kind, width = '', format] = name.split('-');
  const pixels = `${formatNumber(Number(width))} pixels`;
  return kind === 'level' ? `Panorama de ${pixels}` : `Image de ${pixels} (${(format ?? '').toUpperCase()})`;
}

export const ORIGINAL_LABELS: Readonly<Record<Form, string>> = {
  scene: 'La scène d’origine',
  picture: 'L’image d’origine',
  panorama: 'Le panorama d’origine',
};

export const STEP_LABELS: Readonly<Record<StepState, string>> = {
  waiting: 'À faire',
  made: 'Prête',
  dropped: 'Écartée',
  failed: 'Échec',
};

export const REASON_TEXTS: Readonly<Record<Reason, string>> = {
  'not-lighter': 'Elle n’est pas plus légère que l’original : l’original sera servi.',
  time: 'Sa préparation a duré trop longtemps et a été arrêtée.',
  memory: 'Sa préparation demandait plus de mémoire que permis et a été arrêtée.',
  fault: 'Le fichier ne se laisse pas lire par nos outils. Exportez-le de nouveau, ou recommencez.',
  heavy: 'L’original est trop lourd pour être allégé ici. Réduisez-le avant de le déposer.',
};

/** Rules of the standard met most often, in words an author understands; the others keep the name that the validator gives them. */
const ISSUES: Readonly<Record<string, string>> = {
  ACCESSOR_ELEMENT_OUT_OF_MIN_BOUND: 'des points sortent des bornes annoncées',
  ACCESSOR_ELEMENT_OUT_OF_MAX_BOUND: 'des points sortent des bornes annoncées',
  ACCESSOR_MIN_MISMATCH: 'la borne basse annoncée n’est pas celle des données',
  ACCESSOR_MAX_MISMATCH: 'la borne haute annoncée n’est pas celle des données',
  ACCESSOR_VECTOR3_NON_UNIT: 'des normales n’ont pas la longueur 1',
  ACCESSOR_INVALID_FLOAT: 'des nombres ne sont pas finis',
  ACCESSOR_TOTAL_OFFSET_ALIGNMENT: 'des données ne sont pas alignées',
  ACCESSOR_INDEX_OOB: 'des triangles désignent des points absents',
  ACCESSOR_INDEX_TRIANGLE_DEGENERATE: 'des triangles sont réduits à un trait',
  BUFFER_VIEW_TOO_LONG: 'une vue dépasse sa mémoire tampon',
  BUFFER_VIEW_TARGET_MISSING: 'l’usage d’une vue n’est pas dit',
  BUFFER_BYTE_LENGTH_MISMATCH: 'une mémoire tampon n’a pas la taille annoncée',
  GLB_CHUNK_TOO_BIG: 'un bloc dépasse la fin du fichier',
  IMAGE_DATA_INVALID: 'une texture est abîmée',
  IMAGE_MIME_TYPE_INVALID: 'une texture n’est pas du format annoncé',
  IMAGE_NPOT_DIMENSIONS: 'une texture n’a pas une taille en puissance de deux',
  IMAGE_UNRECOGNIZED_FORMAT: 'une texture est d’un format inconnu',
  MESH_PRIMITIVE_INCOMPATIBLE_MODE: 'le nombre de points ne convient pas au tracé',
  MESH_PRIMITIVE_GENERATED_TANGENT_SPACE:
    'une texture de relief sans tangentes : chaque lecteur les calcule à sa façon',
  MULTIPLE_EXTENSIONS: 'des extensions se contredisent',
  NODE_EMPTY: 'des nœuds ne contiennent rien',
  NODE_SKINNED_MESH_NON_ROOT: 'une forme articulée n’est pas à la racine',
  TYPE_MISMATCH: 'une valeur n’est pas du type attendu',
  UNDEFINED_PROPERTY: 'une propriété obligatoire manque',
  UNEXPECTED_PROPERTY: 'une propriété est inconnue de la norme',
  UNRESOLVED_REFERENCE: 'un renvoi mène à un élément absent',
  UNSUPPORTED_EXTENSION: 'une extension n’est pas connue du vérificateur',
  UNDECLARED_EXTENSION: 'une extension est utilisée sans être annoncée',
  UNUSED_OBJECT: 'des éléments ne servent à rien',
  UNUSED_MESH_TANGENT: 'des tangentes ne servent à rien',
  UNUSED_MESH_WEIGHTS: 'des poids ne servent à rien',
  UNUSED_EXTENSION_REQUIRED: 'une extension est exigée sans servir',
  VALUE_NOT_IN_LIST: 'une valeur n’est pas de celles permises',
  VALUE_NOT_IN_RANGE: 'une valeur sort des bornes permises',
};

const SEVERITIES: Readonly<Record<Issue['severity'], string>> = {
  error: 'Erreur',
  warning: 'Avertissement',
  info: 'Information',
  hint: 'Conseil',
};

/** « Erreur : des points sortent des bornes annoncées (ACCESSOR_…, 12 fois, d’abord en /accessors/3). » */
export function issueText({ code, severity, times, where }: Issue): string {
  const often = times > 1 ? `, ${formatNumber(times)} fois` : '';
  const first = where === '' ? '' : `, d’abord en ${where}`;
  const words = ISSUES[code];
  return `${SEVERITIES[severity]} : ${words ?? 'une règle de la norme n’est pas suivie'} (${code}${often}${first}).`;
}

export const isConform = ({ errors }: Validation): boolean => errors === 0;
