import { sql } from 'kysely';
import { type Family, type FormRevision, formRevisionById, type Rule, rulesOfWave } from '../../calls/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import { isId } from '../../kernel/ids.ts';
import type { ApplicationState } from '../model/application.ts';
import type { MandateState, Partner } from '../model/consortium.ts';
import type { Statement, StoredField, Whole } from '../model/dossier.ts';
import { shareOf } from '../model/values.ts';
import '../tables.ts';

interface Row {
  readonly id: string;
  readonly wave_id: string;
  readonly form_revision_id: string;
  readonly state: ApplicationState;
  readonly title: string;
  readonly created_at: Date;
  readonly touched_at: Date;
  readonly last_deposited_at: Date | null;
  readonly mine_id: string;
  readonly fields: readonly (Omit<StoredField, 'updatedAt'> & { updatedAt: string })[];
  readonly partners: readonly PartnerRow[];
  readonly statements: readonly (Omit<Statement, 'signedAt'> & { signedAt: string })[];
  readonly conflicts: number;
}

interface PartnerRow {
  readonly id: string;
  readonly organisationId: string;
  readonly siret: string;
  readonly name: string;
  readonly isLead: boolean;
  readonly family: Family | null;
  readonly isAssociation: boolean | null;
  readonly mandateState: MandateState;
  readonly sections: readonly string[];
}

const COLUMNS = sql`a.id, a.wave_id, a.form_revision_id, a.state, a.title, a.created_at, a.touched_at, a.last_deposited_at,
      mine.id as mine_id,
      (select coalesce(jsonb_agg(jsonb_build_object('key', f.key, 'value', f.value, 'version', f.version,
          'updatedBy', f.updated_by, 'updatedAt', f.updated_at) order by f.key), '[]') from applications.field f
        where f.application_id = a.id and f.version > 0) as fields,
      (select jsonb_agg(jsonb_build_object('id', p.id, 'organisationId', p.organisation_id, 'isLead', p.is_lead,
          'name', p.name, 'siret', p.siret, 'family', p.family, 'isAssociation', p.is_association,
          'mandateState', p.mandate_state, 'sections', p.sections) order by p.is_lead desc, p.added_at, p.id)
        from applications.partner p where p.application_id = a.id and p.removed_at is null) as partners,
      (select coalesce(jsonb_agg(jsonb_build_object('partnerId', s.partner_id, 'kind', s.kind,
          'textVersion', s.text_version, 'content', s.content, 'signatoryName', s.signatory_name,
          'signatoryCapacity', s.signatory_capacity, 'signedAt', s.signed_at) order by s.signed_at, s.id), '[]')
        from applications.statement s where s.application_id = a.id and s.replaced_at is null) as statements,
      (select count(*) from applications.field_conflict c
        where c.application_id = a.id and c.resolved_at is null) as conflicts`;

/** @returns `null`: no such file for this person */
export async function readWhole(db: DbOrTx, id: string, personId: string): Promise<Whole | null> {
  return (await readWholes(db, [{ id, personId }]))[0] ?? null;
}

/** Everything of each file in one statement, so that what is read is of one instant. Those that are no file of the person are left out. */
export async function readWholes(
  db: DbOrTx,
  asked: readonly { readonly id: string; readonly personId: string }[],
): Promise<Whole[]> {
  const ours = asked.filter(({ id, personId }) => isId(id) && isId(personId));
  if (ours.length === 0) return [];
  const [ids, people] = [ours.map(({ id }) => id), ours.map(({ personId }) => personId)];
  const { rows } = await sql<Row>`
    select ${COLUMNS}
    from unnest(${ids}::uuid[], ${people}::uuid[]) as asked (id, person_id)
    join applications.application a on a.id = asked.id
    join applications.member m on m.application_id = a.id and m.person_id = asked.person_id
    join applications.partner mine on mine.id = m.partner_id and mine.removed_at is null`.execute(db);
  return rows.map(wholeOf);
}

/** Several files at once, each as its lead reads it: for what is measured and shown without its answers. */
export async function readAsLeads(db: DbOrTx, ids: readonly string[]): Promise<Whole[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS}
    from applications.application a
    join applications.partner mine on mine.application_id = a.id and mine.is_lead and mine.removed_at is null
    where a.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows.map(wholeOf);
}

function wholeOf(row: Row): Whole {
  const fields = new Map(row.fields.map((one) => [one.key, { ...one, updatedAt: new Date(one.updatedAt) }]));
  const statements = row.statements.map((one) => ({ ...one, signedAt: new Date(one.signedAt) }));
  const partners = row.partners.map((one) => partnerFrom(one, shareOf(fields, one.id), statements));
  const mine = partners.find((one) => one.id === row.mine_id);
  if (!mine) throw new Error(`application ${row.id} does not hold the partner of its reader`);
  return {
    application: {
      id: row.id,
      waveId: row.wave_id,
      formRevisionId: row.form_revision_id,
      state: row.state,
      title: row.title,
      createdAt: row.created_at,
      touchedAt: row.touched_at,
      lastDepositedAt: row.last_deposited_at,
    },
    partners,
    mine,
    fields,
    statements,
    openConflicts: row.conflicts,
  };
}

/** A mandate signed for another share than today’s must be signed again. */
function partnerFrom(row: PartnerRow, shareCents: number, statements: readonly Statement[]): Partner {
  const mandate = statements.find((one) => one.partnerId === row.id && one.kind === 'mandate');
  const stale = mandate !== undefined && (mandate.content as { shareCents: number }).shareCents !== shareCents;
  return { ...row, shareCents, mandateState: row.mandateState === 'signed' && stale ? 'asked' : row.mandateState };
}

/** Frozen once published, so that a process reads each of them once. */
const revisions = new Map<string, FormRevision>();
const rulesByWave = new Map<string, readonly Rule[]>();

export async function revisionOf(db: DbOrTx, id: string): Promise<FormRevision> {
  const known = revisions.get(id);
  if (known) return known;
  const form = await formRevisionById(db, id);
  if (form === null) throw new Error(`no form revision ${id}`);
  revisions.set(id, form);
  return form;
}

export async function rulesOf(db: DbOrTx, waveId: string): Promise<readonly Rule[]> {
  const known = rulesByWave.get(waveId);
  if (known) return known;
  const rules = await rulesOfWave(db, waveId);
  if (rules.length > 0) rulesByWave.set(waveId, rules);
  return rules;
}
