import type { Partner } from '../src/applications/index.ts';
import { expenseKey, fundingKey, GRANT_KEY, shareKey } from '../src/applications/model/values.ts';
import { joinFile } from '../src/applications/store/annexes.ts';
import {
  addPartner,
  answerMandate,
  changeDraft,
  declare,
  describePartner,
  moveMandate,
} from '../src/applications/store/consortium.ts';
import { draftForDeposit } from '../src/applications/store/deposit.ts';
import { type Author, editFields } from '../src/applications/store/edit.ts';
import type { FieldEdit } from '../src/applications/store/fields.ts';
import { insertMember, openApplication } from '../src/applications/store/open.ts';
import { readWhole } from '../src/applications/store/whole.ts';
import { type Field, formRevisionById, openWaves, type Wave } from '../src/calls/index.ts';
import { versionOf } from '../src/deposits/receipt/content.ts';
import { deposit } from '../src/deposits/store/deposit.ts';
import { ensurePerson, findPersonByEmail, type Organisation, organisationBySiret } from '../src/identity/index.ts';
import { insertMembership } from '../src/identity/store/memberships.ts';
import { accept, type Decision } from '../src/kernel/decision.ts';
import { newId } from '../src/kernel/ids.ts';
import { DAY_MS, type Instant, plus } from '../src/kernel/instant.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import { euros } from '../src/kernel/money.ts';
import { storeFormFile } from '../src/uploads/index.ts';
import { answersOf } from './drafts/answers.ts';
import { demonstrationPdf } from './drafts/pdf.ts';
import { DEMO_PROJECTS, type DemoProject } from './drafts/projects.ts';
import type { Chapter } from './world.ts';

const addressOf = (rank: number, place: number) =>
  place === 0
    ? `porteur-${String(rank).padStart(2, '0')}@demo.deffinum.example`
    : `partenaire-${String(rank).padStart(2, '0')}-${place}@demo.deffinum.example`;

/** Files at every stage on the open demonstration wave, three of them deposited by the path that everybody takes. */
export const draftsChapter: Chapter = async (kernel, say) => {
  const { db, clock, config } = kernel;
  const wave = (await openWaves(db, clock.now())).find((one) => one.isDemonstration);
  if (!config.DEMO || !wave || (await findPersonByEmail(db, addressOf(1, 0))) !== null) return;
  say(`${DEMO_PROJECTS.length} dossiers de démonstration, dont 3 déposés`);
  for (const [index, project] of DEMO_PROJECTS.entries()) await plant(kernel, wave, project, index + 1);
};

interface Actor {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly organisation: Organisation;
}

async function actorFor({ db }: Kernel, siret: string, rank: number, place: number, at: Instant): Promise<Actor> {
  const organisation = await organisationBySiret(db, siret);
  if (organisation === null) throw new Error(`the register lost ${siret}`);
  const name = place === 0 ? `Démo Porteur ${rank}` : `Démo Partenaire ${rank}-${place}`;
  const { id: personId, email } = await ensurePerson(db, { name, email: addressOf(rank, place), at });
  const membership = {
    personId,
    organisationId: organisation.id,
    role: 'representative',
    confirmedBy: null,
    at,
  } as const;
  await insertMembership(db, membership);
  return { personId, name, email, organisation };
}

/** A refusal here is a mistake of the world that is told. */
function done<Changes>(decision: Decision<Changes, { readonly code: string }> | null): Changes {
  if (decision === null || decision.refusal !== null)
    throw new Error(`a demonstration file was refused: ${decision?.refusal?.code ?? 'not found'}`);
  return decision.changes as Changes;
}

async function plant(kernel: Kernel, wave: Wave, demo: DemoProject, rank: number): Promise<void> {
  const { db, clock } = kernel;
  const now = clock.now();
  const instantAt = (part: number) => plus(wave.opensAt, part * (now.getTime() - wave.opensAt.getTime()));
  const since = plus(wave.opensAt, -DAY_MS);
  const actors: Actor[] = [];
  for (const [place, siret] of demo.sirets.entries()) actors.push(await actorFor(kernel, siret, rank, place, since));
  const [lead, ...others] = actors;
  if (!lead) throw new Error(`a project without a lead: ${demo.acronym}`);
  const begunAt = instantAt(demo.begun);
  const opening = { waveId: wave.id, organisationId: lead.organisation.id, title: demo.title, clientKey: newId() };
  const person = { id: lead.personId, name: lead.name };
  const { id } = done(await openApplication(db, { ...opening, person, at: begunAt }));
  const author: Author = { id, personId: lead.personId, at: begunAt };
  for (const other of others) done(await addPartner(db, author, other.organisation));
  const touched = { ...author, at: instantAt(demo.touched) };
  await answer(kernel, author, touched, demo);
  if (demo.stage !== 'begun') await budget(kernel, author);
  if (demo.stage === 'deposited') await complete(kernel, wave, touched, actors, now);
}

const edit = (key: string, value: unknown): FieldEdit => ({ key, value, versionRead: key === 'title' ? 1 : 0 });
const everybody = () => true;

/** The last section is written later than the others: it is where the person stopped. */
async function answer({ db }: Kernel, author: Author, touched: Author, demo: DemoProject): Promise<void> {
  const sections = answersOf(demo).map((answers) => Object.entries(answers).map(([key, value]) => edit(key, value)));
  done(await editFields(db, author, sections.slice(0, -1).flat(), everybody));
  done(await editFields(db, touched, sections.slice(-1).flat(), everybody));
}

const GRANT = euros(420_000);
const COST = euros(600_000);

/** 600,000 € of eligible expenses a partner, 70 % of it asked, the rest its own. */
async function budget({ db }: Kernel, author: Author): Promise<void> {
  const partners = await partnersOf(db, author);
  const lines = partners.flatMap((partner) => [
    edit(expenseKey(newId()), {
      ...{ partnerId: partner.id, category: 'staff', label: 'Ingénierie et formation', inKind: false, eligible: true },
      amounts: { '2027': COST / 4, '2028': COST / 2, '2029': COST / 4 },
    }),
    edit(fundingKey(newId()), {
      ...{ partnerId: partner.id, kind: 'own-funds', funder: partner.name, status: null },
      amountCents: COST - GRANT,
    }),
    edit(shareKey(partner.id), GRANT),
  ]);
  done(await editFields(db, author, [edit(GRANT_KEY, GRANT * partners.length), ...lines], everybody));
}

async function partnersOf(db: Kernel['db'], { id, personId }: Author): Promise<readonly Partner[]> {
  const whole = await readWhole(db, id, personId);
  if (whole === null) throw new Error(`a demonstration file is not its author’s: ${id}`);
  return whole.partners;
}

/** What is left before a deposit: who each partner is, mandates, commitments, the annex; then the deposit itself. */
async function complete(
  kernel: Kernel,
  wave: Wave,
  author: Author,
  actors: readonly Actor[],
  now: Instant,
): Promise<void> {
  const { db } = kernel;
  for (const partner of await partnersOf(db, author)) {
    const card = { partnerId: partner.id, family: 'school', isAssociation: false, sections: [] } as const;
    done(await describePartner(db, author, card));
    const actor = actors.find((one) => one.organisation.siret === partner.siret);
    if (!actor) throw new Error(`nobody signs for ${partner.name}`);
    await commit(kernel, author, partner, actor);
  }
  await joinAgreement(kernel, wave, author, actors);
  const draft = await draftForDeposit(db, author.id, author.personId, now);
  if (draft === null) throw new Error(`a demonstration file vanished: ${author.id}`);
  const { id: applicationId, personId } = author;
  done(await deposit(kernel, { applicationId, personId, versionRead: versionOf(draft), receivedAt: now }));
}

async function commit({ db }: Kernel, lead: Author, partner: Partner, actor: Actor): Promise<void> {
  const signature = { name: actor.name, capacity: 'Représentant (démonstration)' };
  const own: Author = { ...lead, personId: actor.personId };
  if (!partner.isLead) {
    const asked = await changeDraft(db, lead, everybody, async (tx) => {
      await moveMandate(tx, partner, 'ask');
      const person = { id: actor.personId, name: actor.name };
      await insertMember(tx, { applicationId: lead.id, partnerId: partner.id, person, at: lead.at });
      return accept(null);
    });
    done(asked);
    done(await answerMandate(db, own, 'sign', signature));
  }
  const nothing = { concerned: false, linkedSirens: [], aids: [] };
  done(await declare(db, own, 'de-minimis', nothing, signature));
}

async function joinAgreement(kernel: Kernel, wave: Wave, author: Author, [lead]: readonly Actor[]): Promise<void> {
  const revision = wave.formRevisionId ? await formRevisionById(kernel.db, wave.formRevisionId) : null;
  const section = revision?.sections.find((one) => one.fields.some((field) => field.key === 'agreement'));
  const field = section?.fields.find((one): one is Extract<Field, { kind: 'files' }> => one.kind === 'files');
  if (!section || !field || !lead) throw new Error('the form of the demonstration asks no agreement');
  const bytes = new Uint8Array(demonstrationPdf('Accord de consortium'));
  const file = new File([bytes], 'accord-de-consortium.pdf', { type: 'application/pdf' });
  const sender = { personId: lead.personId, email: lead.email };
  const { uploadId } = done(await storeFormFile(kernel, sender, file, author.at));
  done(await joinFile(kernel.db, author, { sectionKey: section.key, field }, uploadId));
}
