import { agreementInForce } from '../grants/index.ts';
import { membersOf } from '../identity/index.ts';
import type { Tx } from '../kernel/db.ts';
import type { Decision } from '../kernel/decision.ts';
import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { record } from '../kernel/journal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Cents } from '../kernel/money.ts';
import { allotPayments, appropriate, type LedgerRefusal, type Posted, type Posting } from '../ledger/index.ts';
import { storeFormFile } from '../uploads/index.ts';
import { needsLines, type PaymentRequest } from './model/request.ts';
import { approve, certify } from './store/certify.ts';
import { addEvidence, addLine, openRequest, type PartnerAct, submit } from './store/partner.ts';
import { requestById } from './store/read.ts';

type Answer = Promise<Decision<Posted, LedgerRefusal>>;

/** Payment credits of a year for an envelope, from the budget law down. */
export async function plantCredits(kernel: Kernel, instrument: string, year: number, amountCents: Cents, at: Instant) {
  const post = async (key: string, act: (tx: Tx, posting: Posting) => Answer) => {
    const journalEntryId = newId();
    await kernel.db.transaction().execute(async (tx) => {
      taken(await act(tx, { key, journalEntryId, occurredAt: at }));
      const entry = {
        subjectType: 'ledger',
        subjectId: key,
        event: 'money-moved',
        authorId: null,
        at,
        reason: 'Essai',
      };
      await record(tx, 'ledger', entry, journalEntryId);
    });
  };
  const id = newId();
  await post(`cp-law:${id}`, (tx, p) => appropriate(tx, p, { year, amountCents }));
  await post(`cp-allot:${id}`, (tx, p) => allotPayments(tx, p, { year, instrument, amountCents }));
}

export function taken<Changes>(decision: Decision<Changes, unknown> | null): Changes {
  if (decision === null || decision.refusal !== null)
    throw new Error(`a planted act was refused: ${JSON.stringify(decision?.refusal)}`);
  return decision.changes as Changes;
}

/** A fictional file sent whole by this person. */
export async function plantUpload(kernel: Kernel, personId: string, text: string, at: Instant): Promise<string> {
  const file = new File([`%PDF-1.7 ${text}`], 'facture.pdf', { type: 'application/pdf' });
  return taken(await storeFormFile(kernel, { personId, email: 'essai@essai.example' }, file, at)).uploadId;
}

export interface Wanted {
  readonly agreementId: string;
  readonly trancheId: string;
  readonly partnerId: string;
  readonly at: Instant;
  /** Spending shown; none when absent. */
  readonly spentCents?: Cents;
  readonly invoice?: { readonly siren: string; readonly number: string; readonly text: string };
}

/** A request opened by who represents the partner, its evidence given, sent. */
export async function plantRequest(kernel: Kernel, wanted: Wanted): Promise<PaymentRequest> {
  const request = await plantDraft(kernel, wanted);
  const act = { personId: request.openedBy, at: wanted.at };
  for (const key of request.requiredEvidence)
    taken(await addEvidence(kernel, request.id, act, { key, statement: 'Atteint.' }));
  if (needsLines(request.kind)) await plantLine(kernel, request.id, act, wanted);
  taken(await submit(kernel, request.id, act));
  return reread(kernel, request.id);
}

export async function plantDraft(kernel: Kernel, { agreementId, trancheId, partnerId, at }: Wanted) {
  const agreement = await agreementInForce(kernel.db, agreementId);
  const organisationId = agreement?.partners.find((one) => one.partnerId === partnerId)?.organisationId ?? '';
  const members = await membersOf(kernel.db, organisationId, at);
  const personId = members.find(({ role }) => role === 'representative')?.personId ?? '';
  const id = await openRequest(kernel, { agreementId, trancheId, partnerId, personId, at });
  return reread(kernel, id ?? '');
}

export async function plantLine(kernel: Kernel, requestId: string, act: PartnerAct, wanted: Wanted): Promise<void> {
  const invoice = wanted.invoice ?? { siren: '732829320', number: newId(), text: newId() };
  const line = {
    supplierSiren: invoice.siren,
    invoiceNumber: invoice.number,
    invoicedOn: '2027-01-05',
    label: 'Prestation fictive',
    amountCents: wanted.spentCents ?? 100,
    uploadId: await plantUpload(kernel, act.personId, invoice.text, wanted.at),
  };
  taken(await addLine(kernel, requestId, act, line));
}

export async function reread(kernel: Kernel, id: string): Promise<PaymentRequest> {
  const request = await requestById(kernel.db, id);
  if (request === null) throw new Error('a planted request was not found');
  return request;
}

/** Who gives the three visas: the certifier, then two others. */
export type Signers = readonly [string, string, string];

/** Certified for what was asked, approved twice: ordered, its year's credits held. */
export async function plantOrdered(kernel: Kernel, id: string, [certifier, first, second]: Signers, at: Instant) {
  const acting = async (personId: string) => {
    const { version } = await reread(kernel, id);
    return { requestId: id, personId, versionRead: version, at };
  };
  taken(await certify(kernel, await acting(certifier), (await reread(kernel, id)).askedCents));
  taken(await approve(kernel, await acting(first)));
  taken(await approve(kernel, await acting(second)));
  return reread(kernel, id);
}
