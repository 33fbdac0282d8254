import { Hono } from 'hono';
import type { FieldErrors } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { ProblemPage, viewOf } from '../../ui/index.ts';
import { field } from '../form.ts';
import { joinMessage, organisationMessage } from '../messages.ts';
import { ConfirmJoinPage } from '../pages/joining.tsx';
import { MyOrganisationsPage, OrganisationPage, OrganisationsPage } from '../pages/organisations.tsx';
import { lookUpOrganisation } from '../register.ts';
import { answerRequest, joinOrganisation, openRequestsOf, requestsFor } from '../store/joining.ts';
import { membershipsOf, membersOf } from '../store/memberships.ts';
import {
  countOrganisations,
  organisationById,
  organisationsById,
  searchOrganisations,
} from '../store/organisations.ts';

const TEXT_MAX = 200;

export function organisationRoutes(kernel: Kernel): Hono<AppEnv> {
  const view = (c: AppContext) => viewOf(c, kernel.config.DEMO);
  return new Hono<AppEnv>()
    .get('/organisations', allow('public'), async (c) => {
      const text = (c.req.query('q') ?? '').slice(0, TEXT_MAX).trim();
      const [found, total] = await Promise.all([
        searchOrganisations(kernel.db, text),
        countOrganisations(kernel.db, text),
      ]);
      return c.html(<OrganisationsPage view={view(c)} text={text} found={found} total={total} />);
    })
    .get('/organisations/:id', allow('public'), async (c) => {
      const organisation = await organisationById(kernel.db, c.req.param('id'));
      return organisation === null
        ? c.notFound()
        : c.html(<OrganisationPage view={view(c)} organisation={organisation} />);
    })
    .get('/compte/organisations', allow('signed-in'), (c) => mine(c, kernel))
    .post('/compte/organisations', allow('signed-in'), async (c) => {
      const siret = field(await c.req.formData(), 'siret');
      const { changes, refusal } = await lookUpOrganisation(kernel, siret);
      if (refusal) return mine(c, kernel, siret, { siret: organisationMessage(refusal).text });
      return c.redirect(`/compte/organisations/${changes.id}`, 303);
    })
    .get('/compte/organisations/:id', allow('signed-in'), (c) => confirmJoin(c, kernel, c.req.param('id')))
    .post('/compte/organisations/:id', allow('signed-in'), (c) => join(c, kernel, c.req.param('id')))
    .post('/compte/organisations/demandes/:id', allow('signed-in'), (c) => answer(c, kernel, c.req.param('id')));
}

const DONE: Readonly<Record<string, string>> = {
  represente: 'Vous représentez cet organisme.',
  demande: 'Votre demande est envoyée aux représentants de l’organisme.',
  accepte: 'La personne a rejoint l’organisme.',
  refuse: 'La demande est refusée.',
  rejoint: 'Vous avez rejoint l’organisme.',
};

async function mine(c: AppContext, { db, clock, config }: Kernel, siret = '', errors: FieldErrors = {}) {
  const { personId } = viewerOf(c);
  const memberships = await membershipsOf(db, personId, clock.now());
  const represented = memberships.filter((m) => m.role === 'representative').map((m) => m.organisationId);
  const asked = await openRequestsOf(db, personId);
  const ids = [...memberships, ...asked].map((one) => one.organisationId);
  return c.html(
    <MyOrganisationsPage
      view={viewOf(c, config.DEMO)}
      memberships={memberships}
      organisations={await organisationsById(db, ids)}
      requests={await requestsFor(db, represented)}
      asked={asked}
      done={DONE[c.req.query('fait') ?? ''] ?? null}
      siret={siret}
      errors={errors}
    />,
    Object.keys(errors).length > 0 ? 422 : 200,
  );
}

async function confirmJoin(c: AppContext, { db, clock, config }: Kernel, id: string, errors: FieldErrors = {}) {
  const organisation = await organisationById(db, id);
  if (organisation === null || organisation.isClosed) return c.notFound();
  const members = await membersOf(db, id, clock.now());
  const hasRepresentative = members.some((member) => member.role === 'representative');
  const props = { view: viewOf(c, config.DEMO), organisation, hasRepresentative, errors };
  return c.html(<ConfirmJoinPage {...props} />, Object.keys(errors).length > 0 ? 422 : 200);
}

async function join(c: AppContext, kernel: Kernel, organisationId: string) {
  const attests = field(await c.req.formData(), 'attestation') === 'oui';
  const { personId } = viewerOf(c);
  const command = { personId, organisationId, attests, at: kernel.clock.now() };
  const organisation = await organisationById(kernel.db, organisationId);
  if (organisation === null || organisation.isClosed) return c.notFound();
  const decision = await joinOrganisation(kernel.db, command);
  if (decision === null) return c.notFound();
  const { changes, refusal } = decision;
  if (changes) {
    const done = changes.become === 'representative' ? 'represente' : 'demande';
    return c.redirect(`/compte/organisations?fait=${done}`, 303);
  }
  const message = joinMessage(refusal);
  if (refusal.code === 'not-attested') return confirmJoin(c, kernel, organisationId, { attestation: message.text });
  return c.html(<ProblemPage view={viewOf(c, kernel.config.DEMO)} {...message} />, 409);
}

async function answer(c: AppContext, { db, clock, config }: Kernel, id: string) {
  const accepts = field(await c.req.formData(), 'reponse') === 'oui';
  const decision = await answerRequest(db, { id, accepts, personId: viewerOf(c).personId, at: clock.now() });
  if (decision === null) return c.notFound();
  if (decision.refusal) {
    return c.html(<ProblemPage view={viewOf(c, config.DEMO)} {...joinMessage(decision.refusal)} />, 409);
  }
  return c.redirect(`/compte/organisations?fait=${accepts ? 'accepte' : 'refuse'}`, 303);
}
