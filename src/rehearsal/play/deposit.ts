import {
  commitPartners,
  draftForDeposit,
  joinAnnexes,
  joinPartners,
  openApplication,
  type PlayedActor,
  readWhole,
  writeBudget,
  writeValues,
} from '../../applications/index.ts';
import { formRevisionById, type Section, type Wave, waveById, waveState } from '../../calls/index.ts';
import { deposit, versionOf } from '../../deposits/index.ts';
import { ensurePerson, insertMembership, organisationBySiret, saveOrganisations } from '../../identity/index.ts';
import { DAY_MS, plus } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { answersTo } from '../model/answers.ts';
import type { CastOrganisation, CastProject } from '../model/cast.ts';
import { fictionalPaper } from './paper.ts';
import { type Play, type Stage, stableId, stopped, taken, whole } from './stage.ts';

/** « Déposer les dossiers des candidats fictifs »: each by its lead, whole, on the open wave. */
export const playDeposits: Play = async (stage) => {
  const { kernel, waveId, projects, tick } = stage;
  const wave = await waveById(kernel.db, waveId);
  if (!wave?.formRevisionId) return stopped({ code: 'no-wave' });
  const form = await formRevisionById(kernel.db, wave.formRevisionId);
  for (const [index, project] of projects.entries()) {
    const now = kernel.clock.now();
    if (waveState(wave, now) !== 'open') {
      const { opensAt, closesAt } = wave;
      return stopped({ code: 'wave-not-open', opensAt, closesAt, now }, index, projects.length);
    }
    await depositOne(stage, wave, form?.sections ?? [], project);
    await tick(index + 1, projects.length);
  }
  return whole(projects.length);
};

async function depositOne({ kernel }: Stage, wave: Wave, sections: readonly Section[], project: CastProject) {
  const { db, clock } = kernel;
  const actors = await actorsOf(kernel, wave, project.organisations);
  const [lead] = actors;
  if (!lead) throw new Error(`a project without a lead: ${project.key}`);
  const { id } = taken(
    'openApplication',
    await openApplication(db, {
      ...{ waveId: wave.id, organisationId: lead.organisation.id, title: project.title },
      clientKey: stableId(`${wave.id} ${project.key}`),
      person: { id: lead.personId, name: lead.name },
      at: clock.now(),
    }),
  );
  const known = await readWhole(db, id, lead.personId);
  if (known === null || known.application.state !== 'draft') return;
  const author = { id, personId: lead.personId, at: clock.now() };
  const year = wave.closesAt.getUTCFullYear();
  await joinPartners(kernel, author, actors.slice(1));
  await writeValues(kernel, author, answersTo(sections, project, year));
  const { costsCents, grantsCents } = project;
  await writeBudget(kernel, author, { costsCents, grantsCents, years: [year + 1, year + 2] });
  await commitPartners(kernel, author, actors);
  await joinAnnexes(kernel, author, lead, fictionalPaper(`Accord de consortium ${project.key}`));
  const receivedAt = clock.now();
  const draft = await draftForDeposit(db, id, lead.personId, receivedAt);
  const versionRead = draft ? versionOf(draft) : '';
  const request = { applicationId: id, personId: lead.personId, versionRead, receivedAt };
  taken('deposit', await deposit(kernel, request));
}

/** People who represent their fictional organisations since before the wave opened. */
async function actorsOf(
  { db }: Kernel,
  wave: Wave,
  organisations: readonly CastOrganisation[],
): Promise<PlayedActor[]> {
  const at = plus(wave.opensAt, -DAY_MS);
  await saveOrganisations(
    db,
    organisations.map((one) => factsOf(one, at)),
  );
  const actors: PlayedActor[] = [];
  for (const { siret, person } of organisations) {
    const organisation = await organisationBySiret(db, siret);
    if (organisation === null) throw new Error(`a fictional organisation was not kept: ${siret}`);
    const { id: personId, name, email } = await ensurePerson(db, { ...person, at });
    const organisationId = organisation.id;
    await insertMembership(db, { personId, organisationId, role: 'representative', confirmedBy: null, at });
    actors.push({ personId, name, email, organisation });
  }
  return actors;
}

const factsOf = ({ siret, name, commune, department, isAssociation }: CastOrganisation, fetchedAt: Date) => ({
  ...{ siret, name, commune, department, isAssociation, fetchedAt },
  ...{ tradeName: null, legalForm: null, nda: null, uai: null, rna: null, qualiopi: null, network: null },
  ...{ address: null, postcode: null, isClosed: false, closedAt: null, registerSource: 'imported' as const },
});
