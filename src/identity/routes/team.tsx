import { Hono } from 'hono';
import type { Decision } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { ProblemPage, viewOf } from '../../ui/index.ts';
import { parsePeriod, parseReason } from '../form/periods.ts';
import { field, parseEmail } from '../form.ts';
import { acceptanceMessage, teamMessage } from '../messages/team.ts';
import { invitationState, type TeamRefusal } from '../model/team.ts';
import { MATTERS } from '../model.ts';
import type { TeamProps } from '../pages/team/props.ts';
import { AskPage, TeamPage } from '../pages/team.tsx';
import { countAttempt, LETTERS_BY_ADDRESS } from '../rate.ts';
import {
  acceptMembership,
  invitationBySecret,
  invitationsOf,
  inviteMember,
  revokeInvitation,
} from '../store/invitations.ts';
import { membershipById, membershipRole, membersOf } from '../store/memberships.ts';
import { organisationById } from '../store/organisations.ts';
import { peopleById, personById } from '../store/people.ts';
import { type Actor, endMandate, endMembership, grantMandate, mandatesIn } from '../store/team.ts';
import { addressOf } from './answer.ts';
import { tooMany } from './too-many.tsx';

const MINE = '/compte/organisations';
const INVITATION = '/compte/invitations/:secret';

export function teamRoutes(kernel: Kernel): Hono<AppEnv> {
  const signedIn = allow('signed-in');
  return new Hono<AppEnv>()
    .get(`${MINE}/:id/equipe`, signedIn, (c) => show(c, kernel, c.req.param('id')))
    .post(`${MINE}/:id/mandats`, signedIn, (c) => giveMandate(c, kernel, c.req.param('id')))
    .post(`${MINE}/:id/invitations`, signedIn, (c) => invite(c, kernel, c.req.param('id')))
    .post(`${MINE}/mandats/:id/terminer`, signedIn, async (c) =>
      ended(c, kernel, 'mandat-fini', await endMandate(kernel.db, c.req.param('id'), actorOf(c))),
    )
    .post(`${MINE}/invitations/:id/retirer`, signedIn, async (c) =>
      ended(c, kernel, 'invitation-retiree', await revokeInvitation(kernel.db, c.req.param('id'), actorOf(c))),
    )
    .get(`${MINE}/membres/:id/terminer`, signedIn, (c) => confirmEnd(c, kernel, c.req.param('id')))
    .post(`${MINE}/membres/:id/terminer`, signedIn, async (c) =>
      ended(c, kernel, 'membre-parti', await endMembership(kernel.db, c.req.param('id'), actorOf(c))),
    )
    .get(INVITATION, signedIn, (c) => showInvitation(c, kernel, c.req.param('secret')))
    .post(INVITATION, signedIn, (c) => takeInvitation(c, kernel, c.req.param('secret')));
}

const DONE: Readonly<Record<string, string>> = {
  mandat: 'Le mandat est donné.',
  'mandat-fini': 'Le mandat a pris fin.',
  invitation: 'L’invitation est envoyée.',
  'invitation-retiree': 'L’invitation est retirée : son lien ne sert plus.',
  'membre-parti': 'La personne n’agit plus pour l’organisme.',
};

const actorOf = (c: AppContext): Actor => ({ byId: viewerOf(c).personId, at: c.var.receivedAt });

async function show(
  c: AppContext,
  { db, config }: Kernel,
  id: string,
  state: Pick<TeamProps, 'errors' | 'typed'> = {},
): Promise<Response> {
  const { personId } = viewerOf(c);
  const now = c.var.receivedAt;
  const role = await membershipRole(db, personId, id, now);
  const organisation = role ? await organisationById(db, id) : null;
  if (organisation === null) return c.notFound();
  const represents = role === 'representative';
  const [members, mandates] = await Promise.all([membersOf(db, id, now), mandatesIn(db, id)]);
  const people = await peopleById(db, [...new Set([...members, ...mandates].map((one) => one.personId))]);
  const invitations = represents ? await invitationsOf(db, id) : [];
  const props = { view: viewOf(c, config.DEMO), now, organisation, members, mandates, invitations, people, represents };
  const done = DONE[c.req.query('fait') ?? ''] ?? null;
  return c.html(<TeamPage {...props} viewerId={personId} done={done} {...state} />, state.errors ? 422 : 200);
}

const refused = (c: AppContext, { config }: Kernel, message: { title: string; text: string }) =>
  c.html(<ProblemPage view={viewOf(c, config.DEMO)} {...message} />, 409);

const typedIn = (form: FormData) => Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));

async function giveMandate(c: AppContext, kernel: Kernel, organisationId: string) {
  const actor = actorOf(c);
  if ((await membershipRole(kernel.db, actor.byId, organisationId, actor.at)) === null) return c.notFound();
  const form = await c.req.formData();
  const { period, errors: badDates } = parsePeriod(form, actor.at);
  const { reason: note, errors: badReason } = parseReason(form);
  const personId = field(form, 'personne');
  const matter = MATTERS.find((one) => one === field(form, 'matiere'));
  const errors = {
    ...(isId(personId) ? {} : { personne: 'Choisissez une personne dans la liste.' }),
    ...(matter ? {} : { matiere: 'Choisissez ce que le mandat permet.' }),
    ...badReason,
    ...badDates,
  };
  if (!matter || Object.keys(errors).length > 0)
    return show(c, kernel, organisationId, { errors, typed: typedIn(form) });
  const { refusal } = await grantMandate(kernel.db, { ...actor, organisationId, personId, matter, note, ...period });
  return refusal
    ? refused(c, kernel, teamMessage(refusal))
    : c.redirect(`${MINE}/${organisationId}/equipe?fait=mandat`, 303);
}

async function invite(c: AppContext, kernel: Kernel, organisationId: string) {
  const actor = actorOf(c);
  if ((await membershipRole(kernel.db, actor.byId, organisationId, actor.at)) === null) return c.notFound();
  const form = await c.req.formData();
  const parsed = parseEmail(form);
  if (!parsed.ok) return show(c, kernel, organisationId, { errors: parsed.errors, typed: typedIn(form) });
  const wait = await countAttempt(kernel.db, LETTERS_BY_ADDRESS, addressOf(c, kernel), kernel.clock.now());
  if (wait !== null) return tooMany(c, kernel, wait);
  const role = field(form, 'place') === 'representative' ? 'representative' : 'member';
  const { email } = parsed.value;
  const invitation = { ...actor, organisationId, email, role, inviterName: viewerOf(c).name } as const;
  const { refusal } = await inviteMember(kernel, invitation);
  return refusal
    ? refused(c, kernel, teamMessage(refusal))
    : c.redirect(`${MINE}/${organisationId}/equipe?fait=invitation`, 303);
}

async function ended(
  c: AppContext,
  kernel: Kernel,
  done: string,
  decision: Decision<{ readonly organisationId: string }, TeamRefusal> | null,
) {
  if (decision === null) return c.notFound();
  if (decision.refusal) return refused(c, kernel, teamMessage(decision.refusal));
  const { organisationId } = decision.changes;
  const stays = await membershipRole(kernel.db, viewerOf(c).personId, organisationId, c.var.receivedAt);
  return c.redirect(stays ? `${MINE}/${organisationId}/equipe?fait=${done}` : MINE, 303);
}

async function confirmEnd(c: AppContext, { db, config }: Kernel, id: string) {
  const { personId } = viewerOf(c);
  const membership = await membershipById(db, id, c.var.receivedAt);
  const asker = membership ? await membershipRole(db, personId, membership.organisationId, c.var.receivedAt) : null;
  const own = membership?.personId === personId;
  if (membership === null || (asker !== 'representative' && !own)) return c.notFound();
  const person = await personById(db, membership.personId);
  const title = own ? 'Quitter cet organisme' : `Mettre fin à l’appartenance de ${person?.name ?? 'cette personne'}`;
  const consequence = own
    ? 'Vous ne verrez plus ses dossiers et ne pourrez plus agir en son nom, tout de suite.'
    : 'Cette personne ne verra plus les dossiers de l’organisme et n’agira plus en son nom, tout de suite. Ses mandats restent : mettez-y fin aussi s’il le faut.';
  return c.html(
    <AskPage
      view={viewOf(c, config.DEMO)}
      title={title}
      action={`${MINE}/membres/${id}/terminer`}
      consequence={consequence}
      confirm={own ? 'Quitter l’organisme' : 'Mettre fin'}
      cancelHref={`${MINE}/${membership.organisationId}/equipe`}
    />,
  );
}

async function showInvitation(c: AppContext, kernel: Kernel, secret: string) {
  const invited = await invitationBySecret(kernel.db, secret);
  const organisation = invited ? await organisationById(kernel.db, invited.organisationId) : null;
  if (invited === null || organisation === null) return c.notFound();
  const state = invitationState(invited, c.var.receivedAt);
  if (state !== 'open') return refused(c, kernel, acceptanceMessage({ code: 'invitation-over', state }));
  const place = invited.role === 'representative' ? 'Vous le représenterez' : 'Vous en serez membre';
  return c.html(
    <AskPage
      view={viewOf(c, kernel.config.DEMO)}
      title={`Rejoindre ${organisation.name}`}
      action={`/compte/invitations/${secret}`}
      consequence={`${place} : ses dossiers vous seront ouverts.`}
      confirm="Accepter l’invitation"
      cancelHref={MINE}
      kind="primary"
    />,
  );
}

async function takeInvitation(c: AppContext, kernel: Kernel, secret: string) {
  const { personId: id, email } = viewerOf(c);
  const decision = await acceptMembership(kernel.db, secret, { id, email }, c.var.receivedAt);
  if (decision === null) return c.notFound();
  if (decision.refusal) return refused(c, kernel, acceptanceMessage(decision.refusal));
  return c.redirect(`${MINE}?fait=rejoint`, 303);
}
