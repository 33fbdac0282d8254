import type { FieldErrors, Message } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { HistoryLine } from '../../kernel/journal.ts';
import type { View } from '../../ui/index.ts';
import type { Effect } from '../model/amendment.ts';
import type { Release, Termination } from '../model/ending.ts';
import type { AgreementPayments, PaidLine } from '../model/paid.ts';
import type { Terms } from '../model/terms.ts';
import type { AgreementText } from '../model/text.ts';
import type { Agreement, Version } from '../model/whole.ts';

export interface DocumentLink {
  readonly label: string;
  readonly href: string;
  readonly sha256: string;
}

/** What of the payments this reader sees. */
export interface ShownPayments extends AgreementPayments {
  /** Page of a request, for those who may open it. */
  readonly hrefOf: (line: PaidLine) => string | null;
}

export interface EndingShown {
  readonly release: Release;
  readonly termination: Termination | null;
  /** Partners whose balance is not paid yet, by name. */
  readonly unpaid: readonly string[];
}

interface AgreementPageProps {
  /** `null` before everybody signed. */
  readonly payments: ShownPayments | null;
  readonly view: View;
  readonly agreement: Agreement;
  readonly version: Version;
  readonly text: AgreementText;
  readonly effect: Effect | null;
  readonly documents: readonly DocumentLink[];
  readonly now: Instant;
  /** What a person reads before signing. */
  readonly signingNotice: string;
  readonly told?: string | undefined;
  readonly refusal?: Message | undefined;
  readonly errors: FieldErrors;
  readonly typed: Readonly<Record<string, string>>;
}

export interface ManagePageProps extends AgreementPageProps {
  readonly manages: boolean;
  /** What its end would do; `null`: it is not in force. */
  readonly ending: EndingShown | null;
  /** Notices of termination that ended, oldest first. */
  readonly notices: readonly Termination[];
  /** What the form starts from; tranches asked for are in it as in force. */
  readonly terms: Terms;
  readonly asked: ReadonlySet<string>;
  readonly availableCents: number;
  readonly signDays: number;
  readonly history: readonly HistoryLine[];
  readonly names: ReadonlyMap<string, string>;
}

/** A partner of this version for which the reader acts. */
export interface MySide {
  readonly partnerId: string;
  readonly name: string;
  readonly shareCents: number;
  readonly isLead: boolean;
  /** Represents it, or holds its mandate to sign, at this instant. */
  readonly maySign: boolean;
  readonly signed: boolean;
}

export interface PartnerPageProps extends AgreementPageProps {
  readonly sides: readonly MySide[];
  readonly viewerName: string;
  /** The notice under way. */
  readonly termination: Termination | null;
}

export const manageBase = ({ id }: Pick<Agreement, 'id'>) => `/agent/conventions/${id}`;
export const partnerBase = ({ id }: Pick<Agreement, 'id'>) => `/conventions/${id}`;
