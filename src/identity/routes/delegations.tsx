import { Hono } from 'hono';
import { type AppContext, type AppEnv, allow, passes, ROLES, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { ProblemPage, viewOf } from '../../ui/index.ts';
import { parsePeriod, parseReason } from '../form/periods.ts';
import { field, parseEmail } from '../form.ts';
import { delegationMessage } from '../messages/delegations.ts';
import { ADMINISTRATOR } from '../model/roles.ts';
import { DelegationsPage, type DelegationsProps } from '../pages/delegations.tsx';
import { delegate, delegationsAbout, endDelegation, givenRoles } from '../store/delegations.ts';
import { findPersonByEmail, peopleById } from '../store/people.ts';

/** Who decides in the name of the administration, and who checks. */
export const DELEGATING = [
  ADMINISTRATOR,
  'instructing-officer',
  'committee-member',
  'certifier',
  'payment-officer',
  'auditor',
] as const;
const SEES_ALL = [ADMINISTRATOR, 'auditor'] as const;
const HERE = '/agent/delegations';

export function delegationRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(HERE, allow(DELEGATING), (c) => show(c, kernel))
    .post(HERE, allow(DELEGATING), (c) => create(c, kernel))
    .post(`${HERE}/:id/terminer`, allow(DELEGATING), async (c) => {
      const actor = { byId: viewerOf(c).personId, at: c.var.receivedAt };
      const decision = await endDelegation(kernel.db, c.req.param('id'), actor);
      if (decision === null) return c.notFound();
      return decision.refusal
        ? refused(c, kernel, delegationMessage(decision.refusal))
        : c.redirect(`${HERE}?fait=finie`, 303);
    });
}

const DONE: Readonly<Record<string, string>> = {
  deleguee: 'La délégation est enregistrée.',
  finie: 'La délégation a pris fin.',
};

async function delegableBy(c: AppContext, { db }: Kernel) {
  const given = await givenRoles(db, viewerOf(c).personId, c.var.receivedAt);
  return DELEGATING.filter((role) => role !== ADMINISTRATOR && role !== 'auditor' && given.includes(role));
}

async function show(c: AppContext, kernel: Kernel, state: Pick<DelegationsProps, 'errors' | 'typed'> = {}) {
  const { personId } = viewerOf(c);
  const lines = await delegationsAbout(kernel.db, passes(SEES_ALL, c.var.viewer) ? null : personId);
  const ids = [...new Set(lines.flatMap((line) => [line.fromPersonId, line.toPersonId]))];
  const page = (
    <DelegationsPage
      view={viewOf(c, kernel.config.DEMO)}
      now={c.var.receivedAt}
      viewerId={personId}
      lines={lines}
      people={await peopleById(kernel.db, ids)}
      delegable={await delegableBy(c, kernel)}
      done={DONE[c.req.query('fait') ?? ''] ?? null}
      {...state}
    />
  );
  return c.html(page, state.errors ? 422 : 200);
}

const refused = (c: AppContext, { config }: Kernel, message: { title: string; text: string }) =>
  c.html(<ProblemPage view={viewOf(c, config.DEMO)} {...message} />, 409);

async function create(c: AppContext, kernel: Kernel) {
  const form = await c.req.formData();
  const at = c.var.receivedAt;
  const parsed = parseEmail(form);
  const to = parsed.ok ? await findPersonByEmail(kernel.db, parsed.value.email) : null;
  const { period, errors: badDates } = parsePeriod(form, at);
  const { reason: actReference, errors: badReason } = parseReason(form);
  const role = ROLES.find((one) => one === field(form, 'role'));
  const errors: Record<string, string> = {
    ...(parsed.ok ? {} : parsed.errors),
    ...(parsed.ok && to === null ? { email: 'Aucun compte à cette adresse : l’agent crée d’abord le sien.' } : {}),
    ...(role ? {} : { role: 'Choisissez un rôle dans la liste.' }),
    ...badReason,
    ...(period.to === null ? { au: 'Une délégation a un dernier jour : indiquez-le.' } : {}),
    ...badDates,
  };
  if (!role || to === null || period.to === null || Object.keys(errors).length > 0) {
    const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
    return show(c, kernel, { errors, typed });
  }
  const { from, to: until } = period;
  const n = { byId: viewerOf(c).personId, at, toId: to.id, role, actReference, from, to: until };
  const { refusal } = await delegate(kernel.db, n);
  return refusal ? refused(c, kernel, delegationMessage(refusal)) : c.redirect(`${HERE}?fait=deleguee`, 303);
}
