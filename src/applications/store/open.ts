import { followCall, formRevisionById, type Wave, waveById, waveState } from '../../calls/index.ts';
import { membershipsOf, type Organisation, organisationById } from '../../identity/index.ts';
import type { Db, DbOrTx, Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { ListLine } from '../model/dossier.ts';
import { saveFields } from './fields.ts';
import '../tables.ts';

export interface Opening {
  readonly waveId: string;
  readonly organisationId: string;
  readonly title: string;
  readonly clientKey: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly at: Instant;
}

export type OpeningRefusal =
  | { readonly code: 'wave-not-open'; readonly wave: Wave }
  | { readonly code: 'not-your-organisation' }
  | { readonly code: 'too-many-drafts'; readonly max: number };

/** Files one person may begin in one wave. */
const MAX_STARTED = 20;

/** Begins a file; the same button pressed twice begins one. `null`: no such wave. */
export function openApplication(db: Db, o: Opening): Promise<Decision<{ id: string }, OpeningRefusal> | null> {
  return db.transaction().execute(async (tx) => {
    const wave = await waveById(tx, o.waveId);
    if (!wave?.formRevisionId || !receives(wave)) return null;
    const already = await byClientKey(tx, o);
    if (already) return accept({ id: already });
    if (waveState(wave, o.at) !== 'open') return refuse({ code: 'wave-not-open', wave });
    const organisation = await actsFor(tx, o);
    if (!organisation) return refuse({ code: 'not-your-organisation' });
    if ((await countStarted(tx, o)) >= MAX_STARTED) return refuse({ code: 'too-many-drafts', max: MAX_STARTED });
    return accept({ id: await begin(tx, o, wave.formRevisionId, organisation) });
  });
}

const receives = (wave: Wave) => wave.publishedAt !== null && !wave.isHistorical;

async function actsFor(tx: Tx, o: Opening): Promise<Organisation | null> {
  const mine = await membershipsOf(tx, o.person.id, o.at);
  return mine.some((one) => one.organisationId === o.organisationId) ? organisationById(tx, o.organisationId) : null;
}

async function byClientKey(tx: Tx, o: Opening): Promise<string | null> {
  const row = await tx
    .selectFrom('applications.application')
    .select('id')
    .where('created_by', '=', o.person.id)
    .where('client_key', '=', o.clientKey)
    .executeTakeFirst();
  return row?.id ?? null;
}

async function countStarted(tx: Tx, o: Opening): Promise<number> {
  const row = await tx
    .selectFrom('applications.application')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('wave_id', '=', o.waveId)
    .where('created_by', '=', o.person.id)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

async function begin(tx: Tx, o: Opening, formRevisionId: string, organisation: Organisation): Promise<string> {
  const id = newId();
  const inserted = await tx
    .insertInto('applications.application')
    .values({
      id,
      wave_id: o.waveId,
      form_revision_id: formRevisionId,
      state: 'draft',
      title: o.title,
      created_by: o.person.id,
      client_key: o.clientKey,
      created_at: o.at,
      touched_at: o.at,
    })
    .onConflict((conflict) => conflict.columns(['created_by', 'client_key']).doNothing())
    .executeTakeFirst();
  // The same button pressed at the same instant: the other request began the file.
  if (inserted.numInsertedOrUpdatedRows === 0n) return (await byClientKey(tx, o)) ?? id;
  const partnerId = await insertPartner(tx, id, organisation, true, o.at);
  await insertMember(tx, { applicationId: id, partnerId, person: o.person, at: o.at });
  const revision = await formRevisionById(tx, formRevisionId);
  if (revision?.sections.some((section) => section.fields.some((field) => field.key === 'title'))) {
    const edits = [{ key: 'title', value: o.title, versionRead: 0 }];
    await saveFields(tx, { applicationId: id, edits, personId: o.person.id, at: o.at });
  }
  await record(tx, 'applications', {
    subjectType: 'application',
    subjectId: id,
    event: 'begun',
    authorId: o.person.id,
    at: o.at,
    reason: 'Dossier commencé par le chef de file.',
    after: { waveId: o.waveId, lead: organisation.siret },
  });
  return id;
}

export async function insertPartner(
  tx: Tx,
  applicationId: string,
  organisation: Organisation,
  isLead: boolean,
  at: Instant,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('applications.partner')
    .values({
      id,
      application_id: applicationId,
      organisation_id: organisation.id,
      siret: organisation.siret,
      name: organisation.name,
      is_lead: isLead,
      is_association: organisation.isAssociation,
      family: null,
      mandate_state: 'none',
      sections: [],
      added_at: at,
    })
    .execute();
  return id;
}

export async function insertMember(
  tx: Tx,
  m: {
    readonly applicationId: string;
    readonly partnerId: string;
    readonly person: { readonly id: string; readonly name: string };
    readonly at: Instant;
  },
): Promise<void> {
  await tx
    .insertInto('applications.member')
    .values({
      application_id: m.applicationId,
      person_id: m.person.id,
      partner_id: m.partnerId,
      name: m.person.name,
      joined_at: m.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['application_id', 'person_id'])
        .doUpdateSet((eb) => ({ partner_id: eb.ref('excluded.partner_id'), name: eb.ref('excluded.name') })),
    )
    .execute();
  await followItsCall(tx, m.applicationId, m.person.id, m.at);
}

/** Every member of a file is told of the amendments of its call. */
async function followItsCall(tx: Tx, applicationId: string, personId: string, at: Instant): Promise<void> {
  const row = await tx
    .selectFrom('applications.application')
    .select('wave_id')
    .where('id', '=', applicationId)
    .executeTakeFirstOrThrow();
  const wave = await waveById(tx, row.wave_id);
  if (wave) await followCall(tx, wave.callId, personId, at);
}

/** The files of a person, drafts first, the last touched first; the page sorts them by deadline. */
export function listFor(db: DbOrTx, personId: string): Promise<ListLine[]> {
  return db
    .selectFrom('applications.member as m')
    .innerJoin('applications.partner as p', 'p.id', 'm.partner_id')
    .innerJoin('applications.application as a', 'a.id', 'm.application_id')
    .select([
      'a.id',
      'a.title',
      'a.state',
      'a.wave_id as waveId',
      'a.touched_at as touchedAt',
      'a.last_deposited_at as lastDepositedAt',
      'p.name as partnerName',
      'p.is_lead as isLead',
    ])
    .where('m.person_id', '=', personId)
    .where('p.removed_at', 'is', null)
    .orderBy('a.state', 'desc')
    .orderBy('a.touched_at', 'desc')
    .limit(100)
    .execute();
}
