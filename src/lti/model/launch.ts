import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { CHOICE, CHOICE_PATH, CLAIMS, RESOURCE, SCORE_SCOPE, VERSION } from './words.ts';

export type LaunchRefusalCode =
  | 'state-missing'
  | 'state-forged'
  | 'state-expired'
  | 'state-unbound'
  | 'platform-unknown'
  | 'platform-revoked'
  | 'platform-refused'
  | 'token-missing'
  | 'token-too-large'
  | 'token-malformed'
  | 'algorithm'
  | 'keys-unreachable'
  | 'key-unknown'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'authorised-party'
  | 'expired'
  | 'issued-in-future'
  | 'nonce'
  | 'already-used'
  | 'version'
  | 'message-type'
  | 'deployment'
  | 'roles'
  | 'subject'
  | 'target'
  | 'resource-link'
  | 'resource-unknown'
  | 'return-address';

export interface LaunchRefusal {
  readonly code: LaunchRefusalCode;
}

/** Where the choice of a resource goes. */
export interface Choosing {
  readonly returnUrl: string;
  /** Echoed as it came; `null`: nothing to echo. */
  readonly data: string | null;
  readonly deploymentId: string;
}

export interface Launch {
  readonly deploymentId: string;
  /** `null`: the platform does not say who it is. */
  readonly subject: string | null;
  readonly contextId: string | null;
  readonly lineItem: string | null;
  readonly rosterUrl: string | null;
  /** The name of a resource, or where its choice goes. */
  readonly opens: { readonly arkName: string } | { readonly choosing: Choosing };
}

export interface Expected {
  readonly issuer: string;
  readonly clientId: string;
  readonly nonce: string;
  /** Deployments known; none yet: the first that is launched is kept. */
  readonly deployments: readonly string[];
  /** Origins on which the platform may ask for answers. */
  readonly origins: readonly string[];
  /** Our own origin. */
  readonly home: string;
  readonly at: Instant;
}

type Claims = Readonly<Record<string, unknown>>;
type Check = (claims: Claims, expected: Expected) => LaunchRefusalCode | null;

const SKEW_SECONDS = 60;
const MAX_TEXT = 512;
const MAX_AGE_SECONDS = 3600;

const unless = (holds: boolean, code: LaunchRefusalCode) => (holds ? null : code);
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_TEXT && !value.includes('\0');
const record = (value: unknown): Claims =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : {};
const audienceOf = ({ aud }: Claims): readonly unknown[] => (Array.isArray(aud) ? aud : [aud]);
const seconds = ({ at }: Expected) => at.getTime() / 1000;

/** In the order of their gravity. Sources: OpenID Connect Core 3.1.3.7; 1EdTech Security Framework 5.1.3; LTI 1.3 Core 4, 5. */
const CHECKS: readonly Check[] = [
  ({ iss }, { issuer }) => unless(iss === issuer, 'issuer'),
  (claims, { clientId }) => unless(audienceOf(claims).includes(clientId), 'audience'),
  (claims, { clientId }) =>
    unless(claims.azp === undefined ? audienceOf(claims).length === 1 : claims.azp === clientId, 'authorised-party'),
  ({ exp }, expected) => unless(typeof exp === 'number' && exp + SKEW_SECONDS > seconds(expected), 'expired'),
  ({ iat }, expected) => {
    if (typeof iat !== 'number' || iat - SKEW_SECONDS > seconds(expected)) return 'issued-in-future';
    return unless(iat + MAX_AGE_SECONDS > seconds(expected), 'expired');
  },
  ({ nonce }, expected) => unless(nonce === expected.nonce, 'nonce'),
  (claims) => unless(claims[CLAIMS.version] === VERSION, 'version'),
  (claims) => unless([RESOURCE, CHOICE].includes(String(claims[CLAIMS.messageType])), 'message-type'),
  (claims, { deployments }) => {
    const id = claims[CLAIMS.deployment];
    return unless(isText(id) && (deployments.length === 0 || deployments.includes(id)), 'deployment');
  },
  (claims) => unless(Array.isArray(claims[CLAIMS.roles]), 'roles'),
  ({ sub }) => unless(sub === undefined || isText(sub), 'subject'),
  (claims, expected) => unless(targetOf(claims, expected) !== null, 'target'),
  (claims) =>
    unless(claims[CLAIMS.messageType] === CHOICE || isText(record(claims[CLAIMS.resourceLink]).id), 'resource-link'),
  (claims, { origins }) =>
    unless(
      claims[CLAIMS.messageType] === RESOURCE || isOn(origins, record(claims[CLAIMS.deepLinking]).deep_link_return_url),
      'return-address',
    ),
];

/** What the address names: a resource, or the place where one is chosen (`''`). `null`: nothing of ours. */
function targetOf(claims: Claims, { home }: Expected): string | null {
  const target = claims[CLAIMS.target];
  if (!isText(target) || !URL.canParse(target)) return null;
  const { origin, pathname } = new URL(target);
  if (origin !== home) return null;
  if (claims[CLAIMS.messageType] === CHOICE) return pathname === CHOICE_PATH ? '' : null;
  return /^\/lti\/ressource\/([a-z0-9]{1,63})$/.exec(pathname)?.[1] ?? null;
}

const isOn = (origins: readonly string[], url: unknown): url is string =>
  typeof url === 'string' && url.length <= 2048 && URL.canParse(url) && origins.includes(new URL(url).origin);

/**
 * What a platform asks, once its signature is known to be good.
 *
 * @returns the first rule that does not hold, by name
 */
export function decideLaunch(claims: Claims, expected: Expected): Decision<Launch, LaunchRefusal> {
  for (const check of CHECKS) {
    const code = check(claims, expected);
    if (code !== null) return refuse({ code });
  }
  const grades = record(claims[CLAIMS.grades]);
  const mayScore = Array.isArray(grades.scope) && grades.scope.includes(SCORE_SCOPE);
  const roster = record(claims[CLAIMS.roster]).context_memberships_url;
  const context = record(claims[CLAIMS.context]).id;
  return accept({
    deploymentId: String(claims[CLAIMS.deployment]),
    subject: isText(claims.sub) ? claims.sub : null,
    contextId: isText(context) ? context : null,
    lineItem: mayScore && isOn(expected.origins, grades.lineitem) ? grades.lineitem : null,
    rosterUrl: isOn(expected.origins, roster) ? roster : null,
    opens: opensOf(claims, expected),
  });
}

function opensOf(claims: Claims, expected: Expected): Launch['opens'] {
  if (claims[CLAIMS.messageType] === RESOURCE) return { arkName: targetOf(claims, expected) ?? '' };
  const { deep_link_return_url: returnUrl, data } = record(claims[CLAIMS.deepLinking]);
  return {
    choosing: {
      returnUrl: String(returnUrl),
      data: typeof data === 'string' ? data : null,
      deploymentId: String(claims[CLAIMS.deployment]),
    },
  };
}
