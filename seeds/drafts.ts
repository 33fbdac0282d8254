import {
  commitPartners,
  draftForDeposit,
  joinAnnexes,
  joinPartners,
  openApplication,
  type PlayedActor,
  writeBudget,
  writeValues,
} from '../src/applications/index.ts';
import type { Author } from '../src/applications/store/edit.ts';
import { openWaves, type Wave } from '../src/calls/index.ts';
import { deposit, versionOf } from '../src/deposits/index.ts';
import { ensurePerson, findPersonByEmail, insertMembership, organisationBySiret } from '../src/identity/index.ts';
import type { Decision } from '../src/kernel/decision.ts';
import { newId } from '../src/kernel/ids.ts';
import { DAY_MS, type Instant, plus } from '../src/kernel/instant.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import { euros } from '../src/kernel/money.ts';
import { fictionalPaper } from '../src/rehearsal/index.ts';
import { answersOf } from './drafts/answers.ts';
import { DEMO_PROJECTS, type DemoProject } from './drafts/projects.ts';
import type { Chapter } from './world.ts';

const addressOf = (rank: number, place: number) =>
  place === 0
    ? `porteur-${String(rank).padStart(2, '0')}@demo.deffinum.example`
    : `partenaire-${String(rank).padStart(2, '0')}-${place}@demo.deffinum.example`;

/** Files at every stage on the open demonstration wave, three of them deposited by the path that everybody takes. */
export const draftsChapter: Chapter = async (kernel, say) => {
  const { db, clock, config } = kernel;
  if (config.REHEARSAL) return;
  const wave = (await openWaves(db, clock.now())).find((one) => one.isDemonstration);
  if (!config.DEMO || !wave || (await findPersonByEmail(db, addressOf(1, 0))) !== null) return;
  say(`${DEMO_PROJECTS.length} dossiers de démonstration, dont 3 déposés`);
  for (const [index, project] of DEMO_PROJECTS.entries()) await plant(kernel, wave, project, index + 1);
};

async function actorFor({ db }: Kernel, siret: string, rank: number, place: number, at: Instant): Promise<PlayedActor> {
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
  const actors: PlayedActor[] = [];
  for (const [place, siret] of demo.sirets.entries()) actors.push(await actorFor(kernel, siret, rank, place, since));
  const [lead, ...others] = actors;
  if (!lead) throw new Error(`a project without a lead: ${demo.acronym}`);
  const begunAt = instantAt(demo.begun);
  const opening = { waveId: wave.id, organisationId: lead.organisation.id, title: demo.title, clientKey: newId() };
  const person = { id: lead.personId, name: lead.name };
  const { id } = done(await openApplication(db, { ...opening, person, at: begunAt }));
  const author: Author = { id, personId: lead.personId, at: begunAt };
  await joinPartners(kernel, author, others);
  const touched = { ...author, at: instantAt(demo.touched) };
  await answer(kernel, author, touched, demo);
  if (demo.stage !== 'begun') await budget(kernel, author, demo);
  if (demo.stage === 'deposited') await complete(kernel, touched, actors, now);
}

/** The last section is written later than the others: it is where the person stopped. */
async function answer(kernel: Kernel, author: Author, touched: Author, demo: DemoProject): Promise<void> {
  const sections = answersOf(demo);
  for (const answers of sections.slice(0, -1)) await writeValues(kernel, author, answers);
  for (const answers of sections.slice(-1)) await writeValues(kernel, touched, answers);
}

const GRANT = euros(420_000);
const COST = euros(600_000);
const YEARS = [2027, 2028, 2029];

/** 600,000 € of eligible expenses a partner, 70 % of it asked, the rest its own. */
const budget = (kernel: Kernel, author: Author, { sirets }: DemoProject) =>
  writeBudget(kernel, author, {
    costsCents: sirets.map(() => COST),
    grantsCents: sirets.map(() => GRANT),
    years: YEARS,
  });

/** What is left before a deposit: who each partner is, mandates, commitments, the annex; then the deposit itself. */
async function complete(kernel: Kernel, author: Author, actors: readonly PlayedActor[], now: Instant): Promise<void> {
  const [lead] = actors;
  if (!lead) throw new Error('a demonstration file without a lead');
  await commitPartners(kernel, author, actors);
  await joinAnnexes(kernel, author, lead, fictionalPaper('Accord de consortium'));
  const draft = await draftForDeposit(kernel.db, author.id, author.personId, now);
  if (draft === null) throw new Error(`a demonstration file vanished: ${author.id}`);
  const { id: applicationId, personId } = author;
  done(await deposit(kernel, { applicationId, personId, versionRead: versionOf(draft), receivedAt: now }));
}
