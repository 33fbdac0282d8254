import type { Role, Viewer } from '../kernel/http.ts';
import { ROLES } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { OrganisationFacts } from './model.ts';
import { insertMembership } from './store/memberships.ts';
import { organisationBySiret, saveOrganisations } from './store/organisations.ts';
import { ensurePerson, type Person } from './store/people.ts';
import { insertGrant, rolesAt, viewerById } from './store/roles.ts';

const place = (
  facts: Partial<OrganisationFacts> & Pick<OrganisationFacts, 'siret' | 'name'>,
): Omit<OrganisationFacts, 'fetchedAt'> => ({
  tradeName: null,
  legalForm: null,
  isAssociation: null,
  nda: null,
  uai: null,
  rna: null,
  qualiopi: null,
  address: null,
  postcode: null,
  commune: null,
  department: null,
  isClosed: false,
  closedAt: null,
  network: null,
  registerSource: 'imported',
  ...facts,
});

/** Real establishments of the imported register, and a closed one made up for refusals. */
export const ORGANISATIONS = {
  btpPicardie: place({
    siret: '50260294900047',
    uai: '0021739E',
    name: 'BTP CFA PICARDIE',
    address: 'CHE D AULNOIS',
    postcode: '02000',
    commune: 'Laon',
    department: '02',
  }),
  chambreDeMetiers: place({
    siret: '13002374000330',
    uai: '0021496R',
    name: "CHAMBRE DE METIERS ET DE L'ARTISANAT DE REGION HAUTS-DE-FRANCE",
    tradeName: 'CMA LAON',
    address: '30 RUE D ENFER',
    postcode: '02000',
    commune: 'Laon',
    department: '02',
  }),
  maisonFamiliale: place({
    siret: '30272779700011',
    uai: '0021831E',
    name: 'ASS MAISONS FAMILIALES',
    isAssociation: true,
    address: 'HAM BEAUREGARD',
    postcode: '02260',
    commune: 'Clairfontaine',
    department: '02',
  }),
  aftral: place({
    siret: '30540504502286',
    uai: '0011454A',
    name: 'AFTRAL',
    tradeName: 'AFTRAL',
    isAssociation: true,
    address: '17 B AV ARSENE D ARSONVAL',
    postcode: '01000',
    commune: 'Bourg-en-Bresse',
    department: '01',
  }),
  closed: place({
    siret: '73282932000074',
    name: 'ÉTABLISSEMENT FERMÉ (EXEMPLE)',
    isClosed: true,
    closedAt: '2024-06-30',
  }),
} as const;
export type OrganisationName = keyof typeof ORGANISATIONS;

/** `lea`, `marc` and `ines` each represent an organisation; `sam` has an account and nothing else. */
export interface Cast {
  /** A person for each role, who holds that role alone. */
  readonly byRole: Readonly<Record<Role, Viewer>>;
  readonly lea: Viewer;
  readonly marc: Viewer;
  readonly ines: Viewer;
  readonly sam: Viewer;
  /** Identifiers of the organisations, by name. */
  readonly organisationIds: Readonly<Record<OrganisationName, string>>;
}

const APPLICANTS = [
  ['lea', 'Léa Essai', 'btpPicardie'],
  ['marc', 'Marc Essai', 'chambreDeMetiers'],
  ['ines', 'Inès Essai', 'maisonFamiliale'],
] as const;

/** One person per role, three applicants each representing a real organisation, and a newcomer. Repeatable. */
export async function seedPeople(kernel: Kernel): Promise<Cast> {
  const at = kernel.clock.now();
  const organisationIds = await seedOrganisations(kernel);
  const byRole = {} as Record<Role, Viewer>;
  for (const role of ROLES) byRole[role] = await personWithRole(kernel, role);
  const applicants = new Map<string, Viewer>();
  for (const [key, name, organisation] of APPLICANTS) {
    const person = await ensurePerson(kernel.db, { name, email: `${key}@essai.example`, at });
    await insertMembership(kernel.db, {
      personId: person.id,
      organisationId: organisationIds[organisation],
      role: 'representative',
      confirmedBy: null,
      at,
    });
    applicants.set(key, await viewerOfPerson(kernel, person));
  }
  const sam = await ensurePerson(kernel.db, { name: 'Sam Essai', email: 'sam@essai.example', at });
  const applicant = (key: string) => applicants.get(key) as Viewer;
  return {
    byRole,
    lea: applicant('lea'),
    marc: applicant('marc'),
    ines: applicant('ines'),
    sam: await viewerOfPerson(kernel, sam),
    organisationIds,
  };
}

export async function seedOrganisations(kernel: Kernel): Promise<Record<OrganisationName, string>> {
  const fetchedAt = kernel.clock.now();
  await saveOrganisations(
    kernel.db,
    Object.values(ORGANISATIONS).map((facts) => ({ ...facts, fetchedAt })),
  );
  const ids = {} as Record<OrganisationName, string>;
  for (const name of Object.keys(ORGANISATIONS) as OrganisationName[]) {
    ids[name] = (await organisationBySiret(kernel.db, ORGANISATIONS[name].siret))?.id ?? '';
  }
  return ids;
}

async function personWithRole(kernel: Kernel, role: Role): Promise<Viewer> {
  const at = kernel.clock.now();
  const person = await ensurePerson(kernel.db, { name: `Essai ${role}`, email: `${role}@essai.example`, at });
  const held = await rolesAt(kernel.db, person.id, at);
  if (!held.includes(role)) {
    await insertGrant(kernel.db, { personId: person.id, role, scope: null, grantedBy: null, reason: 'Essai', at });
  }
  return viewerOfPerson(kernel, person);
}

async function viewerOfPerson(kernel: Kernel, person: Person): Promise<Viewer> {
  const viewer = await viewerById(kernel.db, person.id, kernel.clock.now());
  if (viewer === null) throw new Error('a person just made was not found');
  return viewer;
}
