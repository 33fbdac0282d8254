import type { Family } from '../../calls/index.ts';
import { accept, type Decision, refuse, type Transition } from '../../kernel/decision.ts';
import { type Cents, sumCents } from '../../kernel/money.ts';

/** What a partner has said of being represented by the lead. The lead represents itself. */
export type MandateState = 'none' | 'asked' | 'signed' | 'declined';

export type MandateEvent = 'ask' | 'sign' | 'decline';

/** A mandate says the share it was signed for: when the lead changes that share, it must be signed again. */
export const MANDATE_TABLE: readonly Transition<MandateState, MandateEvent>[] = [
  { from: 'none', event: 'ask', to: 'asked' },
  { from: 'declined', event: 'ask', to: 'asked' },
  { from: 'asked', event: 'ask', to: 'asked' },
  { from: 'asked', event: 'sign', to: 'signed' },
  { from: 'asked', event: 'decline', to: 'declined' },
  { from: 'signed', event: 'decline', to: 'declined' },
];

export interface Partner {
  readonly id: string;
  readonly organisationId: string;
  readonly siret: string;
  readonly name: string;
  readonly isLead: boolean;
  readonly family: Family | null;
  /** For the texts that bind associations; `null` while neither the register nor anybody says. */
  readonly isAssociation: boolean | null;
  readonly mandateState: MandateState;
  readonly shareCents: Cents;
  /** Keys of the sections it writes; empty: none is kept for it. */
  readonly sections: readonly string[];
}

/** The largest consortium of the family of calls had 60 sites under 18 organisations. */
export const MAX_PARTNERS = 60;

/** The person prepares for this organisation, and may not bind it. */
export interface SigningRefusal {
  readonly code: 'may-not-sign';
  readonly organisation: string;
}

export type ConsortiumRefusal =
  | SigningRefusal
  | { readonly code: 'partner-twice'; readonly name: string; readonly siret: string }
  | { readonly code: 'too-many-partners'; readonly max: number }
  | { readonly code: 'lead-stays'; readonly name: string }
  | { readonly code: 'unknown-partner' }
  | { readonly code: 'confirm-removal'; readonly name: string; readonly shareCents: Cents; readonly budgetCents: Cents }
  | { readonly code: 'mandate-not-asked' }
  | { readonly code: 'lead-needs-no-mandate' };

export interface NewPartner {
  readonly organisationId: string;
  readonly siret: string;
  readonly name: string;
}

export const sirenOf = (siret: string): string => siret.slice(0, 9);

/** Another establishment of the same legal person is allowed, and said: two lines of one budget may be meant. */
export function decideAddPartner(
  partners: readonly Partner[],
  candidate: NewPartner,
): Decision<{ readonly sameSiren: readonly string[] }, ConsortiumRefusal> {
  const same = partners.find((partner) => partner.siret === candidate.siret);
  if (same) return refuse({ code: 'partner-twice', name: same.name, siret: same.siret });
  if (partners.length >= MAX_PARTNERS) return refuse({ code: 'too-many-partners', max: MAX_PARTNERS });
  const siblings = partners.filter((partner) => sirenOf(partner.siret) === sirenOf(candidate.siret));
  return accept({ sameSiren: siblings.map((partner) => partner.name) });
}

/** A partner with money leaves only once somebody has read what leaves with it. */
export function decideRemovePartner(
  partners: readonly Partner[],
  partnerId: string,
  budgetCents: Cents,
  confirmed: boolean,
): Decision<{ readonly partner: Partner }, ConsortiumRefusal> {
  const partner = partners.find((one) => one.id === partnerId);
  if (!partner) return refuse({ code: 'unknown-partner' });
  if (partner.isLead) return refuse({ code: 'lead-stays', name: partner.name });
  if (!confirmed && (partner.shareCents > 0 || budgetCents > 0)) {
    return refuse({ code: 'confirm-removal', name: partner.name, shareCents: partner.shareCents, budgetCents });
  }
  return accept({ partner });
}

/** What the consortium lacks: every fault at once, for the page that shows them together. */
export interface ConsortiumFaults {
  readonly leads: number;
  readonly twice: readonly string[];
  readonly mandatesMissing: readonly Partner[];
  /** Requested grant − shares: zero when they agree. */
  readonly shareGapCents: Cents;
}

export function consortiumFaults(partners: readonly Partner[], requestedGrantCents: Cents | null): ConsortiumFaults {
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const { siret } of partners) {
    if (seen.has(siret)) twice.push(siret);
    seen.add(siret);
  }
  return {
    leads: partners.filter((partner) => partner.isLead).length,
    twice,
    mandatesMissing: partners.filter((partner) => !partner.isLead && partner.mandateState !== 'signed'),
    shareGapCents: (requestedGrantCents ?? 0) - sumCents(partners.map((partner) => partner.shareCents)),
  };
}

/** Who writes a section: the lead always; when partners are in charge of it, they alone beside the lead. */
export function mayWriteSection(partners: readonly Partner[], mine: Partner, sectionKey: string): boolean {
  if (mine.isLead) return true;
  const kept = partners.some((partner) => partner.sections.includes(sectionKey));
  return !kept || mine.sections.includes(sectionKey);
}
