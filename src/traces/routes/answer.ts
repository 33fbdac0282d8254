import type { Sentence } from '../messages.ts';
import { faultSentence } from '../messages.ts';
import { type Fault, pathText } from '../model/check.ts';
import type { SessionRefusal } from '../model/session.ts';

/** What goes back, before the headers that every answer has. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer<ArrayBuffer> | ReadableStream<Uint8Array>;
}

/** Why a request is refused, other than by a rule of statements. */
const PROBLEMS = {
  'no-key': [
    401,
    'A key of this store is required (HTTP Basic).',
    'Une clé de cet entrepôt est nécessaire (HTTP Basic).',
  ],
  'wrong-key': [
    401,
    'This key is unknown, revoked, or its secret is wrong.',
    'Cette clé est inconnue, révoquée, ou son secret est faux.',
  ],
  'out-of-scope': [403, 'This key may not do this.', 'Cette clé ne permet pas cela.'],
  'session-over': [
    403,
    'This session is over: nothing of it is heard any more.',
    'Cette session est terminée : plus rien d’elle n’est entendu.',
  ],
  'session-other': [
    403,
    'A session speaks of its own learner, activity and registration only.',
    'Une session ne parle que de son apprenant, de son activité et de son inscription.',
  ],
  'launch-data': [
    403,
    'LMS.LaunchData is written by the platform alone.',
    'LMS.LaunchData n’est écrit que par la plateforme.',
  ],
  preferences: [
    403,
    'Learner preferences are a JSON object: languagePreference, language tags separated by commas; audioPreference, on or off.',
    'Les préférences sont un objet JSON : languagePreference, des langues séparées par des virgules ; audioPreference, on ou off.',
  ],
  'not-found': [404, 'There is nothing here.', 'Il n’y a rien ici.'],
  'wrong-method': [405, 'This resource does not know this method.', 'Cette ressource ne connaît pas cette méthode.'],
  'no-version': [
    400,
    'The header X-Experience-API-Version is required: 1.0.3 or 2.0.0.',
    'L’en-tête X-Experience-API-Version est obligatoire : 1.0.3 ou 2.0.0.',
  ],
  'wrong-version': [
    400,
    'Versions known here: 1.0, 1.0.x, 2.0, 2.0.x.',
    'Versions connues ici : 1.0, 1.0.x, 2.0, 2.0.x.',
  ],
  'wrong-content-type': [
    400,
    'Statements come as application/json or multipart/mixed.',
    'Les énoncés viennent en application/json ou en multipart/mixed.',
  ],
  cut: [400, 'The body stopped before its end.', 'Le corps s’est arrêté avant sa fin.'],
  'not-utf8': [400, 'The body is not UTF-8.', 'Le corps n’est pas en UTF-8.'],
  'not-json': [400, 'The body is not JSON.', 'Le corps n’est pas du JSON.'],
  'not-json-objects': [
    400,
    'Only two JSON objects can be merged, both of type application/json.',
    'Seuls deux objets JSON se fusionnent, tous deux de type application/json.',
  ],
  'one-statement': [400, 'PUT takes one statement.', 'PUT prend un seul énoncé.'],
  'other-id': [400, 'The statement has another id than statementId.', 'L’énoncé a un autre id que statementId.'],
  'alternate-syntax': [
    400,
    'The alternate request syntax belongs to 1.0.x: POST, one parameter named method, the rest in a form.',
    'La syntaxe de requête alternative est propre à 1.0.x : POST, un seul paramètre method, le reste en formulaire.',
  ],
  multipart: [400, 'The multipart body is not well formed.', 'Le corps multipart est mal formé.'],
  'part-headers': [
    400,
    'Each attachment needs Content-Type, Content-Transfer-Encoding: binary and X-Experience-API-Hash.',
    'Chaque pièce demande Content-Type, Content-Transfer-Encoding: binary et X-Experience-API-Hash.',
  ],
  'part-hash': [
    400,
    'The hash of a part is not that of its bytes.',
    'L’empreinte d’une pièce n’est pas celle de son contenu.',
  ],
  'part-unknown': [400, 'No statement names this part.', 'Aucun énoncé ne nomme cette pièce.'],
  'part-missing': [
    400,
    'An attachment has neither its part nor a fileUrl.',
    'Une pièce jointe n’a ni son contenu, ni de fileUrl.',
  ],
  signature: [
    400,
    'The signature is not a JWS (RS256, RS384 or RS512) of this statement.',
    'La signature n’est pas un JWS (RS256, RS384 ou RS512) de cet énoncé.',
  ],
  more: [400, 'This more is not one of ours.', 'Ce more n’est pas de nous.'],
  conflict: [
    409,
    'Another statement already has this id: nothing was stored.',
    'Un autre énoncé a déjà cet id : rien n’a été enregistré.',
  ],
  exists: [
    409,
    'A document is already there: read it, then say with If-Match which one you replace, or If-None-Match: *.',
    'Un document est déjà là : lisez-le, puis dites par If-Match lequel vous remplacez, ou If-None-Match: *.',
  ],
  precondition: [
    412,
    'The document is not the one you named: nothing changed.',
    'Le document n’est pas celui que vous nommez : rien n’a changé.',
  ],
  'too-large': [413, 'The body is too large.', 'Le corps est trop volumineux.'],
  'too-fast': [429, 'Too many requests with this key.', 'Trop de requêtes avec cette clé.'],
  fault: [500, 'Something went wrong on our side.', 'Un problème est survenu de notre côté.'],
  busy: [
    503,
    'The store is busy or resumes: nothing of this request is certain; send it again with the same ids.',
    'L’entrepôt est occupé ou reprend : rien de cette requête n’est sûr ; renvoyez-la avec les mêmes id.',
  ],
  'disk-full': [507, 'There is no room left.', 'Il n’y a plus de place.'],
} as const satisfies Readonly<Record<string, readonly [number, string, string]>>;
export type Problem = keyof typeof PROBLEMS;

/** Code and place, then a sentence in English, then one in French. */
const wordsOf = (code: string, where: string, { en, fr }: Sentence): string =>
  `${where === '' ? code : `${code} at ${where}`}\n${en}\n${fr}\n`;
const TEXT = { 'Content-Type': 'text/plain; charset=utf-8' };

export function problem(code: Problem, where = '', headers: Readonly<Record<string, string>> = {}): Answer {
  const [status, en, fr] = PROBLEMS[code];
  return { status, headers: { ...TEXT, ...headers }, body: wordsOf(code, where, { en, fr }) };
}

/** A statement that the slice which opened its session does not admit. */
export const notAdmitted = ({ code, where, en, fr }: SessionRefusal): Answer => ({
  status: 403,
  headers: TEXT,
  body: wordsOf(code, where, { en, fr }),
});

/** A statement or a parameter against a rule. */
export const faulty = (found: Fault, where: string = pathText(found.path)): Answer => ({
  status: found.code === 'too-large' ? 413 : 400,
  headers: TEXT,
  body: wordsOf(found.code, where, faultSentence(found)),
});
export const faultyParameter = (found: Fault): Answer => faulty(found, found.path.join('.'));

export const json = (value: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: typeof value === 'string' ? value : JSON.stringify(value),
});
export const nothing: Answer = { status: 204 };
export const RETRY = { 'Retry-After': '1' };
