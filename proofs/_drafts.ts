import { sql } from 'kysely';
import type { Cast } from '../src/identity/fixtures.ts';
import { ORGANISATIONS } from '../src/identity/fixtures.ts';
import type { Db } from '../src/kernel/db.ts';
import { newId } from '../src/kernel/ids.ts';
import { HOUR_MS, type Instant, PARIS, plus } from '../src/kernel/instant.ts';

export interface Storm {
  readonly callId: string;
  readonly waveId: string;
  /** Applications ready to be deposited by `cast.lea`. */
  readonly applicationIds: readonly string[];
}

const FIELDS = 24;
const SECTION = {
  key: 'projet',
  title: 'Projet',
  fields: [
    ...Array.from({ length: FIELDS }, (_none, index) => ({
      key: `reponse-${index}`,
      label: `Réponse ${index}`,
      kind: 'long-text',
      maxLength: 4000,
      required: true,
    })),
    { key: 'devis', label: 'Devis', kind: 'files', accept: ['.pdf'], maxBytes: 1e7, maxFiles: 5, required: false },
  ],
};
const source = 'Épreuve de dépôt';
const RULES = [
  {
    key: 'complete-form',
    kind: 'complete-form',
    text: 'Toutes les réponses obligatoires',
    source,
    severity: 'blocking',
  },
  { key: 'signed-mandates', kind: 'signed-mandates', text: 'Tous les mandats signés', source, severity: 'blocking' },
];
const CONTENT = {
  acronym: 'EPREUVE',
  promise: 'Un appel d’épreuve.',
  description: 'Appel fictif.',
  audience: 'Personne.',
  financed: 'Rien.',
  scope: 'Aucune.',
  actors: [],
  documents: [],
  contact: {
    service: 'Service d’épreuve',
    email: 'epreuve@example.org',
    address: '1 rue de l’Essai, 75007 Paris',
    phone: '01 00 00 00 00',
  },
  funnel: [],
};

export interface StormOptions {
  readonly count: number;
  readonly now: Instant;
  readonly closesAt: Instant;
  /** Published rule of extension of the wave. */
  readonly outage?: { readonly minutes: number; readonly hours: number };
  /** Annex of each file, already stored. */
  readonly file?: {
    readonly sha256: string;
    readonly name: string;
    readonly sizeBytes: number;
    readonly mediaType: string;
  };
}

/** A call with one wave, and as many complete two-partner drafts as asked: what a deadline meets. Plain SQL, in bulk. */
export async function plantStorm(
  db: Db,
  cast: Cast,
  { count, now, closesAt, outage, file }: StormOptions,
): Promise<Storm> {
  const ids = { callId: newId(), waveId: newId(), form: newId(), rules: newId() };
  const since = plus(now, -24 * HOUR_MS);
  const slug = `epreuve-${ids.callId.slice(-6)}`;
  await db.transaction().execute(async (tx) => {
    await sql`insert into calls.call (id, slug, title, zone, content, created_at)
      values (${ids.callId}, ${slug}, 'Appel d’épreuve', ${PARIS}, ${JSON.stringify(CONTENT)}, ${since})`.execute(tx);
    await sql`insert into calls.form_revision (id, call_id, number, sections, created_at, published_at)
      values (${ids.form}, ${ids.callId}, 1, ${JSON.stringify([SECTION])}, ${since}, ${since})`.execute(tx);
    await sql`insert into calls.rules_version (id, call_id, number, rules, created_at, published_at)
      values (${ids.rules}, ${ids.callId}, 1, ${JSON.stringify(RULES)}, ${since}, ${since})`.execute(tx);
    await sql`insert into calls.wave (id, call_id, number, name, zone, opens_at, closes_at, base_closes_at, base_decided_at,
        form_revision_id, rules_version_id, is_demonstration, created_at, published_at, outage_minutes, outage_hours)
      values (${ids.waveId}, ${ids.callId}, 1, 'Vague d’épreuve', ${PARIS}, ${since}, ${closesAt}, ${closesAt}, ${since},
        ${ids.form}, ${ids.rules}, true, ${since}, ${since}, ${outage?.minutes ?? null}, ${outage?.hours ?? null})`.execute(
      tx,
    );
  });
  const applicationIds = Array.from({ length: count }, newId);
  await plantDrafts(db, cast, { ...ids, applicationIds, since, answers: answersWith(file) });
  return { callId: ids.callId, waveId: ids.waveId, applicationIds };
}

function answersWith(file: StormOptions['file']): Record<string, unknown> {
  const text = 'Réalité virtuelle et apprentissage en situation de travail. '.repeat(12);
  const answers: Record<string, unknown> = { title: 'Épreuve' };
  for (let index = 0; index < FIELDS; index += 1) answers[`reponse-${index}`] = text;
  if (file) answers.devis = [file];
  return answers;
}

interface Planting {
  readonly applicationIds: readonly string[];
  readonly waveId: string;
  readonly form: string;
  readonly since: Instant;
  readonly answers: Readonly<Record<string, unknown>>;
}

async function plantDrafts(
  db: Db,
  cast: Cast,
  { applicationIds, waveId, form, since, answers }: Planting,
): Promise<void> {
  const leads = applicationIds.map(newId);
  const partners = applicationIds.map(newId);
  const statements = applicationIds.map(newId);
  const lea = cast.lea;
  const lead = ORGANISATIONS.btpPicardie;
  const partner = ORGANISATIONS.chambreDeMetiers;
  await db.transaction().execute(async (tx) => {
    await sql`insert into applications.application (id, wave_id, form_revision_id, title, created_by, client_key, created_at, touched_at)
      select id, ${waveId}, ${form}, 'Épreuve', ${lea.personId}, id, ${since}, ${since}
      from unnest(${applicationIds}::uuid[]) as id`.execute(tx);
    await sql`insert into applications.partner (id, application_id, organisation_id, siret, name, is_lead, is_association, mandate_state, added_at)
      select lead, app, ${cast.organisationIds.btpPicardie}::uuid, ${lead.siret}, ${lead.name}, true, false, 'none', ${since}::timestamptz
        from unnest(${leads}::uuid[], ${applicationIds}::uuid[]) as one (lead, app)
      union all
      select partner, app, ${cast.organisationIds.chambreDeMetiers}::uuid, ${partner.siret}, ${partner.name}, false, false, 'signed', ${since}::timestamptz
        from unnest(${partners}::uuid[], ${applicationIds}::uuid[]) as two (partner, app)`.execute(tx);
    await sql`insert into applications.member (application_id, person_id, partner_id, name, joined_at)
      select app, ${lea.personId}, lead, ${lea.name}, ${since}
      from unnest(${leads}::uuid[], ${applicationIds}::uuid[]) as m (lead, app)`.execute(tx);
    await sql`insert into applications.statement (id, application_id, partner_id, kind, text_version, content, signatory_id, signatory_name, signatory_capacity, signed_at)
      select id, app, partner, 'mandate', '1', '{"shareCents": 0}', ${cast.marc.personId}, ${cast.marc.name}, 'Représentant', ${since}
      from unnest(${statements}::uuid[], ${applicationIds}::uuid[], ${partners}::uuid[]) as s (id, app, partner)`.execute(
      tx,
    );
    await sql`insert into applications.field (application_id, key, value, version, updated_by, updated_at)
      select app, key, value, 1, ${lea.personId}, ${since}
      from unnest(${applicationIds}::uuid[]) as app, jsonb_each(${JSON.stringify(answers)}::jsonb)`.execute(tx);
  });
}
