import type { Fault, FaultCode } from './model/check.ts';

/** What a refusal says, in the two languages of those who read it: makers of tools, and trainers. */
export interface Sentence {
  readonly en: string;
  readonly fr: string;
}

type Say = (about: string) => Sentence;
const say =
  (en: string, fr: string): Say =>
  () => ({ en, fr });

const SENTENCES: Readonly<Record<FaultCode, Say>> = {
  'not-an-object': say('An object is expected here.', 'Un objet est attendu ici.'),
  'not-a-list': say('A list is expected here.', 'Une liste est attendue ici.'),
  'not-a-text': say('A string is expected here.', 'Un texte est attendu ici.'),
  'not-a-number': say(
    'A number is expected here, not a string that holds one.',
    'Un nombre est attendu ici, pas un texte qui en contient un.',
  ),
  'not-a-boolean': say('true or false is expected here.', 'true ou false est attendu ici.'),
  null: say(
    'null is only allowed inside extensions: leave the member out.',
    'null n’est admis que dans les extensions : retirez ce membre.',
  ),
  empty: say('This may not be empty.', 'Ceci ne peut pas être vide.'),
  missing: say('This member is required.', 'Ce membre est obligatoire.'),
  'unknown-member': say(
    'The standard knows no such member here; names are case-sensitive. What is yours goes into extensions.',
    'La norme ne connaît pas ce membre ici ; la casse compte. Ce qui vous est propre va dans les extensions.',
  ),
  'not-one-of': (about) => ({ en: `Expected one of: ${about}.`, fr: `Valeurs admises : ${about}.` }),
  iri: say(
    'An IRI with a scheme is expected, such as https://example.org/activity/1.',
    'Une IRI avec son schéma est attendue, par exemple https://example.org/activite/1.',
  ),
  uri: say('An absolute URI is expected.', 'Une URI absolue est attendue.'),
  mailto: say(
    'A mailto IRI is expected, such as mailto:learner@example.org.',
    'Une adresse mailto est attendue, par exemple mailto:apprenant@example.org.',
  ),
  sha1: say('40 hexadecimal digits are expected.', '40 chiffres hexadécimaux sont attendus.'),
  sha2: say(
    'A SHA-2 digest in hexadecimal is expected (56, 64, 96 or 128 digits).',
    'Une empreinte SHA-2 en hexadécimal est attendue (56, 64, 96 ou 128 chiffres).',
  ),
  uuid: say('A UUID is expected.', 'Un UUID est attendu.'),
  language: say(
    'A language tag of RFC 5646 is expected, such as fr or en-GB.',
    'Une étiquette de langue (RFC 5646) est attendue, par exemple fr ou en-GB.',
  ),
  duration: say(
    'An ISO 8601 duration is expected, such as PT1H30M.',
    'Une durée ISO 8601 est attendue, par exemple PT1H30M.',
  ),
  timestamp: say(
    'A timestamp is expected, such as 2027-01-11T09:00:00.000Z; 2.0 asks for RFC 3339 with an offset.',
    'Un horodatage est attendu, par exemple 2027-01-11T09:00:00.000Z ; la version 2.0 demande la RFC 3339 et un décalage.',
  ),
  'negative-zero-offset': say(
    'An offset of -00:00 says that the offset is unknown: write Z.',
    'Un décalage de -00:00 veut dire « inconnu » : écrivez Z.',
  ),
  'media-type': say(
    'A media type is expected, such as text/plain.',
    'Un type de média est attendu, par exemple text/plain.',
  ),
  version: (about) => ({ en: `Versions accepted here: ${about}.`, fr: `Versions admises ici : ${about}.` }),
  'not-a-count': say('A whole number, zero or more, is expected.', 'Un nombre entier, zéro ou plus, est attendu.'),
  identifiers: say(
    'Exactly one of mbox, mbox_sha1sum, openid and account identifies an agent, and at most one a group.',
    'Un seul de mbox, mbox_sha1sum, openid et account identifie un agent, et au plus un seul un groupe.',
  ),
  members: say('A group without an identifier needs members.', 'Un groupe sans identifiant a besoin de membres.'),
  'authority-members': say(
    'An authority that is a group has exactly two members.',
    'Une autorité qui est un groupe a exactement deux membres.',
  ),
  nested: say('A SubStatement may not hold another.', 'Un SubStatement ne peut pas en contenir un autre.'),
  'voiding-object': say(
    'A statement that voids another has a StatementRef as its object.',
    'Un énoncé qui en annule un autre a un StatementRef pour objet.',
  ),
  'activity-only': say(
    'revision and platform are only allowed when the object is an activity.',
    'revision et platform ne sont admis que si l’objet est une activité.',
  ),
  'component-not-allowed': (about) => ({
    en: `Interactions of type ${about} have no such list.`,
    fr: `Les interactions de type ${about} n’ont pas cette liste.`,
  }),
  'component-twice': say('Two components share this id.', 'Deux composants ont le même id.'),
  'interaction-type-missing': say(
    'Lists of an interaction need its interactionType.',
    'Les listes d’une interaction demandent son interactionType.',
  ),
  scaled: say('scaled goes from -1 to 1.', 'scaled va de -1 à 1.'),
  'score-order': say(
    'A score has min below max, and raw between them.',
    'Un score a min inférieur à max, et raw entre les deux.',
  ),
  'too-deep': (about) => ({ en: `At most ${about} levels.`, fr: `Au plus ${about} niveaux.` }),
  'too-many': (about) => ({ en: `At most ${about} of them.`, fr: `Au plus ${about}.` }),
  'too-large': (about) => ({ en: `At most ${about} bytes.`, fr: `Au plus ${about} octets.` }),
  'id-twice': say('Two statements of the list share this id.', 'Deux énoncés de la liste ont le même id.'),
  'unknown-parameter': (about) => ({
    en: `Parameters known here, case included: ${about}.`,
    fr: `Paramètres connus ici, casse comprise : ${about}.`,
  }),
  'parameter-twice': say('This parameter is given twice.', 'Ce paramètre est donné deux fois.'),
  'not-together': say(
    'This parameter may not stand beside the id of a statement.',
    'Ce paramètre ne va pas avec l’identifiant d’un énoncé.',
  ),
};

export const faultSentence = ({ code, about = '' }: Fault): Sentence => SENTENCES[code](about);
