import type { Award } from '../../committee/index.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { AgreementState, VersionState } from './agreement.ts';
import type { Terms } from './terms.ts';

export interface Signature {
  readonly version: number;
  /** Identifier of a partner, or `state`. */
  readonly signer: string;
  readonly organisation: string;
  readonly signatoryId: string;
  readonly signatoryName: string;
  readonly capacity: string;
  readonly heldBy: 'representative' | 'mandate' | 'role' | 'delegation';
  readonly reference: string | null;
  readonly provider: string;
  readonly level: 'simple' | 'advanced' | 'qualified';
  readonly textSha256: string;
  readonly signedAt: Instant;
}

export interface Version {
  readonly number: number;
  readonly reason: string;
  readonly state: VersionState;
  readonly terms: Terms;
  readonly textSha256: string | null;
  readonly createdAt: Instant;
  readonly sentAt: Instant | null;
  readonly inForceAt: Instant | null;
  /** Says what the agreement came to when it ended: nobody signs it. */
  readonly closing: boolean;
}

/** An agreement with all its versions, oldest first, and every signature. */
export interface Agreement {
  readonly id: string;
  readonly number: string;
  readonly applicationId: string;
  readonly waveId: string;
  readonly title: string;
  readonly callTitle: string;
  readonly authority: string;
  readonly outcome: Award['outcome'];
  readonly requestedCents: number;
  readonly grantedCents: number;
  readonly awardId: string;
  readonly decidedAt: Instant;
  readonly letterId: string | null;
  readonly state: AgreementState;
  readonly openVersion: number | null;
  readonly inForceVersion: number | null;
  readonly signBy: Instant | null;
  readonly warnedAt: Instant | null;
  readonly totalCents: number;
  readonly createdAt: Instant;
  readonly signedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly closedReason: string | null;
  readonly lockVersion: number;
  readonly versions: readonly Version[];
  readonly signatures: readonly Signature[];
}

export const versionOf = ({ versions }: Pick<Agreement, 'versions'>, number: number | null): Version | null =>
  versions.find((one) => one.number === number) ?? null;

/** The version a reader expects: being written or signed, else in force, else the last one. */
export const currentVersion = (agreement: Agreement): Version => {
  const found =
    versionOf(agreement, agreement.openVersion) ??
    versionOf(agreement, agreement.inForceVersion) ??
    agreement.versions.at(-1);
  if (!found) throw new Error('an agreement without a version');
  return found;
};

/** Partners of a version who have not signed it. */
export const missingPartners = (agreement: Agreement, version: Version) =>
  version.terms.partners.filter(
    ({ partnerId }) => !agreement.signatures.some((one) => one.version === version.number && one.signer === partnerId),
  );

export const factsOf = (agreement: Agreement) => ({
  state: agreement.state,
  openVersion: agreement.openVersion,
  inForceVersion: agreement.inForceVersion,
  openState: versionOf(agreement, agreement.openVersion)?.state ?? null,
  signBy: agreement.signBy,
  lockVersion: agreement.lockVersion,
});
