import type { Description } from './description.ts';
import type { Kind } from './verdict.ts';

/** Names of one thing, accents folded. `brings`: a word that also finds it, and that means other things besides. */
interface Synonyms {
  readonly token: string;
  readonly names: readonly string[];
  readonly brings?: readonly string[];
}

export const SYNONYMS: readonly Synonyms[] = [
  {
    token: 'synvr',
    names: [
      'realite virtuelle',
      'virtual reality',
      'casque vr',
      'casque de realite virtuelle',
      'casque immersif',
      'immersion virtuelle',
      'vr',
      'webxr',
    ],
    brings: ['casque', 'immersif'],
  },
  { token: 'synra', names: ['realite augmentee', 'augmented reality', 'ar'], brings: ['immersif'] },
  {
    token: 'synpano',
    names: ['photo 360', 'video 360', 'visite 360', 'visite virtuelle', 'panoramique', 'panorama', '360 degres', '360'],
    brings: ['immersif'],
  },
  { token: 'syntrois', names: ['modele 3d', 'scene 3d', '3d', 'trois dimensions', 'gltf', 'glb'] },
  { token: 'synafest', names: ['afest', 'action de formation en situation de travail', 'situation de travail'] },
  {
    token: 'syndistance',
    names: ['e learning', 'elearning', 'formation a distance', 'foad', 'distanciel', 'a distance', 'en ligne'],
  },
  { token: 'synpresence', names: ['presentiel', 'en presence', 'sur site'] },
  { token: 'synjeu', names: ['serious game', 'jeu serieux', 'jeu pedagogique', 'ludopedagogie'] },
  {
    token: 'synmanut',
    names: ['manutention', 'port de charges', 'port de charge', 'porter une charge', 'gestes et postures'],
  },
  { token: 'synbtp', names: ['btp', 'batiment et travaux publics', 'batiment travaux publics'], brings: ['batiment'] },
  { token: 'synepi', names: ['epi', 'equipement de protection individuelle', 'equipements de protection'] },
  { token: 'synlsf', names: ['lsf', 'langue des signes'] },
];

const PATTERNS = SYNONYMS.map(({ token, names, brings = [] }) => ({
  token,
  brings,
  // The longest name first: « casque vr » before « vr ».
  pattern: new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${[...names].sort((a, b) => b.length - a.length).join('|')})(?![\\p{L}\\p{N}])`,
    'gu',
  ),
}));

const spaced = (folded: string) => folded.replace(/[°-]/g, ' ').replace(/ +/g, ' ');

/** A text as it is indexed: its own words, then the token of each thing it names and the words this brings. */
export function withSynonyms(folded: string): string {
  const text = spaced(folded);
  const added = PATTERNS.flatMap(({ token, brings, pattern }) =>
    text.search(pattern) === -1 ? [] : [token, ...brings],
  );
  return [folded, ...added].join(' ');
}

/** What is asked: each name replaced by its token, so that one name finds them all. */
export const asTokens = (folded: string): string =>
  PATTERNS.reduce((text, { token, pattern }) => text.replace(pattern, token), spaced(folded));

export const isToken = (word: string): boolean => SYNONYMS.some(({ token }) => token === word);

const KIND_NAMES: Partial<Readonly<Record<Kind, string>>> = {
  webxr: 'réalité virtuelle',
  panorama: 'panorama 360',
  gltf: 'scène 3d',
};

/** What a description says without naming it: a headset is needed, so it is virtual reality. */
export const impliedNames = ({ equipment, modalities }: Description, kind: Kind): string[] => [
  KIND_NAMES[kind] ?? '',
  equipment.includes('headset') ? 'réalité virtuelle' : '',
  modalities.includes('distance') ? 'à distance' : '',
  modalities.includes('on-site') ? 'en présence' : '',
  modalities.includes('work-situation') ? 'situation de travail' : '',
];
