/** Names that LTI 1.3 Core, Deep Linking 2.0, AGS 2.0 and NRPS 2.0 give to their claims and rights. */
const LTI = 'https://purl.imsglobal.org/spec/lti/claim';
const DEEP = 'https://purl.imsglobal.org/spec/lti-dl/claim';

export const CLAIMS = {
  messageType: `${LTI}/message_type`,
  version: `${LTI}/version`,
  deployment: `${LTI}/deployment_id`,
  target: `${LTI}/target_link_uri`,
  resourceLink: `${LTI}/resource_link`,
  roles: `${LTI}/roles`,
  context: `${LTI}/context`,
  deepLinking: `${DEEP}/deep_linking_settings`,
  data: `${DEEP}/data`,
  contentItems: `${DEEP}/content_items`,
  grades: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
  roster: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
} as const;

export const SCORE_SCOPE = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
export const ROSTER_SCOPE = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
export const TOOL_CONFIGURATION = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
export const PLATFORM_CONFIGURATION = 'https://purl.imsglobal.org/spec/lti-platform-configuration';

export const VERSION = '1.3.0';
export const RESOURCE = 'LtiResourceLinkRequest';
export const CHOICE = 'LtiDeepLinkingRequest';

export const KEYS_PATH = '/lti/cles';
export const LOGIN_PATH = '/lti/connexion';
export const LAUNCH_PATH = '/lti/lancement';
export const CHOICE_PATH = '/lti/choisir';
export const resourcePath = (arkName: string): string => `/lti/ressource/${arkName}`;
export const registrationPath = (secret: string): string => `/lti/inscription/${secret}`;
export const sessionPath = (id: string): string => `/lti/seance/${id}`;
