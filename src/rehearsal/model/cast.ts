import { type Cents, euros } from '../../kernel/money.ts';
import { apportion, between, type Draw, drawFrom, shuffled } from './chance.ts';
import { type Sector, SUBJECTS } from './subjects.ts';

/** Before every name of a fictional organisation, person or project. */
export const FICTIONAL = '[Fictif]';

/** What becomes of a file when the machine plays everybody. */
export type Fate = 'retained' | 'redirected' | 'refused' | 'ineligible';

export interface CastOrganisation {
  readonly siret: string;
  readonly name: string;
  readonly commune: string;
  readonly department: string;
  readonly isAssociation: boolean;
  readonly person: { readonly name: string; readonly email: string };
}

export interface CastProject {
  /** `F-2027-014`: the same seed gives the same. */
  readonly key: string;
  readonly title: string;
  readonly fate: Fate;
  readonly scope: 'national' | 'inter-regional';
  /** `null`: transverse. */
  readonly sector: Sector | null;
  readonly lever: string;
  readonly subject: string;
  /** Lead first. */
  readonly organisations: readonly CastOrganisation[];
  readonly costsCents: readonly Cents[];
  readonly grantsCents: readonly Cents[];
}

export interface CastPlan {
  readonly seed: number;
  /** Begins keys and addresses, so that two worlds of one database never share a person. */
  readonly prefix: string;
  readonly envelopeCents: Cents;
  readonly retained: readonly Kind[];
  readonly redirected: readonly Kind[];
  readonly refused: number;
  readonly ineligible: number;
}

/** What a laureate is, as the funnel of the call counts it. */
export interface Kind {
  readonly scope: CastProject['scope'];
  readonly sector: Sector | null;
}

/** Every project of a wave, in the order in which they are deposited. */
export function castOf(plan: CastPlan): CastProject[] {
  const draw = drawFrom(plan.seed);
  const drawnKind = (): Kind => ({
    scope: draw() < 0.2 ? 'inter-regional' : 'national',
    sector: draw() < 0.3 ? null : (SECTORS[Math.floor(draw() * SECTORS.length)] ?? null),
  });
  const fates: [Fate, Kind][] = [
    ...plan.retained.map((kind): [Fate, Kind] => ['retained', kind]),
    ...plan.redirected.map((kind): [Fate, Kind] => ['redirected', kind]),
    ...Array.from({ length: plan.refused }, (): [Fate, Kind] => ['refused', drawnKind()]),
    ...Array.from({ length: plan.ineligible }, (): [Fate, Kind] => ['ineligible', drawnKind()]),
  ];
  const grants = grantsOf(plan, draw);
  return shuffled(draw, fates).map(([fate, kind], index) => projectOf(plan, draw, { fate, kind, index, grants }));
}

const SECTORS: readonly Sector[] = [
  'health-social',
  'construction',
  'agriculture',
  'transport',
  'hospitality',
  'industry',
];
const EURO = 100;
const THOUSAND = 1000 * EURO;

/** What each retained project is granted: together, the envelope of the wave to the last thousand euros. */
function grantsOf({ retained, envelopeCents }: CastPlan, draw: Draw): Cents[] {
  if (retained.length === 0) return [];
  const total = Math.floor(envelopeCents / THOUSAND) * THOUSAND;
  return apportion(
    total,
    retained.map(() => 70 + between(draw, 0, 60)),
    THOUSAND,
  );
}

interface Place {
  readonly fate: Fate;
  readonly kind: Kind;
  readonly index: number;
  readonly grants: Cents[];
}

/** 66 % of its expenses at most are asked by each partner, by whole euros: under the ceiling of the call, rounding included. */
const RATE_PERCENT = 66;

function projectOf(plan: CastPlan, draw: Draw, { fate, kind, index, grants }: Place): CastProject {
  const number = String(index + 1).padStart(3, '0');
  const organisations = Array.from({ length: 2 + (index % 2) }, (_none, rank) =>
    organisationOf(plan, index * 3 + rank, rank),
  );
  const grantCents = fate === 'retained' ? (grants.shift() ?? 0) : euros(between(draw, 900, 2200) * 1000);
  const grantsCents = apportion(grantCents, WEIGHTS.slice(0, organisations.length), EURO);
  const costsCents = grantsCents.map((cents) => Math.ceil((cents * 100) / RATE_PERCENT / THOUSAND) * THOUSAND);
  const choices = SUBJECTS[kind.sector ?? 'transverse'];
  const [subject, lever] = choices[index % choices.length] ?? ['l’apprentissage', 'hybrid'];
  const [key, sector, scope] = [`${plan.prefix.toUpperCase()}-${number}`, kind.sector, kind.scope];
  const title = `${FICTIONAL} ${capital(subject)} – projet ${key}`;
  return { key, title, fate, scope, sector, lever, subject, organisations, costsCents, grantsCents };
}

const WEIGHTS = [50, 30, 20];
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const TOWNS = [
  ['Laon', '02'],
  ['Rennes', '35'],
  ['Dijon', '21'],
  ['Pau', '64'],
  ['Metz', '57'],
  ['Nîmes', '30'],
  ['Tours', '37'],
  ['Évreux', '27'],
  ['Vesoul', '70'],
  ['Gap', '05'],
] as const;
const KINDS = ['Réseau de formation', 'Centre d’apprentis', 'Association', 'Atelier de contenus'] as const;

function organisationOf({ prefix }: CastPlan, number: number, rank: number): CastOrganisation {
  const label = String(number + 1).padStart(3, '0');
  const [commune, department] = TOWNS[number % TOWNS.length] ?? TOWNS[0];
  const kind = rank === 0 ? KINDS[number % 2] : KINDS[2 + (number % 2)];
  const person = { name: `${FICTIONAL} Porteur ${prefix}-${label}`, email: `porteur-${prefix}-${label}@${HOST}` };
  const name = `${FICTIONAL} ${kind} ${prefix}-${label}`;
  return { siret: siretOf(prefix, number), name, commune, department, isAssociation: kind === 'Association', person };
}

export const HOST = 'fictif.deffinum.example';

/** SIREN numbers of the national register never begin by two zeros: these pass every check and are nobody’s. */
export function siretOf(prefix: string, number: number): string {
  const family = [...prefix].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 1000, 7);
  const siren = withKey(`00${String(family).padStart(3, '0')}${String(number + 1).padStart(3, '0')}`);
  return withKey(`${siren}0001`);
}

/** A last digit that makes the number pass Luhn’s check. */
function withKey(digits: string): string {
  let sum = 0;
  for (const [index, char] of [...digits].reverse().entries()) {
    const doubled = Number(char) * (index % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
