import type { LaunchRefusalCode } from './model/launch.ts';
import type { RegistrationRefusal } from './register.ts';

/** What the person who came reads; their platform's administrator reads the code beside it. */
const LAUNCH: Readonly<Record<LaunchRefusalCode, string>> = {
  'state-missing': 'La plateforme n’a pas rendu ce que nous lui avions confié en commençant.',
  'state-forged': 'Ce que la plateforme a rendu n’est pas ce que nous lui avions confié.',
  'state-expired': 'Plus de dix minutes ont passé depuis le début de l’ouverture.',
  'state-unbound':
    'Votre navigateur n’a pas gardé le témoin de cette ouverture, ou elle a commencé dans un autre navigateur. Réglez votre plateforme pour ouvrir la ressource dans un nouvel onglet.',
  'platform-unknown': 'Cette plateforme n’est pas enregistrée ici.',
  'platform-revoked': 'L’organisme a révoqué cette plateforme.',
  'platform-refused': 'Votre plateforme a répondu qu’elle ne pouvait pas vous identifier.',
  'token-missing': 'La plateforme n’a pas envoyé de jeton.',
  'token-too-large': 'Le jeton de la plateforme dépasse la taille permise.',
  'token-malformed': 'Le jeton de la plateforme est illisible.',
  algorithm: 'Le jeton n’est pas signé par RS256.',
  'keys-unreachable': 'Les clés publiques de la plateforme ne répondent pas.',
  'key-unknown': 'La clé qui signe le jeton n’est pas une de celles que la plateforme publie.',
  signature: 'La signature du jeton n’est pas celle de la plateforme.',
  issuer: 'Le jeton vient d’une autre plateforme que celle qui a commencé l’ouverture.',
  audience: 'Le jeton est destiné à un autre outil.',
  'authorised-party': 'Le jeton nomme un autre outil comme bénéficiaire.',
  expired: 'Le jeton a expiré.',
  'issued-in-future': 'Le jeton est daté du futur : l’horloge de la plateforme est à vérifier.',
  nonce: 'Le jeton ne répond pas à cette ouverture.',
  'already-used': 'Cette ouverture a déjà servi.',
  version: 'Le message n’est pas en LTI 1.3.0.',
  'message-type': 'Le message n’est ni une ouverture ni un choix de ressource.',
  deployment: 'Ce déploiement de la plateforme n’est pas connu ici.',
  roles: 'Le message ne donne pas de liste de rôles.',
  subject: 'L’identifiant de la personne est illisible.',
  target: 'L’adresse demandée n’est pas celle d’une ressource d’ici.',
  'resource-link': 'Le message ne nomme pas le lien d’où l’on vient.',
  'resource-unknown': 'La ressource demandée n’est plus publiée.',
  'return-address': 'L’adresse de retour n’est pas celle de la plateforme.',
};

export const launchText = (code: string): string => LAUNCH[code as LaunchRefusalCode] ?? code;

const REGISTRATION: Readonly<Record<RegistrationRefusal['code'], string>> = {
  link: 'Ce lien a déjà servi, ou ses 24 heures sont passées. Demandez-en un autre à votre organisme.',
  'configuration-missing':
    'Collez ce lien dans votre plateforme, à l’endroit où elle demande l’adresse d’enregistrement d’un outil LTI : c’est elle qui doit l’ouvrir.',
  address: 'L’adresse que donne la plateforme n’est pas une adresse publique en https.',
  issuer: 'La configuration n’est pas servie par la plateforme qu’elle nomme.',
  unreachable: 'La plateforme ne répond pas.',
  'too-large': 'La réponse de la plateforme dépasse la taille permise.',
  refused: 'La plateforme a refusé l’enregistrement, ou sa réponse est illisible.',
  incomplete: 'La configuration de la plateforme est incomplète.',
  known: 'Cette plateforme est déjà enregistrée.',
};
export const registrationText = (code: RegistrationRefusal['code']): string => REGISTRATION[code];

const OUTSIDE: Readonly<Record<string, string>> = {
  address: 'Adresse refusée',
  unreachable: 'Pas de réponse',
  'too-large': 'Réponse trop grande',
  refused: 'Refus de la plateforme',
};
export const outsideText = (code: string): string => OUTSIDE[code] ?? code;
