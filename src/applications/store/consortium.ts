import { lineCents } from '../../budgets/index.ts';
import type { Family } from '../../calls/index.ts';
import { holdPower, type Organisation } from '../../identity/index.ts';
import type { Db, Tx } from '../../kernel/db.ts';
import { accept, type Decision, nextState, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { record } from '../../kernel/journal.ts';
import {
  type ConsortiumRefusal,
  decideAddPartner,
  decideRemovePartner,
  MANDATE_TABLE,
  type MandateEvent,
  type Partner,
  type SigningRefusal,
} from '../model/consortium.ts';
import type { Whole } from '../model/dossier.ts';
import { type Signature, type StatementKind, TEXT_VERSIONS } from '../model/statements.ts';
import { budgetOf } from '../model/values.ts';
import { type Author, type EditRefusal, lockForEdit } from './edit.ts';
import { insertPartner } from './open.ts';

export type PartnerRefusal = ConsortiumRefusal | EditRefusal;

/** One change of a draft, under its lock. `null`: no such file, or not this person’s to change. */
export function changeDraft<Changes, Refusal>(
  db: Db,
  author: Author,
  may: (whole: Whole) => boolean,
  act: (tx: Tx, whole: Whole) => Promise<Decision<Changes, Refusal>>,
): Promise<Decision<Changes, Refusal | EditRefusal> | null> {
  return db.transaction().execute(async (tx): Promise<Decision<Changes, Refusal | EditRefusal> | null> => {
    const whole = await lockForEdit(tx, author);
    if (!whole || !may(whole)) return null;
    const { state } = whole.application;
    return state === 'draft' ? act(tx, whole) : refuse({ code: 'not-a-draft', state });
  });
}

export const asLead = ({ mine }: Whole): boolean => mine.isLead;

const journal = (tx: Tx, { id, personId, at }: Author, event: string, reason: string, after: unknown) =>
  record(tx, 'applications', {
    subjectType: 'application',
    subjectId: id,
    event,
    authorId: personId,
    at,
    reason,
    after,
  });

export function addPartner(db: Db, author: Author, organisation: Organisation) {
  return changeDraft(
    db,
    author,
    asLead,
    async (tx, { partners }): Promise<Decision<{ id: string }, ConsortiumRefusal>> => {
      const decision = decideAddPartner(partners, { ...organisation, organisationId: organisation.id });
      if (decision.refusal) return decision;
      const id = await insertPartner(tx, author.id, organisation, false, author.at);
      await journal(tx, author, 'partner-added', 'Partenaire ajouté par le chef de file.', {
        siret: organisation.siret,
      });
      return accept({ id });
    },
  );
}

export function removePartner(db: Db, author: Author, partnerId: string, confirmed: boolean) {
  return changeDraft(db, author, asLead, async (tx, whole): Promise<Decision<null, ConsortiumRefusal>> => {
    const lines = budgetOf(whole.fields, whole.partners).expenses.filter((line) => line.partnerId === partnerId);
    const budgetCents = lines.reduce((sum, line) => sum + lineCents(line), 0);
    const decision = decideRemovePartner(whole.partners, partnerId, budgetCents, confirmed);
    if (decision.refusal) return decision;
    await tx
      .updateTable('applications.partner')
      .set({ removed_at: author.at })
      .where('id', '=', partnerId)
      .where('application_id', '=', author.id)
      .execute();
    const { siret, shareCents } = decision.changes.partner;
    await journal(tx, author, 'partner-removed', 'Partenaire retiré par le chef de file.', {
      siret,
      shareCents,
      budgetCents,
    });
    return accept(null);
  });
}

export interface PartnerCard {
  readonly partnerId: string;
  readonly family: Family | null;
  readonly isAssociation: boolean | null;
  readonly sections: readonly string[];
}

export function describePartner(db: Db, author: Author, card: PartnerCard) {
  const may = (whole: Whole) => whole.mine.isLead || whole.mine.id === card.partnerId;
  return changeDraft(db, author, may, async (tx, whole): Promise<Decision<null, ConsortiumRefusal>> => {
    const partner = whole.partners.find((one) => one.id === card.partnerId);
    if (!partner) return refuse({ code: 'unknown-partner' });
    // Who writes what is for the lead to say.
    const sections = whole.mine.isLead ? card.sections : partner.sections;
    await tx
      .updateTable('applications.partner')
      .set({ family: card.family, is_association: card.isAssociation, sections: [...sections] })
      .where('id', '=', card.partnerId)
      .execute();
    return accept(null);
  });
}

export async function moveMandate(tx: Tx, partner: Partner, event: MandateEvent): Promise<ConsortiumRefusal | null> {
  if (partner.isLead) return { code: 'lead-needs-no-mandate' };
  const state = nextState(MANDATE_TABLE, partner.mandateState, event);
  if (state === null) return { code: 'mandate-not-asked' };
  await tx.updateTable('applications.partner').set({ mandate_state: state }).where('id', '=', partner.id).execute();
  return null;
}

/** The partner of the signatory answers for itself, for the share it reads on the page. */
export function answerMandate(
  db: Db,
  author: Author,
  event: 'sign' | 'decline',
  signature: Omit<Signature, 'personId'>,
) {
  return changeDraft(
    db,
    author,
    () => true,
    async (tx, { mine }): Promise<Decision<null, ConsortiumRefusal>> => {
      if (!(await maySign(tx, author, mine))) return refuse({ code: 'may-not-sign', organisation: mine.name });
      const refusal = await moveMandate(tx, mine, event);
      if (refusal) return refuse(refusal);
      if (event === 'sign') await sign(tx, author, mine.id, 'mandate', { shareCents: mine.shareCents }, signature);
      const word = event === 'sign' ? 'mandate-signed' : 'mandate-declined';
      await journal(tx, author, word, 'Réponse du partenaire.', { siret: mine.siret, shareCents: mine.shareCents });
      return accept(null);
    },
  );
}

/** Republican-commitment contract or de minimis declaration of one’s own organisation; the last one stands. */
export function declare(
  db: Db,
  author: Author,
  kind: Exclude<StatementKind, 'mandate'>,
  content: unknown,
  signature: Omit<Signature, 'personId'>,
) {
  return changeDraft(
    db,
    author,
    () => true,
    async (tx, { mine }): Promise<Decision<null, SigningRefusal>> => {
      if (!(await maySign(tx, author, mine))) return refuse({ code: 'may-not-sign', organisation: mine.name });
      await sign(tx, author, mine.id, kind, content, signature);
      await journal(tx, author, `${kind}-signed`, 'Déclaration du partenaire.', {
        siret: mine.siret,
        text: TEXT_VERSIONS[kind],
      });
      return accept(null);
    },
  );
}

/** What is signed binds the organisation: its representative signs, or the holder of a mandate to sign, still at this instant. */
const maySign = async (tx: Tx, { personId, at }: Author, mine: Partner): Promise<boolean> =>
  (await holdPower(tx, personId, mine.organisationId, 'sign', at)) !== null;

async function sign(
  tx: Tx,
  author: Author,
  partnerId: string,
  kind: StatementKind,
  content: unknown,
  signature: Omit<Signature, 'personId'>,
): Promise<void> {
  await tx
    .updateTable('applications.statement')
    .set({ replaced_at: author.at })
    .where('application_id', '=', author.id)
    .where('partner_id', '=', partnerId)
    .where('kind', '=', kind)
    .where('replaced_at', 'is', null)
    .execute();
  await tx
    .insertInto('applications.statement')
    .values({
      id: newId(),
      application_id: author.id,
      partner_id: partnerId,
      kind,
      text_version: TEXT_VERSIONS[kind],
      content: JSON.stringify(content),
      signatory_id: author.personId,
      signatory_name: signature.name,
      signatory_capacity: signature.capacity,
      signed_at: author.at,
    })
    .execute();
}
