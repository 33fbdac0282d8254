import { Hono } from 'hono';
import { FAMILIES } from '../../calls/index.ts';
import { lookUpOrganisation, organisationMessage } from '../../identity/index.ts';
import type { Decision, FieldErrors } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { ConfirmForm, Hidden, Page, PageHead, viewOf } from '../../ui/index.ts';
import { annexMessage, consortiumMessage } from '../messages.ts';
import { ConsortiumPage } from '../pages/consortium.tsx';
import { addPartner, answerMandate, describePartner, type PartnerRefusal, removePartner } from '../store/consortium.ts';
import { acceptInvitation, invitationByToken, invite } from '../store/invitations.ts';
import { alsoElsewhere } from '../store/siblings.ts';
import { authorOf, dossierOf, frame, refused } from './context.tsx';

const HERE = '/dossiers/:id/consortium';
const INVITATION = '/dossiers/invitations/:token';

export function consortiumRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(HERE, allow('signed-in'), (c) => show(kernel, c))
    .post(`${HERE}/ajouter`, allow('signed-in'), (c) => add(kernel, c))
    .post(`${HERE}/retirer`, allow('signed-in'), (c) => remove(kernel, c))
    .post(`${HERE}/preciser`, allow('signed-in'), (c) => describe(kernel, c))
    .post(`${HERE}/inviter`, allow('signed-in'), (c) => sendInvitation(kernel, c))
    .post(`${HERE}/mandat`, allow('signed-in'), (c) => mandate(kernel, c))
    .get(INVITATION, allow('signed-in'), (c) => showInvitation(kernel, c))
    .post(INVITATION, allow('signed-in'), (c) => takeInvitation(kernel, c));
}

const text = (form: FormData, name: string) => String(form.get(name) ?? '').trim();

async function show(kernel: Kernel, c: AppContext, errors: FieldErrors = {}, typed: Record<string, string> = {}) {
  const dossier = await dossierOf(kernel, c);
  if (!dossier) return c.notFound();
  const status = Object.keys(errors).length > 0 ? 422 : 200;
  const elsewhere = await alsoElsewhere(kernel.db, dossier.application.id, dossier.wave.id);
  const props = { errors, typed, elsewhere };
  return c.html(<ConsortiumPage {...frame(kernel, c, dossier)} {...props} />, status);
}

function answer(kernel: Kernel, c: AppContext, decision: Decision<unknown, PartnerRefusal> | null, done: string) {
  if (decision === null) return c.notFound();
  if (decision.refusal === null) return c.redirect(`/dossiers/${c.req.param('id')}/consortium?fait=${done}`, 303);
  const { refusal } = decision;
  return refused(kernel, c, refusal.code === 'not-a-draft' ? annexMessage(refusal) : consortiumMessage(refusal));
}

async function add(kernel: Kernel, c: AppContext) {
  const siret = text(await c.req.formData(), 'siret');
  const dossier = await dossierOf(kernel, c);
  if (!dossier?.mine.isLead) return c.notFound();
  const found = await lookUpOrganisation(kernel, siret);
  if (found.refusal) return show(kernel, c, { siret: organisationMessage(found.refusal).text }, { siret });
  const decision = await addPartner(kernel.db, authorOf(c), found.changes);
  if (decision?.refusal?.code === 'partner-twice') {
    return show(kernel, c, { siret: consortiumMessage(decision.refusal).text }, { siret });
  }
  return answer(kernel, c, decision, 'partenaire');
}

async function remove(kernel: Kernel, c: AppContext) {
  const form = await c.req.formData();
  const partnerId = text(form, 'partnerId');
  const decision = await removePartner(kernel.db, authorOf(c), partnerId, text(form, 'confirme') === 'oui');
  if (decision?.refusal?.code !== 'confirm-removal') return answer(kernel, c, decision, 'partenaire-retire');
  const { title, text: consequence } = consortiumMessage(decision.refusal);
  const base = `/dossiers/${c.req.param('id')}/consortium`;
  return c.html(
    <Page view={viewOf(c, kernel.config.DEMO)} title={title}>
      <PageHead title={title} />
      <ConfirmForm
        action={`${base}/retirer`}
        consequence={consequence}
        confirm="Retirer ce partenaire"
        cancelHref={base}
      >
        <Hidden name="partnerId" value={partnerId} />
        <Hidden name="confirme" value="oui" />
      </ConfirmForm>
    </Page>,
    409,
  );
}

async function describe(kernel: Kernel, c: AppContext) {
  const form = await c.req.formData();
  const dossier = await dossierOf(kernel, c);
  if (!dossier) return c.notFound();
  const nature = text(form, 'isAssociation');
  const known = dossier.revision.sections.map((section) => section.key);
  const decision = await describePartner(kernel.db, authorOf(c), {
    partnerId: text(form, 'partnerId'),
    family: FAMILIES.find((one) => one === text(form, 'family')) ?? null,
    isAssociation: nature === '' ? null : nature === 'true',
    sections: form
      .getAll('sections')
      .map(String)
      .filter((key) => known.includes(key)),
  });
  return answer(kernel, c, decision, 'consortium');
}

async function sendInvitation(kernel: Kernel, c: AppContext) {
  const form = await c.req.formData();
  const typed = { partnerId: text(form, 'partnerId'), email: text(form, 'email').toLowerCase() };
  if (!/^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,}$/.test(typed.email)) {
    return show(
      kernel,
      c,
      { email: 'Écrivez une adresse électronique complète, par exemple nom@organisation.fr.' },
      typed,
    );
  }
  return answer(kernel, c, await invite(kernel, authorOf(c), typed), 'invite');
}

async function mandate(kernel: Kernel, c: AppContext) {
  const form = await c.req.formData();
  const capacity = text(form, 'capacity').slice(0, 200);
  const event = text(form, 'reponse') === 'decline' ? 'decline' : 'sign';
  if (event === 'sign' && capacity === '') {
    return show(kernel, c, { capacity: 'Indiquez en quelle qualité vous signez : directrice, président…' });
  }
  const signature = { name: viewerOf(c).name, capacity };
  return answer(kernel, c, await answerMandate(kernel.db, authorOf(c), event, signature), 'mandat');
}

async function showInvitation(kernel: Kernel, c: AppContext) {
  const line = await invitationByToken(kernel.db, c.req.param('token') ?? '', c.var.receivedAt);
  if (!line) return c.notFound();
  const title = `Participer au dossier « ${line.title} »`;
  return c.html(
    <Page view={viewOf(c, kernel.config.DEMO)} title={title}>
      <PageHead title={title} />
      <ConfirmForm
        action={`/dossiers/invitations/${c.req.param('token')}`}
        consequence={`Vous y participerez pour ${line.partnerName}.`}
        confirm="Ouvrir le dossier"
        cancelHref="/dossiers"
        kind="primary"
      />
    </Page>,
  );
}

async function takeInvitation(kernel: Kernel, c: AppContext) {
  const { personId, name } = viewerOf(c);
  const person = { id: personId, name };
  const decision = await acceptInvitation(kernel.db, c.req.param('token') ?? '', person, c.var.receivedAt);
  if (decision === null) return c.notFound();
  if (decision.refusal === null) return c.redirect(`/dossiers/${decision.changes.applicationId}`, 303);
  const { refusal } = decision;
  const over = {
    title: 'Invitation terminée',
    text: 'Cette invitation a expiré, a été retirée ou a déjà servi. Demandez-en une autre au chef de file.',
  };
  if (refusal.code === 'invitation-over') return refused(kernel, c, over);
  return refused(kernel, c, {
    title: 'Rattachez-vous d’abord à l’organisation',
    text: `Cette invitation est pour ${refusal.organisation}. Demandez votre rattachement dans « Organisations », puis rouvrez le lien reçu.`,
  });
}
