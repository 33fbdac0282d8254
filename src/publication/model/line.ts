import type { Cents } from '../../kernel/money.ts';

/** What open data says of one beneficiary of one agreement. Nothing in it names a person. */
export interface Line {
  readonly number: string;
  readonly version: number;
  /** `YYYY-MM-DD`, Paris. */
  readonly signedOn: string;
  readonly call: string;
  readonly wave: string;
  readonly title: string;
  readonly summary: string | null;
  readonly funder: { readonly name: string; readonly siret: string; readonly notified: boolean };
  readonly beneficiary: { readonly name: string; readonly siret: string; readonly isLead: boolean };
  readonly totalCents: Cents;
  readonly shareCents: Cents;
  /** Of the total, in [0, 1], ten decimals at most; the shares of an agreement sum to 1. */
  readonly share: string;
  readonly startsOn: string;
  readonly endsOn: string;
  /** First and last day on which a tranche is due. */
  readonly payments: { readonly from: string; readonly to: string; readonly count: number };
}

const UNIT = 10_000_000_000n;

/**
 * Shares as decimals that sum to 1 exactly: each rounded down to ten decimals, the rest given one by one to the largest
 * remainders, first come first on a tie.
 *
 * @param amounts cents, at least one above zero
 */
export function decimalShares(amounts: readonly Cents[]): string[] {
  const total = amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);
  const parts = amounts.map((amount, index) => {
    const scaled = BigInt(amount) * UNIT;
    return { index, units: scaled / total, rest: scaled % total };
  });
  let missing = UNIT - parts.reduce((sum, { units }) => sum + units, 0n);
  const order = [...parts].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const part of order) {
    if (missing === 0n) break;
    part.units += 1n;
    missing -= 1n;
  }
  return parts.map(({ units }) => decimal(units));
}

const decimal = (units: bigint): string =>
  units === UNIT ? '1' : `0.${String(units).padStart(10, '0').replace(/0+$/, '') || '0'}`;

/** `1234567` → `12345.67`. */
export const euroText = (amount: Cents): string =>
  `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;

/** At most so many characters, cut at a word, the cut shown. */
export function shortened(text: string, max: number): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  if (flat.length <= max) return flat;
  const cut = flat.slice(0, max - 1);
  const word = cut.lastIndexOf(' ');
  return `${cut.slice(0, word > max / 2 ? word : max - 1)}…`;
}

/** A row of the national format, a cell a field. Source: SCDL « subventions » 2.1.1. */
export const scdlRow = (line: Line): Readonly<Record<string, string>> => ({
  nomAttribuant: line.funder.name,
  idAttribuant: line.funder.siret,
  dateConvention: line.signedOn,
  referenceDecision: line.number,
  nomBeneficiaire: line.beneficiary.name,
  idBeneficiaire: line.beneficiary.siret,
  rnaBeneficiaire: '',
  objet: shortened(line.title, 256),
  montant: euroText(line.totalCents),
  nature: 'aide en numéraire',
  conditionsVersement: line.payments.count > 1 ? 'échelonné' : 'unique',
  datesPeriodeVersement:
    line.payments.from === line.payments.to ? line.payments.from : `${line.payments.from}/${line.payments.to}`,
  idRAE: '',
  notificationUE: line.funder.notified ? 'oui' : 'non',
  pourcentageSubvention: line.share,
  dispositifAide: '',
});

/** A grant of the 360Giving standard: one a beneficiary, tied to the others of its agreement. */
export const giving360 = (line: Line, origin: string) => ({
  id: `${origin}-${line.number}-${line.beneficiary.siret}`,
  title: shortened(line.title, 140),
  description: line.summary ?? line.title,
  currency: 'EUR',
  amountAwarded: Number(euroText(line.shareCents)),
  awardDate: line.signedOn,
  plannedDates: [{ startDate: line.startsOn, endDate: line.endsOn }],
  recipientOrganization: [{ id: `FR-SIRET-${line.beneficiary.siret}`, name: line.beneficiary.name }],
  fundingOrganization: [{ id: `FR-SIRET-${line.funder.siret}`, name: line.funder.name }],
  grantProgramme: [{ title: line.call }],
  fromOpenCall: 'Yes',
  relatedActivity: [`${origin}-${line.number}`],
});

/** A row of the platform's own format. Amounts in cents: nothing is rounded. */
export const ownRow = (line: Line): Readonly<Record<string, string | number>> => ({
  convention: line.number,
  version: line.version,
  date_signature: line.signedOn,
  appel: line.call,
  vague: line.wave,
  projet: line.title,
  attribuant: line.funder.name,
  attribuant_siret: line.funder.siret,
  beneficiaire: line.beneficiary.name,
  beneficiaire_siret: line.beneficiary.siret,
  chef_de_file: line.beneficiary.isLead ? 'oui' : 'non',
  subvention_totale_centimes: line.totalCents,
  part_beneficiaire_centimes: line.shareCents,
  debut: line.startsOn,
  fin: line.endsOn,
});
