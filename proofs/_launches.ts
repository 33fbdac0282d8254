import { createHmac } from 'node:crypto';
import { exportSPKI, generateKeyPair, importJWK } from 'jose';
import type { Platform } from '../src/lti/fixtures/platform.ts';
import type { Begun } from '../src/lti/fixtures/visit.ts';
import { CHOICE_PATH, CLAIMS } from '../src/lti/model/words.ts';

export interface Attack {
  readonly name: string;
  /** The refusal that it must meet. */
  readonly reason: string;
  /** What is sent, from a launch that began as it should. */
  readonly forge: (begun: Begun, platform: Platform, target: string) => Promise<Forged>;
  readonly choice?: boolean;
}
export interface Forged {
  readonly sent: Readonly<Record<string, string>>;
  /** In place of the browser's own. */
  readonly cookie?: string;
}

type Changed = Record<string, unknown>;
const changed = (name: string, reason: string, change: Changed): Attack => ({
  name,
  reason,
  forge: async ({ nonce }, platform, target) => ({
    sent: { id_token: await platform.sign(platform.claims(nonce, target, change)) },
  }),
});
const state = (name: string, reason: string, with_: (begun: Begun) => { state?: string; cookie?: string }): Attack => ({
  name,
  reason,
  forge: async (begun, platform, target) => {
    const { cookie, ...sent } = with_(begun);
    const id_token = await platform.sign(platform.claims(begun.nonce, target));
    return { sent: { id_token, ...sent }, ...(cookie === undefined ? {} : { cookie }) };
  },
});
const token = (name: string, reason: string, make: (good: string, platform: Platform) => Promise<string>): Attack => ({
  name,
  reason,
  forge: async ({ nonce }, platform, target) => ({
    sent: { id_token: await make(await platform.sign(platform.claims(nonce, target)), platform) },
  }),
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const payloadOf = (jwt: string) => jwt.split('.')[1] ?? '';
const seconds = () => Math.floor(Date.now() / 1000);

/** HS256 with the public key as its secret: the oldest confusion of algorithms. */
async function confused(good: string, platform: Platform): Promise<string> {
  const { keys } = (await (await fetch(`${platform.issuer}/cles`)).json()) as { keys: [Record<string, string>] };
  const pem = await exportSPKI((await importJWK(keys[0], 'RS256', { extractable: true })) as CryptoKey);
  const body = `${encode({ alg: 'HS256', kid: 'cle-1' })}.${payloadOf(good)}`;
  return `${body}.${createHmac('sha256', pem).update(body).digest('base64url')}`;
}

export const ATTACKS: readonly Attack[] = [
  token('alg none', 'algorithm', async (good) => `${encode({ alg: 'none', kid: 'cle-1' })}.${payloadOf(good)}.`),
  token('HS256 par la clé publique', 'algorithm', confused),
  token('charge modifiée', 'signature', async (good) => {
    const [head, body = '', mark] = good.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    return `${head}.${encode({ ...claims, sub: 'une-autre' })}.${mark}`;
  }),
  {
    name: 'clé d’une autre plateforme sous le même nom',
    reason: 'signature',
    forge: async ({ nonce }, platform, target) => {
      const { privateKey } = await generateKeyPair('RS256');
      return { sent: { id_token: await platform.sign(platform.claims(nonce, target), 'cle-1', privateKey) } };
    },
  },
  {
    name: 'clé inconnue',
    reason: 'key-unknown',
    forge: async ({ nonce }, platform, target) => ({
      sent: { id_token: await platform.sign(platform.claims(nonce, target), 'cle-9') },
    }),
  },
  token('jeton illisible', 'token-malformed', async () => 'pas.un.jeton'),
  token('jeton absent', 'token-missing', async () => ''),
  token('jeton trop grand', 'token-too-large', async (good) => good + 'A'.repeat(40_000)),
  changed('autre émetteur', 'issuer', { iss: 'https://autre.example' }),
  changed('autre destinataire', 'audience', { aud: 'un-autre-outil' }),
  changed('plusieurs destinataires sans azp', 'authorised-party', { aud: ['outil-1', 'un-autre'] }),
  changed('azp d’un autre', 'authorised-party', { azp: 'un-autre' }),
  changed('expiré', 'expired', { exp: seconds() - 120 }),
  changed('émis dans le futur', 'issued-in-future', { iat: seconds() + 600, exp: seconds() + 900 }),
  changed('émis il y a deux heures', 'expired', { iat: seconds() - 7200 }),
  changed('nonce d’une autre ouverture', 'nonce', { nonce: 'autre' }),
  changed('version 1.1', 'version', { [CLAIMS.version]: '1.1' }),
  changed('sans type de message', 'message-type', { [CLAIMS.messageType]: undefined }),
  changed('sans déploiement', 'deployment', { [CLAIMS.deployment]: undefined }),
  changed('déploiement inconnu', 'deployment', { [CLAIMS.deployment]: 'autre' }),
  changed('rôles absents', 'roles', { [CLAIMS.roles]: undefined }),
  changed('personne illisible', 'subject', { sub: { id: 7 } }),
  changed('sans lien de ressource', 'resource-link', { [CLAIMS.resourceLink]: {} }),
  changed('cible sur un autre site', 'target', { [CLAIMS.target]: 'https://autre.example/lti/ressource/df' }),
  {
    name: 'ressource qui n’existe pas',
    reason: 'resource-unknown',
    forge: async ({ nonce }, platform, target) => {
      const other = target.replace(/[^/]+$/, 'dfnulle');
      return { sent: { id_token: await platform.sign(platform.claims(nonce, other)) } };
    },
  },
  {
    name: 'retour du choix vers un autre site',
    reason: 'return-address',
    forge: async ({ nonce }, platform, target) => {
      const settings = { deep_link_return_url: 'https://autre.example/retour' };
      const place = new URL(target).origin + CHOICE_PATH;
      const claims = platform.choice(nonce, place, { [CLAIMS.deepLinking]: settings });
      return { sent: { id_token: await platform.sign(claims) } };
    },
  },
  state('état absent', 'state-missing', () => ({ state: '' })),
  state('état forgé', 'state-forged', (begun) => ({ state: `A${begun.state}` })),
  state('autre navigateur', 'state-unbound', () => ({ cookie: '' })),
  {
    name: 'erreur de la plateforme',
    reason: 'platform-refused',
    forge: async () => ({ sent: { error: 'login_required' } }),
  },
];
