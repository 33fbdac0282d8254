import { refusalText } from '../commons/index.ts';
import type { Tone } from '../ui/index.ts';
import type { NotAdmitted, Refused } from './model/admit.ts';
import type { Standing } from './model/standing.ts';
import type { StructureRefusal } from './model/structure.ts';
import type { ImportRefusal } from './store/courses.ts';
import type { LaunchRefusal } from './store/launch.ts';
import type { FetchRefusal } from './store/sessions.ts';

interface Sentence {
  readonly en: string;
  readonly fr: string;
}
const say = (en: string, fr: string): Sentence => ({ en, fr });

const ADMIT: Readonly<Record<NotAdmitted, Sentence>> = {
  over: say(
    'This session is over: nothing of it is heard any more.',
    'Cette session est terminée : plus rien d’elle n’est entendu.',
  ),
  'not-read': say(
    'A unit reads this document before its first statement.',
    'Une unité lit ce document avant son premier énoncé.',
  ),
  'no-id': say('A unit gives each statement its id.', 'Une unité donne son id à chaque énoncé.'),
  'no-timestamp': say(
    'A unit gives each statement its timestamp.',
    'Une unité donne son instant (timestamp) à chaque énoncé.',
  ),
  'not-utc': say('The timestamp is in UTC.', 'L’instant est donné en temps universel (UTC).'),
  actor: say(
    'The actor is the learner of the launch, an Agent named by the same account.',
    'L’acteur est l’apprenant du lancement, un Agent nommé par le même compte.',
  ),
  'no-context': say('A statement of a unit has a context.', 'Un énoncé d’une unité a un contexte.'),
  registration: say('The registration is that of the launch.', 'L’inscription (registration) est celle du lancement.'),
  session: say('The session id is that of the launch.', 'Le numéro de session est celui du lancement.'),
  template: say(
    'All that contextTemplate holds stays in the context.',
    'Tout ce que contient contextTemplate reste dans le contexte.',
  ),
  voided: say('A unit voids no statement.', 'Une unité n’annule aucun énoncé.'),
  'lms-verb': say('This verb is told by the platform alone.', 'Ce verbe n’est dit que par la plateforme.'),
  'verb-unknown': say(
    'The cmi5 category goes with the verbs that cmi5 defines.',
    'La catégorie cmi5 ne va qu’avec les verbes que cmi5 définit.',
  ),
  category: say(
    'A verb of cmi5 about the unit itself needs the cmi5 category.',
    'Un verbe de cmi5 sur l’unité elle-même demande la catégorie cmi5.',
  ),
  object: say('The object is the activityId of the launch.', 'L’objet est l’activityId du lancement.'),
  'not-initialized': say(
    'The first statement of a session is « initialized ».',
    'Le premier énoncé d’une session est « initialized ».',
  ),
  twice: say('This was already told, and is told once.', 'Cela a déjà été dit, et ne se dit qu’une fois.'),
  'after-passed': say(
    'No « failed » after « passed » in a registration.',
    'Pas de « failed » après « passed » dans une inscription.',
  ),
  'passed-and-failed': say(
    'A session tells « passed » or « failed », not both.',
    'Une session dit « passed » ou « failed », pas les deux.',
  ),
  mode: say('Nothing is achieved in Browse or Review mode.', 'Rien ne s’acquiert en mode Browse ou Review.'),
  'moveon-missing': say('This statement needs the moveon category.', 'Cet énoncé demande la catégorie moveon.'),
  'moveon-spare': say(
    'The moveon category goes with completed, passed and failed only.',
    'La catégorie moveon ne va qu’avec completed, passed et failed.',
  ),
  duration: say('This statement tells its duration.', 'Cet énoncé dit sa durée.'),
  success: say(
    'success is true with passed, false with failed, absent elsewhere.',
    'success est vrai avec passed, faux avec failed, absent ailleurs.',
  ),
  completion: say(
    'completion is true with completed, absent elsewhere.',
    'completion est vrai avec completed, absent ailleurs.',
  ),
  'score-spare': say('Only passed and failed have a score.', 'Seuls passed et failed ont une note.'),
  'score-range': say('A scaled score goes from 0 to 1.', 'Une note réduite va de 0 à 1.'),
  'score-bounds': say(
    'A raw score comes with its min and max.',
    'Une note brute vient avec son minimum et son maximum.',
  ),
  mastery: say(
    'passed reaches the mastery score, failed does not.',
    'passed atteint la note de maîtrise, failed ne l’atteint pas.',
  ),
  'mastery-extension': say(
    'The masteryscore extension repeats the mastery score of the launch.',
    'L’extension masteryscore reprend la note de maîtrise du lancement.',
  ),
};

export const admitSentence = ({ code }: Refused): Sentence => ADMIT[code];

const STRUCTURE: Readonly<Record<StructureRefusal['code'], (found: string) => Sentence>> = {
  order: (found) =>
    say(
      `<${found}> does not stand in the order of the schema.`,
      `<${found}> n’est pas à sa place : le schéma fixe l’ordre des éléments.`,
    ),
  missing: (found) => say(`<${found}> is missing.`, `<${found}> manque.`),
  unknown: (found) =>
    say(`The schema has no <${found}> here.`, `Le schéma ne connaît pas de <${found}> à cet endroit.`),
  wording: (found) => say(`<${found}> holds no <langstring>.`, `<${found}> ne contient aucun <langstring>.`),
  url: (found) => say(`« ${found} » is not the address of a unit.`, `« ${found} » n’est pas l’adresse d’une unité.`),
  empty: (found) => say(`This ${found} holds no unit.`, `Ce ${found} ne contient aucune unité.`),
  score: (found) =>
    say(`« ${found} » is not a mastery score from 0 to 1.`, `« ${found} » n’est pas une note de maîtrise de 0 à 1.`),
  objective: (found) => say(`No objective is called « ${found} ».`, `Aucun objectif ne s’appelle « ${found} ».`),
};

/** Everything that stands in the way of an import, a sentence each. */
export function importSentences(refusal: ImportRefusal): Sentence[] {
  if (refusal.by === 'structure') {
    const { code, part, found } = refusal.refusal;
    const { en, fr } = STRUCTURE[code](found);
    return [say(`${part}: ${en}`, `${part} : ${fr}`)];
  }
  return refusal.refusals.map((one) =>
    say(`${one.rule}: ${one.file}${one.found ? ` (${one.found})` : ''}`, refusalText(one)),
  );
}

export const LAUNCH: Readonly<Record<LaunchRefusal['code'], Sentence>> = {
  'no-unit': say('The course has no unit of this rank.', 'Le cours n’a pas d’unité de ce rang.'),
  'registration-taken': say(
    'This registration is that of another learner or course.',
    'Cette inscription est celle d’un autre apprenant ou d’un autre cours.',
  ),
  'not-served': say(
    'The content of this package is not served by this installation.',
    'Le contenu de ce paquet n’est pas servi par cette installation.',
  ),
};

export const FETCH: Readonly<Record<FetchRefusal['why'], Sentence>> = {
  used: say(
    'The credential was already fetched: this address serves once.',
    'Le droit d’accès a déjà été donné : cette adresse ne sert qu’une fois.',
  ),
  unknown: say('This address is not one of ours.', 'Cette adresse n’est pas de nous.'),
  over: say('This session is over.', 'Cette session est terminée.'),
};

export const API = {
  'not-found': say('There is nothing here for this key.', 'Il n’y a rien ici pour cette clé.'),
  'wrong-method': say('This resource does not know this method.', 'Cette ressource ne connaît pas cette méthode.'),
  scope: say('A key with every right (all) is needed here.', 'Une clé qui a tous les droits (all) est nécessaire ici.'),
  'not-json': say('The body is not a JSON object.', 'Le corps n’est pas un objet JSON.'),
  'media-type': say(
    'A package is application/zip; a course structure, application/xml or text/xml.',
    'Un paquet est application/zip ; une structure de cours, application/xml ou text/xml.',
  ),
  'too-large': say('The file is too large.', 'Le fichier est trop volumineux.'),
  actor: say(
    'actor is an Agent named by an account: homePage and name.',
    'actor est un Agent nommé par un compte : homePage et name.',
  ),
  registration: say('registration is a UUID.', 'registration est un UUID.'),
  mode: say('launchMode is Normal, Browse or Review.', 'launchMode est Normal, Browse ou Review.'),
  'return-url': say('returnUrl is an http or https address.', 'returnUrl est une adresse http ou https.'),
  reason: say(
    'reason is Tested Out, Equivalent AU, Equivalent Outside Activity or Administrative.',
    'reason est Tested Out, Equivalent AU, Equivalent Outside Activity ou Administrative.',
  ),
  'no-unit': say('The course has no unit of this rank.', 'Le cours n’a pas d’unité de ce rang.'),
  over: say('This session is already over.', 'Cette session est déjà terminée.'),
  'waived-already': say(
    'This unit is already waived in this registration.',
    'Cette unité est déjà dispensée dans cette inscription.',
  ),
} as const satisfies Readonly<Record<string, Sentence>>;
export type ApiProblem = keyof typeof API;

export const STANDING_LABELS: Readonly<Record<Standing, string>> = {
  waived: 'Dispensé',
  passed: 'Réussi',
  completed: 'Terminé',
  failed: 'Non réussi',
  'not-begun': 'À faire',
};
export const STANDING_TONES: Readonly<Record<Standing, Tone>> = {
  waived: 'info',
  passed: 'success',
  completed: 'success',
  failed: 'warning',
  'not-begun': 'neutral',
};

/** For the learner who opens a course of the commons that does not import. */
export const refusedCourse = (refusal: ImportRefusal) => ({
  title: 'Ce cours ne s’ouvre pas',
  text: importSentences(refusal)
    .map(({ fr }) => fr)
    .join(' '),
});
