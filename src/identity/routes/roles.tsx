import { Hono } from 'hono';
import { type AppContext, type AppEnv, allow, passes, ROLES, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { ProblemPage, viewOf } from '../../ui/index.ts';
import { parsePeriod, parseReason } from '../form/periods.ts';
import { field, parseEmail } from '../form.ts';
import { roleMessage } from '../messages/roles.ts';
import { ADMINISTRATOR } from '../model/roles.ts';
import { RevokeRolePage, RolesPage, type RolesProps } from '../pages/roles.tsx';
import { findPersonByEmail, type Person, peopleById, personById } from '../store/people.ts';
import { grantById, grantRole, grantsOf, revokeRole } from '../store/role-changes.ts';
import { peopleWithRole } from '../store/roles.ts';

/** Who gives roles, and who checks; changing is for the first alone. */
const READERS = [ADMINISTRATOR, 'auditor'] as const;

export function roleRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/agent/roles', allow(READERS), (c) => find(c, kernel))
    .post('/agent/roles/:id', allow([ADMINISTRATOR]), (c) => give(c, kernel, c.req.param('id')))
    .get('/agent/roles/:id/retirer', allow([ADMINISTRATOR]), (c) => confirmRevocation(c, kernel, c.req.param('id')))
    .post('/agent/roles/:id/retirer', allow([ADMINISTRATOR]), (c) => revoke(c, kernel, c.req.param('id')));
}

const DONE: Readonly<Record<string, string>> = {
  donne: 'Le rôle est donné.',
  retire: 'Le rôle est retiré et les sessions de la personne sont fermées.',
};

async function find(c: AppContext, kernel: Kernel) {
  const typed = c.req.query('email') ?? '';
  if (typed === '') return show(c, kernel, '', null);
  const form = new FormData();
  form.set('email', typed);
  const parsed = parseEmail(form);
  if (!parsed.ok) return show(c, kernel, typed, null, { errors: parsed.errors });
  return show(c, kernel, typed, await findPersonByEmail(kernel.db, parsed.value.email));
}

async function show(
  c: AppContext,
  { db, config }: Kernel,
  email: string,
  person: Person | null,
  state: Pick<RolesProps, 'errors' | 'typed'> = {},
) {
  const now = c.var.receivedAt;
  const grants = person ? await grantsOf(db, person.id) : [];
  const names = await peopleById(db, [...new Set(grants.flatMap((g) => (g.grantedBy ? [g.grantedBy] : [])))]);
  const mayChange = passes([ADMINISTRATOR], c.var.viewer);
  const page = (
    <RolesPage
      view={viewOf(c, config.DEMO)}
      now={now}
      email={email}
      found={person ? { person, grants, mayChange } : null}
      administrators={person ? [] : await peopleWithRole(db, ADMINISTRATOR, now)}
      names={names}
      done={DONE[c.req.query('fait') ?? ''] ?? null}
      {...state}
    />
  );
  return c.html(page, state.errors ? 422 : 200);
}

const backTo = (person: Person, done: string) =>
  `/agent/roles?${new URLSearchParams({ email: person.email, fait: done })}`;

async function give(c: AppContext, kernel: Kernel, personId: string) {
  const person = await personById(kernel.db, personId);
  if (person === null) return c.notFound();
  const form = await c.req.formData();
  const at = c.var.receivedAt;
  const role = ROLES.find((one) => one === field(form, 'role'));
  const { period, errors: badDates } = parsePeriod(form, at);
  const { reason, errors: badReason } = parseReason(form);
  const noRole = role === undefined || role === 'applicant' ? { role: 'Choisissez un rôle dans la liste.' } : {};
  const errors = { ...noRole, ...badDates, ...badReason };
  if (role === undefined || Object.keys(errors).length > 0) {
    const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
    return show(c, kernel, person.email, person, { errors, typed });
  }
  const { personId: byId } = viewerOf(c);
  const decision = await grantRole(kernel.db, { byId, personId, role, ...period, at, reason });
  if (decision === null) return c.notFound();
  if (decision.refusal) return refused(c, kernel, roleMessage(decision.refusal));
  return c.redirect(backTo(person, 'donne'), 303);
}

const refused = (c: AppContext, { config }: Kernel, message: { title: string; text: string }) =>
  c.html(<ProblemPage view={viewOf(c, config.DEMO)} {...message} />, 409);

async function confirmRevocation(c: AppContext, { db, config }: Kernel, id: string, motif?: string) {
  const grant = await grantById(db, id);
  const person = grant ? await personById(db, grant.personId) : null;
  if (grant === null || person === null) return c.notFound();
  const errors = motif === undefined ? {} : { motif: 'Écrivez le motif du retrait en une phrase.' };
  const props = { view: viewOf(c, config.DEMO), grant, person, errors, typed: motif ?? '' };
  return c.html(<RevokeRolePage {...props} />, motif === undefined ? 200 : 422);
}

async function revoke(c: AppContext, kernel: Kernel, id: string) {
  const form = await c.req.formData();
  const { reason, errors } = parseReason(form);
  if (Object.keys(errors).length > 0) return confirmRevocation(c, kernel, id, field(form, 'motif'));
  const grant = await grantById(kernel.db, id);
  const person = grant ? await personById(kernel.db, grant.personId) : null;
  if (person === null) return c.notFound();
  const at = c.var.receivedAt;
  const decision = await revokeRole(kernel.db, { id, byId: viewerOf(c).personId, reason, at });
  if (decision === null) return c.notFound();
  if (decision.refusal) return refused(c, kernel, roleMessage(decision.refusal));
  return c.redirect(backTo(person, 'retire'), 303);
}
