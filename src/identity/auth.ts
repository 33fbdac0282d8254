import { createHmac } from 'node:crypto';
import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { genericOAuth, magicLink } from 'better-auth/plugins';
import { newId } from '../kernel/ids.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { sendLetter } from './auth/letters.ts';
import { proConnectProvider } from './auth/proconnect.ts';
import { FIELDS } from './auth/schema.ts';

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;
export const PROCONNECT = 'proconnect';
/** Header in which the server itself tells better-auth the client's address; a client cannot set it. */
export const ADDRESS_HEADER = 'x-deffinum-client-address';

const DAY_SECONDS = 24 * 60 * 60;
const LINK_SECONDS = 15 * 60;
const RESET_SECONDS = 60 * 60;

/** A secret for one purpose, from the installation's. */
export const derivedSecret = (secret: string, purpose: string): string =>
  createHmac('sha256', secret).update(`identity:${purpose}`).digest('hex');

interface Addressed {
  readonly user: { readonly email: string; readonly name: string };
  readonly token: string;
}

/** Passwords and the letters that prove an address. */
const byMail = (kernel: Kernel) => ({
  emailAndPassword: {
    enabled: true,
    autoSignIn: false,
    requireEmailVerification: true,
    minPasswordLength: PASSWORD_MIN,
    maxPasswordLength: PASSWORD_MAX,
    resetPasswordTokenExpiresIn: RESET_SECONDS,
    revokeSessionsOnPasswordReset: true,
    sendResetPassword: ({ user, token }: Addressed) => sendLetter(kernel, 'reset', user, token),
    onExistingUserSignUp: ({ user }: Pick<Addressed, 'user'>) =>
      sendLetter(kernel, 'already-registered', user, newId()),
  },
  emailVerification: {
    sendOnSignUp: true,
    sendOnSignIn: true,
    expiresIn: DAY_SECONDS,
    sendVerificationEmail: ({ user, token }: Addressed) => sendLetter(kernel, 'verify', user, token),
  },
});

/** What the pages, the callbacks and the passkeys share. Tables are ours (migrations/0010), names mapped in auth/schema.ts. */
function openAuth(kernel: Kernel) {
  const { config } = kernel;
  const proConnect = proConnectProvider(config);
  return betterAuth({
    appName: 'Deffinum',
    baseURL: config.PUBLIC_URL,
    basePath: '/api/auth',
    secret: derivedSecret(config.SECRET, 'better-auth'),
    database: { db: kernel.db.withSchema('identity'), type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    logger: { log: (level, message) => kernel.log[level === 'error' ? 'warn' : 'debug']({ message }, 'sign-in') },
    trustedOrigins: [new URL(config.PUBLIC_URL).origin],
    // Ours (rate.ts): shared by every server, and answered by a page.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'deffinum',
      useSecureCookies: config.PUBLIC_URL.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: newId },
    },
    onAPIError: { errorURL: `${config.PUBLIC_URL}/connexion` },
    ...FIELDS,
    session: { ...FIELDS.session, expiresIn: 7 * DAY_SECONDS, updateAge: DAY_SECONDS, freshAge: DAY_SECONDS },
    account: {
      ...FIELDS.account,
      encryptOAuthTokens: true,
      // An address proves nothing across providers: a provider is linked by its owner, signed in, from their account page.
      accountLinking: { enabled: true, disableImplicitLinking: true, allowDifferentEmails: true },
    },
    ...byMail(kernel),
    plugins: [
      magicLink({
        expiresIn: LINK_SECONDS,
        disableSignUp: true,
        storeToken: 'hashed',
        sendMagicLink: ({ email, token }) => sendLetter(kernel, 'magic-link', { email }, token),
      }),
      passkey({
        rpID: new URL(config.PUBLIC_URL).hostname,
        rpName: 'Deffinum',
        origin: new URL(config.PUBLIC_URL).origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        schema: FIELDS.passkey,
      }),
      ...(proConnect ? [genericOAuth({ config: [proConnect] })] : []),
    ],
  });
}

export type Auth = ReturnType<typeof openAuth>;
const opened = new WeakMap<object, Auth>();

/** One instance for a database handle, opened at first use. */
export function authOf(kernel: Kernel): Auth {
  const known = opened.get(kernel.db);
  if (known) return known;
  const made = openAuth(kernel);
  opened.set(kernel.db, made);
  return made;
}
