import type { GenericOAuthConfig } from 'better-auth/plugins';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Config } from '../../kernel/config.ts';

/** Claims of ProConnect that we ask for, and keep: who, which address, which employer. */
const SCOPES = ['openid', 'given_name', 'usual_name', 'email', 'uid', 'siret', 'idp_id'];
const ANSWER_MS = 5000;

const discovery = z.object({
  issuer: z.string(),
  userinfo_endpoint: z.url(),
  jwks_uri: z.url(),
  end_session_endpoint: z.url().optional(),
});
export type Discovery = z.output<typeof discovery>;

const profile = z.object({
  sub: z.string().min(1),
  email: z.email(),
  given_name: z.string().optional(),
  usual_name: z.string().optional(),
  siret: z.string().optional(),
  idp_id: z.string().optional(),
});

const discoveryUrl = (issuer: string) => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** `null`: not configured. People are recognised by `sub`, which the provider never reuses; the address only informs. */
export function proConnectProvider(config: Config): GenericOAuthConfig<'proconnect'> | null {
  const { PROCONNECT_ISSUER: issuer, PROCONNECT_CLIENT_ID: clientId, PROCONNECT_CLIENT_SECRET: clientSecret } = config;
  if (!issuer || !clientId || !clientSecret) return null;
  const acr = config.PROCONNECT_ACR?.split(' ') ?? [];
  return {
    providerId: 'proconnect',
    name: 'ProConnect',
    discoveryUrl: discoveryUrl(issuer),
    requireIdTokenVerification: true,
    clientId,
    clientSecret,
    scopes: SCOPES,
    pkce: true,
    // ProConnect refuses parameters it does not expect (error Y000400): none but an assurance level, when one is set.
    ...(acr.length > 0 ? { authorizationUrlParams: { acr_values: acr.join(' ') } } : {}),
    getUserInfo: async ({ accessToken, idToken }) => {
      if (!accessToken || !idToken || !assuranceHolds(idToken, acr)) return null;
      const claims = await fetchProfile(issuer, clientId, accessToken);
      if (claims === null) return null;
      const name = [claims.given_name, claims.usual_name].filter(Boolean).join(' ') || claims.email;
      return { ...claims, id: claims.sub, name, emailVerified: true };
    },
  };
}

/** The level asked for is the level given: the provider may answer with less. The token itself is verified by the caller. */
function assuranceHolds(idToken: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.includes(String(decodeJwt(idToken).acr));
}

/** Discovery and keys are asked once for a process and an issuer; `jose` asks for the keys again when they rotate. */
const known = new Map<string, Promise<{ discovery: Discovery; keys: ReturnType<typeof createRemoteJWKSet> }>>();

function provider(issuer: string) {
  const asked = known.get(issuer);
  if (asked) return asked;
  const asking = fetch(discoveryUrl(issuer), { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'error' })
    .then((response) => response.json())
    .then((body) => {
      const found = discovery.parse(body);
      return { discovery: found, keys: createRemoteJWKSet(new URL(found.jwks_uri)) };
    });
  known.set(issuer, asking);
  // A failure is not remembered: the next person tries again.
  asking.catch(() => known.delete(issuer));
  return asking;
}

/** Userinfo is a JWT signed by the provider, for us: signature, issuer and audience are verified. `null`: they are not right. */
async function fetchProfile(issuer: string, audience: string, accessToken: string) {
  const { discovery: found, keys } = await provider(issuer);
  const response = await fetch(found.userinfo_endpoint, {
    headers: { authorization: `Bearer ${accessToken}`, accept: 'application/jwt' },
    signal: AbortSignal.timeout(ANSWER_MS),
    redirect: 'error',
  });
  if (!response.ok || !response.headers.get('content-type')?.startsWith('application/jwt')) return null;
  const verified = await jwtVerify(await response.text(), keys, {
    issuer: found.issuer,
    audience,
    algorithms: ['RS256', 'ES256'],
  }).catch(() => null);
  const parsed = profile.safeParse(verified?.payload);
  return parsed.success ? parsed.data : null;
}

/** Where to end the provider's own session too; `null` when the provider offers no such page, or does not answer. */
export async function endSessionUrl(config: Config, idToken: string): Promise<string | null> {
  if (!config.PROCONNECT_ISSUER) return null;
  const found = await provider(config.PROCONNECT_ISSUER).catch(() => null);
  if (!found?.discovery.end_session_endpoint) return null;
  const url = new URL(found.discovery.end_session_endpoint);
  url.searchParams.set('id_token_hint', idToken);
  url.searchParams.set('post_logout_redirect_uri', `${config.PUBLIC_URL}/connexion`);
  return url.href;
}
