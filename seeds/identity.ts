import { hashPassword } from 'better-auth/crypto';
import { DEMO_PASSWORD, DEMO_PEOPLE, type DemoPerson } from '../src/identity/demo.ts';
import { ensurePerson, findPersonByEmail, organisationBySiret } from '../src/identity/index.ts';
import { setPassword } from '../src/identity/store/accounts.ts';
import { insertMembership } from '../src/identity/store/memberships.ts';
import { insertGrant } from '../src/identity/store/roles.ts';
import type { DbOrTx } from '../src/kernel/db.ts';
import type { Instant } from '../src/kernel/instant.ts';
import type { Chapter } from './world.ts';

/** One account a role, and three applicants who each represent a real organisation. Demonstration only: the password is public. */
export const identityChapter: Chapter = async ({ db, clock, config }, say) => {
  const last = DEMO_PEOPLE.at(-1);
  if (!config.DEMO || !last || (await findPersonByEmail(db, last.email)) !== null) return;
  say('Comptes de démonstration');
  const hash = await hashPassword(DEMO_PASSWORD);
  const at = clock.now();
  await db.transaction().execute(async (tx) => {
    for (const person of DEMO_PEOPLE) await plant(tx, person, hash, at);
  });
};

async function plant(db: DbOrTx, { name, email, role, siret }: DemoPerson, hash: string, at: Instant): Promise<void> {
  const { id: personId } = await ensurePerson(db, { name, email, at });
  await setPassword(db, personId, hash, at);
  if (role !== 'applicant') {
    const reason = 'Compte de démonstration';
    await insertGrant(db, { personId, role, scope: null, grantedBy: null, reason, at });
  }
  const organisation = siret ? await organisationBySiret(db, siret) : null;
  if (organisation === null) return;
  const organisationId = organisation.id;
  await insertMembership(db, { personId, organisationId, role: 'representative', confirmedBy: null, at });
}
