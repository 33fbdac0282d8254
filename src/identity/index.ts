export { organisationMessage, registerNotice } from './messages.ts';
export type { Power } from './model/acting.ts';
export { checkNda, checkRna, checkSiren, checkSiret, checkUai, formatSiret } from './model/identifiers.ts';
export type {
  Matter,
  Membership,
  MembershipRole,
  Organisation,
  OrganisationFacts,
  OrganisationRefusal,
  RegisterSource,
} from './model.ts';
export { countAttempt, type Limit } from './rate.ts';
export { lookUpOrganisation } from './register.ts';
export { holdPower, powerOf } from './store/acting.ts';
export {
  type Delegation,
  delegationsOf,
  insertMembership,
  isMember,
  type Mandate,
  mandatesOf,
  membershipRole,
  membershipsOf,
  membersOf,
} from './store/memberships.ts';
export {
  importedCount,
  organisationById,
  organisationBySiret,
  organisationsById,
  saveOrganisations,
  searchOrganisations,
} from './store/organisations.ts';
export { ensurePerson, findPersonByEmail, namesAPerson, type Person, peopleById, personById } from './store/people.ts';
export { hasRole, insertGrant, peopleWithRole, rolesAt, viewerById } from './store/roles.ts';
