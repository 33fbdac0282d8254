import type { JobData } from '../kernel/jobs.ts';
import type { JobTable, Kernel } from '../kernel/kernel.ts';
import { authOf } from './auth.ts';
import { findPersonByEmail } from './store/people.ts';

/**
 * Whether an account exists is looked up here, after the page has answered: neither its words nor its duration can tell.
 */
async function sendMagicLink(kernel: Kernel, { email }: JobData): Promise<void> {
  const person = await findPersonByEmail(kernel.db, String(email));
  if (person === null) return;
  await authOf(kernel).api.signInMagicLink({ body: { email: person.email }, headers: new Headers() });
}

async function sendReset(kernel: Kernel, { email }: JobData): Promise<void> {
  const person = await findPersonByEmail(kernel.db, String(email));
  if (person === null) return;
  await authOf(kernel).api.requestPasswordReset({ body: { email: person.email } });
}

export const identityJobs: JobTable = {
  'identity.send-magic-link': sendMagicLink,
  'identity.send-reset': sendReset,
};
