import type { Message } from '../kernel/decision.ts';
import { formatNumber } from '../ui/index.ts';
import type { Equipment, Licence, Modality } from './model/description.ts';
import { needsApproval } from './model/description.ts';
import type { Choice, FacetName } from './model/facets.ts';
import type { CommonsRefusal, VersionState } from './model/resource.ts';
import type { Kind, Measure } from './model/verdict.ts';

export const KIND_LABELS: Readonly<Record<Kind, string>> = {
  'scorm-1.2': 'Module SCORM 1.2',
  'scorm-2004': 'Module SCORM 2004',
  cmi5: 'Cours cmi5',
  xapi: 'Activité xAPI',
  h5p: 'Contenu H5P',
  gltf: 'Scène 3D',
  webxr: 'Scène immersive (WebXR)',
  image: 'Image',
  panorama: 'Panorama à 360°',
  video: 'Vidéo',
  audio: 'Son',
  pdf: 'Document PDF',
  office: 'Document bureautique',
  apk: 'Application pour casque (Android)',
};

export const STATE_LABELS: Readonly<Record<VersionState, string>> = {
  examining: 'Examen en cours',
  refused: 'Fichier refusé',
  examined: 'À décrire et publier',
  published: 'Publiée',
};

export const MODALITY_LABELS: Readonly<Record<Modality, string>> = {
  'on-site': 'En présence',
  distance: 'À distance',
  'work-situation': 'En situation de travail',
};

export const EQUIPMENT_LABELS: Readonly<Record<Equipment, string>> = {
  headset: 'Casque de réalité virtuelle',
  controllers: 'Manettes',
  'clear-room': 'Espace dégagé',
  computer: 'Ordinateur',
  phone: 'Téléphone ou tablette',
  speakers: 'Son (casque audio ou enceintes)',
};

export const LANGUAGE_LABELS: Readonly<Record<string, string>> = {
  fr: 'Français',
  en: 'Anglais',
  de: 'Allemand',
  es: 'Espagnol',
  pt: 'Portugais',
  ar: 'Arabe',
  fsl: 'Langue des signes française',
};

const LICENCE_NAMES: Readonly<Record<Licence, string>> = {
  'etalab-2.0': 'Licence Ouverte 2.0',
  'ODbL-1.0': 'ODbL 1.0 (bases de données)',
  MIT: 'MIT (logiciel)',
  'Apache-2.0': 'Apache 2.0 (logiciel)',
  'BSD-3-Clause': 'BSD 3 clauses (logiciel)',
  'CECILL-B': 'CeCILL-B (logiciel)',
  'CECILL-2.1': 'CeCILL 2.1 (logiciel)',
  'EUPL-1.2': 'EUPL 1.2 (logiciel)',
  'MPL-2.0': 'MPL 2.0 (logiciel)',
  'GPL-3.0-or-later': 'GPL 3.0 ou plus (logiciel)',
  'EPL-2.0': 'EPL 2.0 (logiciel)',
  'CC-BY-4.0': 'Creative Commons BY 4.0',
  'CC-BY-SA-4.0': 'Creative Commons BY-SA 4.0',
  'CC0-1.0': 'Creative Commons CC0 1.0',
};

export const licenceLabel = (licence: Licence): string =>
  LICENCE_NAMES[licence] + (needsApproval(licence) ? ' – à homologuer si l’auteur est une administration' : '');

export const FACET_LABELS: Readonly<Record<FacetName, string>> = {
  secteur: 'Secteur',
  modalite: 'Modalité',
  type: 'Type',
  niveau: 'Niveau',
  materiel: 'Matériel',
  langue: 'Langue',
  licence: 'Licence',
};

/** A value of a facet as it is read. */
export function choiceLabel({ facet, value }: Choice): string {
  if (facet === 'niveau') return `Niveau ${value}`;
  const labels: Readonly<Record<string, string>> = {
    ...(facet === 'modalite' ? MODALITY_LABELS : {}),
    ...(facet === 'type' ? KIND_LABELS : {}),
    ...(facet === 'materiel' ? EQUIPMENT_LABELS : {}),
    ...(facet === 'langue' ? LANGUAGE_LABELS : {}),
    ...(facet === 'licence' ? LICENCE_NAMES : {}),
  };
  return labels[value] ?? value;
}

const MEASURES: Readonly<Record<Measure['what'], string>> = {
  units: 'Parties à ouvrir',
  triangles: 'Triangles',
  nodes: 'Nœuds de la scène',
  textures: 'Textures',
  animations: 'Animations',
  width: 'Largeur (pixels)',
  height: 'Hauteur (pixels)',
  architectures: 'Processeurs',
  engine: 'Moteur',
  spherical: 'Vidéo à 360°',
};
export const measureLine = ({ what, value }: Measure) => ({
  term: MEASURES[what],
  value: typeof value === 'number' ? formatNumber(value) : value,
});

export function commonsMessage(refusal: CommonsRefusal): Message {
  switch (refusal.code) {
    case 'examining':
      return {
        title: 'L’examen n’est pas fini',
        text: 'Le fichier déposé est encore à l’examen. Attendez sa réponse avant d’en déposer un autre.',
      };
    case 'not-examined':
      return {
        title: 'Le fichier n’est pas encore reçu',
        text: 'Il faut d’abord un fichier que l’examen a reçu. Rien n’a été enregistré.',
      };
    case 'not-described':
      return { title: 'La description manque', text: 'Décrivez la ressource et enregistrez, puis publiez.' };
    case 'changes-missing':
      return {
        title: 'Dites ce qui a changé',
        text: 'Cette version en remplace une autre : dites en une phrase ce qui a changé, puis publiez.',
      };
    case 'safety-missing':
      return {
        title: 'Les précautions manquent',
        text: 'Cette ressource se porte ou entoure la personne : écrivez les précautions d’emploi (pauses, contre-indications, espace), puis publiez.',
      };
    case 'file-gone':
      return {
        title: 'Le fichier n’est pas là',
        text: 'Cet envoi n’existe plus, n’est pas fini, ou l’antivirus l’a mis à l’écart. Choisissez de nouveau le fichier.',
      };
    case 'changed':
      return {
        title: 'Quelqu’un a modifié cette version entre-temps',
        text:
          refusal.act === 'publish'
            ? 'Rien n’a été publié. Relisez ce qui est en place ci-dessous, puis publiez si cela vous convient.'
            : 'Rien n’a été enregistré. Votre texte est gardé ci-dessous : ouvrez cette page dans un autre onglet pour lire ce qui est en place, puis enregistrez de nouveau pour le remplacer par le vôtre.',
      };
    case 'taken-down':
      return {
        title: 'Cette ressource est retirée',
        text: 'Un documentaliste l’a retirée du catalogue. Écrivez-lui : elle doit être remise avant qu’une version soit publiée.',
      };
    case 'nothing-open':
      return {
        title: 'Cette version est publiée',
        text: 'Une version publiée ne change jamais. Pour corriger, déposez un nouveau fichier : il fera une nouvelle version.',
      };
  }
}
