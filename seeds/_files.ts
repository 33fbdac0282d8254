import { draftForDeposit } from '../src/applications/index.ts';
import { DEFFINUM_SECTIONS } from '../src/calls/fixtures/deffinum.ts';
import { versionOf } from '../src/deposits/receipt/content.ts';
import { deposit } from '../src/deposits/store/deposit.ts';
import type { Tx } from '../src/kernel/db.ts';
import { newId } from '../src/kernel/ids.ts';
import { type Instant, MINUTE_MS, PARIS, plus } from '../src/kernel/instant.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import { type Project, projectOf } from './_projects.ts';
import '../src/applications/tables.ts';
import '../src/calls/tables.ts';

/** An organisation that may lead or join a planted file, with the person who acts for it. */
export interface Party {
  readonly organisationId: string;
  readonly siret: string;
  readonly name: string;
  readonly personId: string;
  readonly personName: string;
}

export interface PlantedWave {
  readonly callId: string;
  readonly waveId: string;
  readonly formRevisionId: string;
}

export interface WaveToPlant {
  readonly callId: string;
  readonly formRevisionId: string;
  readonly rulesVersionId: string;
  readonly number: number;
  readonly name: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly envelopeCents: number;
}

/** A demonstration wave of a planted call, open between two instants of our choice. */
export async function plantWave(tx: Tx, wave: WaveToPlant): Promise<PlantedWave> {
  const waveId = newId();
  await tx
    .insertInto('calls.wave')
    .values({
      id: waveId,
      call_id: wave.callId,
      number: wave.number,
      name: wave.name,
      zone: PARIS,
      opens_at: wave.opensAt,
      closes_at: wave.closesAt,
      base_closes_at: wave.closesAt,
      base_decided_at: wave.opensAt,
      form_revision_id: wave.formRevisionId,
      rules_version_id: wave.rulesVersionId,
      envelope_cents: wave.envelopeCents,
      is_demonstration: true,
      created_at: wave.opensAt,
      published_at: wave.opensAt,
    })
    .execute();
  return { callId: wave.callId, waveId, formRevisionId: wave.formRevisionId };
}

export interface FilesToPlant {
  readonly wave: PlantedWave;
  readonly count: number;
  /** The first of each file leads; the others join in turn. */
  readonly parties: readonly Party[];
  /** Received one minute apart, the last one just before this instant. */
  readonly lastReceivedAt: Instant;
  /** Shared by all files, already stored: joined to the questions that require a file. */
  readonly annex?: {
    readonly sha256: string;
    readonly name: string;
    readonly sizeBytes: number;
    readonly mediaType: string;
  };
}

/** Complete files, deposited by the product's own deposit: sealed, chained, with their receipts. @returns their identifiers */
export async function plantDeposits(kernel: Kernel, plan: FilesToPlant): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < plan.count; index += 1) {
    const receivedAt = plus(plan.lastReceivedAt, -(plan.count - index) * MINUTE_MS);
    const lead = plan.parties[index % plan.parties.length];
    const partner = plan.parties[(index + 1) % plan.parties.length];
    if (!lead || !partner) throw new Error('planting needs two organisations');
    const id = await kernel.db.transaction().execute((tx) => plantDraft(tx, plan, index, [lead, partner], receivedAt));
    const draft = await draftForDeposit(kernel.db, id, lead.personId, receivedAt);
    if (draft === null) throw new Error('a planted draft was not found');
    const request = { applicationId: id, personId: lead.personId, versionRead: versionOf(draft), receivedAt };
    const outcome = await deposit(kernel, request);
    if (outcome === null || outcome.refusal !== null)
      throw new Error(`a planted file was refused: ${JSON.stringify(outcome?.refusal)}`);
    ids.push(id);
  }
  return ids;
}

async function plantDraft(
  tx: Tx,
  { wave, annex }: FilesToPlant,
  index: number,
  parties: readonly [Party, Party],
  at: Instant,
): Promise<string> {
  const id = newId();
  const project = projectOf(index, parties.length);
  const partners = parties.map((party, rank) => ({ ...party, id: newId(), isLead: rank === 0 }));
  const [lead] = partners;
  if (!lead) throw new Error('a file without a lead');
  await insertApplication(tx, { id, wave, title: project.title, personId: lead.personId, at });
  await insertPartners(tx, id, partners, at);
  await tx
    .insertInto('applications.statement')
    .values(statementsOf(id, project, partners, at))
    .execute();
  const fields = fieldsOf(project, partners, annex);
  await tx
    .insertInto('applications.field')
    .values(
      Object.entries(fields).map(([key, value]) => ({
        application_id: id,
        key,
        value: JSON.stringify(value),
        version: 1,
        updated_by: lead.personId,
        updated_at: at,
      })),
    )
    .execute();
  return id;
}

interface NewDraft {
  readonly id: string;
  readonly wave: PlantedWave;
  readonly title: string;
  readonly personId: string;
  readonly at: Instant;
}

async function insertApplication(tx: Tx, { id, wave, title, personId, at }: NewDraft): Promise<void> {
  await tx
    .insertInto('applications.application')
    .values({
      id,
      wave_id: wave.waveId,
      form_revision_id: wave.formRevisionId,
      state: 'draft',
      title,
      created_by: personId,
      client_key: newId(),
      created_at: at,
      touched_at: at,
      first_deposited_at: null,
      last_deposited_at: null,
    })
    .execute();
}

async function insertPartners(tx: Tx, id: string, partners: readonly PlantedPartner[], at: Instant): Promise<void> {
  await tx
    .insertInto('applications.partner')
    .values(
      partners.map((one) => ({
        id: one.id,
        application_id: id,
        organisation_id: one.organisationId,
        siret: one.siret,
        name: one.name,
        is_lead: one.isLead,
        family: 'training-network',
        is_association: false,
        mandate_state: one.isLead ? ('none' as const) : ('signed' as const),
        sections: [],
        added_at: at,
        removed_at: null,
      })),
    )
    .execute();
  await tx
    .insertInto('applications.member')
    .values(
      partners.map((one) => ({
        application_id: id,
        person_id: one.personId,
        partner_id: one.id,
        name: one.personName,
        joined_at: at,
      })),
    )
    .execute();
}

type PlantedPartner = Party & { readonly id: string; readonly isLead: boolean };

function statementsOf(applicationId: string, project: Project, partners: readonly PlantedPartner[], at: Instant) {
  return partners.flatMap((one, rank) => {
    const signed = (kind: 'mandate' | 'de-minimis', textVersion: string, content: object) => ({
      id: newId(),
      application_id: applicationId,
      partner_id: one.id,
      kind,
      text_version: textVersion,
      content: JSON.stringify(content),
      signatory_id: one.personId,
      signatory_name: one.personName,
      signatory_capacity: 'Représentant',
      signed_at: at,
      replaced_at: null,
    });
    const declaration = signed('de-minimis', 'reglement-2023-2831', { concerned: false, linkedSirens: [], aids: [] });
    return one.isLead
      ? [declaration]
      : [signed('mandate', '2026-1', { shareCents: project.grantsCents[rank] ?? 0 }), declaration];
  });
}

function fieldsOf(project: Project, partners: readonly PlantedPartner[], annex: FilesToPlant['annex']) {
  const fields: Record<string, unknown> = { ...project.answers };
  for (const field of DEFFINUM_SECTIONS.flatMap((section) => section.fields))
    if (field.kind === 'files' && field.required && annex) fields[field.key] = [annex];
  fields['plan:grant'] = project.grantsCents.reduce((sum, cents) => sum + cents, 0);
  partners.forEach((one, rank) => {
    const expense = project.expensesCents[rank] ?? 0;
    const grant = project.grantsCents[rank] ?? 0;
    fields[`share:${one.id}`] = grant;
    fields[`expense:${newId()}`] = {
      partnerId: one.id,
      category: 'content',
      label: 'Conception et production',
      inKind: false,
      eligible: true,
      amounts: { '2027': expense },
    };
    fields[`funding:${newId()}`] = {
      partnerId: one.id,
      kind: 'own-funds',
      funder: one.name,
      status: null,
      amountCents: expense - grant,
    };
  });
  return fields;
}
