import { accept, type Decision, refuse } from '../kernel/decision.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkSiret } from './model/identifiers.ts';
import type { Organisation, OrganisationRefusal } from './model.ts';
import { registerClient } from './register/client.ts';
import { organisationBySiret, saveOrganisations } from './store/organisations.ts';

/**
 * The open establishment of a SIRET: from the national register when one is configured, else (or when it does not
 * answer) from the imported copy; `registerSource` and `fetchedAt` of the answer say which, `registerNotice` in words.
 *
 * @param typed as a person typed it: spaces are accepted
 */
export async function lookUpOrganisation(
  kernel: Kernel,
  typed: string,
): Promise<Decision<Organisation, OrganisationRefusal>> {
  const checked = checkSiret(typed);
  if (checked.fault) return refuse({ code: 'bad-siret', typed, fault: checked.fault });
  const siret = checked.value;
  const { REGISTER_URL, PUBLIC_URL } = kernel.config;
  if (!REGISTER_URL) return fromCopy(kernel, siret, { code: 'unknown-siret', siret, asked: 'imported' });
  const answer = await registerClient(REGISTER_URL, PUBLIC_URL).find(siret, kernel.clock.now());
  if (answer.kind === 'unreachable') {
    kernel.log.warn({ why: answer.why }, 'register unreachable');
    return fromCopy(kernel, siret, { code: 'register-unreachable', siret });
  }
  // Establishments whose owner asked not to be published are absent from the national answer.
  if (answer.kind === 'absent') return fromCopy(kernel, siret, { code: 'unknown-siret', siret, asked: 'national' });
  await saveOrganisations(kernel.db, [answer.facts]);
  return fromCopy(kernel, siret, { code: 'unknown-siret', siret, asked: 'national' });
}

async function fromCopy(
  { db }: Kernel,
  siret: string,
  otherwise: OrganisationRefusal,
): Promise<Decision<Organisation, OrganisationRefusal>> {
  const found = await organisationBySiret(db, siret);
  if (found === null) return refuse(otherwise);
  if (found.isClosed) {
    return refuse({ code: 'closed-establishment', siret, name: found.name, closedAt: found.closedAt });
  }
  return accept(found);
}
