import { basename } from 'node:path';
import { electronicFormatIBAN, isSEPACountry, isValidBIC, isValidIBAN } from 'ibantools';
import { z } from 'zod';
import { trustedProxies } from './address.ts';

const flag = z.enum(['0', '1'], 'vaut 0 ou 1').transform((value) => value === '1');
const port = z.coerce.number('est un numéro de port').int().min(0).max(65_535, 'va de 0 à 65535');

function isProxyList(list: string): boolean {
  try {
    trustedProxies(list);
    return true;
  } catch {
    return false;
  }
}

const isSepaAccount = (iban: string) => isValidIBAN(iban) && isSEPACountry(iban.slice(0, 2));

const schema = z.object({
  /** PostgreSQL connection string; `npm start` sets it to the embedded database when nobody did. */
  DATABASE_URL: z
    .string('manque : adresse de la base PostgreSQL')
    .regex(/^postgres(?:ql)?:\/\//, 'commence par postgresql://'),
  /** Connections this process may hold. */
  DATABASE_POOL: z.coerce.number().int().min(1, 'vaut au moins 1').max(100, 'vaut au plus 100').default(10),
  PORT: port.default(3000),
  HOST: z.string().default('localhost'),
  /** Public address: links in mail, origin checks, sign-in callbacks. */
  PUBLIC_URL: z.url('est une adresse complète, comme https://deffinum.example').default('http://localhost:3000'),
  /** Keys and receipts derive from it; 32 characters or more. */
  SECRET: z.string('manque : secret de 32 caractères ou plus').min(32, 'compte 32 caractères ou plus'),
  /** Files, uploads and keys of a disk deployment. */
  VAR_DIR: z.string().default('var'),
  /** Demonstration: seeded world, open accounts, mailbox page. Never on a real deployment. */
  DEMO: flag.default(false),
  /** The demonstration replays the waves of the past once it is open. */
  REPLAY: flag.default(true),
  /** A rehearsal: virtual clock, fictional programme, in a database of its own. Nothing leaves it. */
  REHEARSAL: flag.default(false),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'commence par smtp:// ou smtps://')
    .optional(),
  MAIL_FROM: z.string().default('Deffinum <ne-pas-repondre@localhost>'),
  S3_BUCKET: z.string().optional(),
  S3_ENDPOINT: z.url('est une adresse complète').optional(),
  S3_REGION: z.string().default('eu-west-3'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  /** Host and port of a clamd daemon, `host:3310`, or the path of its socket. */
  CLAMD: z.string().optional(),
  /** RFC 3161 time-stamping authority. */
  TSA_URL: z.url('est une adresse complète').optional(),
  /** Gateway to a trust service provider (eIDAS) that proves signatures of agreements; empty: the typed name. */
  SIGNATURE_URL: z.url('est une adresse complète').optional(),
  SIGNATURE_TOKEN: z.string().optional(),
  /** Account of the accounting officer from which payments leave; empty: no payment file is made. */
  PAYER_IBAN: z
    .string()
    .transform((typed) => electronicFormatIBAN(typed) ?? '')
    .refine(isSepaAccount, 'est un IBAN de la zone SEPA')
    .optional(),
  PAYER_BIC: z
    .string()
    .transform((typed) => typed.replace(/\s/g, '').toUpperCase())
    .refine(isValidBIC, 'est un BIC de 8 ou 11 caractères')
    .optional(),
  /** As the creditors read it. */
  PAYER_NAME: z.string().trim().min(1, 'ne peut pas être vide').max(70, 'compte 70 caractères au plus').optional(),
  /** « Recherche d’entreprises » register; empty: the imported register alone answers. */
  REGISTER_URL: z.url('est une adresse complète').optional(),
  PROCONNECT_ISSUER: z.url('est une adresse complète').optional(),
  PROCONNECT_CLIENT_ID: z.string().optional(),
  PROCONNECT_CLIENT_SECRET: z.string().optional(),
  /** Assurance levels asked of ProConnect and required of its answer, separated by spaces. */
  PROCONNECT_ACR: z.string().optional(),
  /** Addresses or networks of the proxies whose `X-Forwarded-For` is believed; empty: the connection's own address. */
  TRUSTED_PROXY: z
    .string()
    .default('')
    .refine(isProxyList, 'énumère des adresses IP ou des réseaux, comme 10.0.0.0/8, séparés par des espaces'),
  /** Name assigning authority of permanent identifiers (ARK Alliance); 99999 is the one of tests. */
  ARK_AUTHORITY: z
    .string()
    .regex(/^[0-9bcdfghjkmnpqrstvwxz]{5,12}$/, 'est un numéro d’autorité ARK, comme 12148')
    .default('99999'),
  /** POST requests one address may send to one server in a minute; 0: no limit. */
  /**
   * Origin on which packages are played, another host than the site's; `*` stands for the resource, as in
   * `https://*.contenus.example`. Empty: names under `localhost` on a laptop, and elsewhere packages are not opened.
   */
  PLAYER_ORIGIN: z
    .string()
    .regex(
      /^https?:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/,
      'est une origine, comme https://*.contenus.example',
    )
    .optional(),
  RATE_POSTS_PER_MINUTE: z.coerce.number().int().min(0, 'vaut au moins 0').default(1200),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = Readonly<z.output<typeof schema>>;

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Settings that only make sense together. */
const COMPANIONS = [
  ['S3_BUCKET', ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']],
  ['SIGNATURE_URL', ['SIGNATURE_TOKEN']],
  ['PAYER_IBAN', ['PAYER_BIC', 'PAYER_NAME']],
  ['PROCONNECT_ISSUER', ['PROCONNECT_CLIENT_ID', 'PROCONNECT_CLIENT_SECRET']],
] as const;

export const REHEARSAL_FOLDER = 'repetition';

/** A rehearsal writes to nobody and asks nobody to vouch: what would reach the world is refused at start. */
const OUT_OF_A_REHEARSAL = [
  'SMTP_URL',
  'S3_BUCKET',
  'TSA_URL',
  'SIGNATURE_URL',
  'PROCONNECT_ISSUER',
  'REGISTER_URL',
  'PAYER_IBAN',
] as const;

function rehearsalFaults(config: Config): string[] {
  if (!config.REHEARSAL) return [];
  const out = OUT_OF_A_REHEARSAL.filter((name) => config[name]).map(
    (name) => `${name} ne se donne pas à une répétition : rien n’en sort.`,
  );
  // Its files go when it is begun again: those of a service must not be among them.
  if (basename(config.VAR_DIR) !== REHEARSAL_FOLDER)
    out.push(
      `VAR_DIR se termine par « ${REHEARSAL_FOLDER} » dans une répétition : ses fichiers sont effacés quand elle recommence.`,
    );
  return config.DEMO ? out : [...out, 'REHEARSAL demande DEMO=1 : ses comptes sont ceux de la démonstration.'];
}

/** A foreign page on the host of the site would share its cookies, whatever the port. */
const playerFaults = ({ PLAYER_ORIGIN, PUBLIC_URL }: Config): string[] =>
  PLAYER_ORIGIN && new URL(PLAYER_ORIGIN.replace('*', 'x')).hostname === new URL(PUBLIC_URL).hostname
    ? ['PLAYER_ORIGIN doit être un autre nom que celui de PUBLIC_URL : les cookies ne distinguent pas les ports.']
    : [];

/** Reads the environment once, at start: one French sentence for each fault, all of them at once. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    return { ok: false, faults: parsed.error.issues.map((i) => `${i.path.join('.')} ${sentence(i.message)}`) };
  }
  const missing = COMPANIONS.flatMap(([key, needs]) =>
    parsed.data[key]
      ? needs.filter((name) => !parsed.data[name]).map((name) => `${name} manque : ${key} le demande.`)
      : [],
  );
  const faults = [...missing, ...rehearsalFaults(parsed.data), ...playerFaults(parsed.data)];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, config: parsed.data };
}

const sentence = (message: string) => (message.endsWith('.') ? message : `${message}.`);
