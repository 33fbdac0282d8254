import { accept, type Decision, refuse } from '../kernel/decision.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Kernel } from '../kernel/kernel.ts';
import {
  CHOICE,
  CHOICE_PATH,
  KEYS_PATH,
  LAUNCH_PATH,
  LOGIN_PATH,
  PLATFORM_CONFIGURATION,
  RESOURCE,
  ROSTER_SCOPE,
  SCORE_SCOPE,
  TOOL_CONFIGURATION,
} from './model/words.ts';
import { askJson, isOnLoopback, isOutside, OutsideError } from './outside.ts';
import { addPlatform, giveBackInvitation, invitationOf, takeInvitation } from './store/platforms.ts';

export interface RegistrationRefusal {
  readonly code: 'link' | 'configuration-missing' | 'issuer' | 'incomplete' | 'known' | OutsideError['code'];
}

interface Configuration {
  readonly issuer: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly registrationUrl: string;
  readonly name: string;
}

type Json = Readonly<Record<string, unknown>>;
const text = (value: unknown) => (typeof value === 'string' && value !== '' && value.length <= 2048 ? value : null);
const inner = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

/** Judged before anything is sent. Source: LTI Dynamic Registration 1.0, 3.3 and 4. */
function readConfiguration(
  json: Json,
  servedBy: string,
  loopback: boolean,
): Decision<Configuration, RegistrationRefusal> {
  const issuer = text(json.issuer);
  const [authUrl, tokenUrl] = [text(json.authorization_endpoint), text(json.token_endpoint)];
  const [jwksUrl, registrationUrl] = [text(json.jwks_uri), text(json.registration_endpoint)];
  if (!issuer || !authUrl || !tokenUrl || !jwksUrl || !registrationUrl) return refuse({ code: 'incomplete' });
  if (![issuer, authUrl, tokenUrl, jwksUrl, registrationUrl].every((url) => isOutside(url, loopback)))
    return refuse({ code: 'address' });
  const hosts = [servedBy, issuer, registrationUrl].map((url) => new URL(url).host);
  if (new Set(hosts).size !== 1) return refuse({ code: 'issuer' });
  const product = text(inner(json[PLATFORM_CONFIGURATION]).product_family_code);
  const name = [hosts[0], product].filter(Boolean).join(' – ').slice(0, 120);
  return accept({ issuer, authUrl, tokenUrl, jwksUrl, registrationUrl, name });
}

/** What we say of ourselves. */
function toolOf(home: string): Json {
  const message = (type: string, path: string) => ({ type, target_link_uri: home + path, label: 'Communs Deffinum' });
  return {
    application_type: 'web',
    response_types: ['id_token'],
    grant_types: ['implicit', 'client_credentials'],
    initiate_login_uri: home + LOGIN_PATH,
    redirect_uris: [home + LAUNCH_PATH],
    client_name: 'Deffinum, communs numériques',
    jwks_uri: home + KEYS_PATH,
    token_endpoint_auth_method: 'private_key_jwt',
    scope: `${SCORE_SCOPE} ${ROSTER_SCOPE}`,
    [TOOL_CONFIGURATION]: {
      domain: new URL(home).host,
      target_link_uri: home + CHOICE_PATH,
      // Neither names nor addresses are asked.
      claims: ['iss', 'sub'],
      messages: [message(RESOURCE, CHOICE_PATH), message(CHOICE, CHOICE_PATH)],
    },
  };
}

interface Sent {
  readonly secret: string;
  readonly configurationUrl: string;
  readonly token: string;
}

/** The platform opened our link: we read what it is, present ourselves, and keep what it answers. A refusal leaves the link as it was. */
export async function registerPlatform(
  kernel: Kernel,
  { secret, configurationUrl, token }: Sent,
  at: Instant,
): Promise<Decision<{ name: string }, RegistrationRefusal>> {
  const { db, config } = kernel;
  const loopback = isOnLoopback(config.PUBLIC_URL);
  const invitation = await invitationOf(db, secret, at);
  if (invitation === null) return refuse({ code: 'link' });
  if (configurationUrl === '') return refuse({ code: 'configuration-missing' });
  const read = await asked(async () =>
    readConfiguration((await askJson(configurationUrl, {}, loopback)).json, configurationUrl, loopback),
  );
  if (read.refusal) return read;
  if (!(await takeInvitation(db, invitation.id, at))) return refuse({ code: 'link' });
  // From here on the link is ours to give back, and nobody else's.
  let kept = false;
  try {
    const decision = await asked<{ name: string }>(async () => {
      const answer = await present(read.changes, token, config.PUBLIC_URL, loopback);
      const { registrationUrl: _asked, ...platform } = read.changes;
      const added = await db.transaction().execute((tx) => addPlatform(tx, invitation, { ...platform, ...answer }, at));
      return added === null ? refuse({ code: 'known' }) : accept({ name: platform.name });
    });
    kept = decision.refusal === null;
    return decision;
  } finally {
    if (!kept) await giveBackInvitation(db, invitation.id);
  }
}

/** What a platform does not answer is a refusal by its name. */
async function asked<Changes>(
  ask: () => Promise<Decision<Changes, RegistrationRefusal>>,
): Promise<Decision<Changes, RegistrationRefusal>> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof OutsideError) return refuse({ code: error.code });
    throw error;
  }
}

/** @throws OutsideError */
async function present({ registrationUrl }: Configuration, token: string, home: string, loopback: boolean) {
  const headers = {
    'content-type': 'application/json',
    ...(token === '' ? {} : { authorization: `Bearer ${token.slice(0, 4096)}` }),
  };
  const asked = { method: 'POST', headers, body: JSON.stringify(toolOf(home)) } as const;
  const { json } = await askJson(registrationUrl, asked, loopback);
  const clientId = text(json.client_id);
  if (clientId === null) throw new OutsideError('refused');
  return { clientId, deploymentId: text(inner(json[TOOL_CONFIGURATION]).deployment_id) };
}
