import type { Hono } from 'hono';
import { applicationForViewer } from '../../applications/index.ts';
import { mandatesOf, membershipsOf, powerOf } from '../../identity/index.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseAnswer } from '../form/ending.ts';
import { parseReason, parseSigning } from '../form.ts';
import { grantMessage } from '../messages.ts';
import type { PaidLine } from '../model/paid.ts';
import { type Agreement, type Version, versionOf } from '../model/whole.ts';
import { MinePage } from '../pages/list.tsx';
import { NoAgreementPage, PartnerPage } from '../pages/partner.tsx';
import { type MySide, partnerBase } from '../pages/props.ts';
import { VersionPage } from '../pages/text.tsx';
import { signatureProvider } from '../signing.ts';
import { effectOfOpen } from '../store/amend.ts';
import { observe } from '../store/ending.ts';
import { openTermination } from '../store/ending-read.ts';
import { decline } from '../store/lapse.ts';
import { agreementsOf } from '../store/list.ts';
import { paymentsOf } from '../store/paid.ts';
import { agreementById, agreementOfApplication } from '../store/read.ts';
import { sign } from '../store/sign.ts';
import { versionText } from '../store/text.ts';
import { documentLinks, type Outcome, proofOf, type Reply, type Shown, sendDocument, typedOf } from './context.ts';

const MINE = '/conventions/:id';
const signedIn = allow('signed-in');

const TOLD: Readonly<Record<string, string>> = {
  signe: 'Votre signature est enregistrée. Un message préviendra tout le monde quand la convention entrera en vigueur.',
  observations: 'Vos observations sont enregistrées : le service les lira avant de décider.',
  renonce: 'Vous avez renoncé à l’aide : tous les partenaires sont informés.',
};

/** An agreement that none of one's organisations is a party to is 404, as everywhere. */
export function addPartnerRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get('/conventions', signedIn, (c) => showMine(c, kernel));
  routes.get(MINE, signedIn, (c) => onMine(c, kernel, (mine) => show(c, kernel, mine, {})));
  routes.get(`${MINE}/versions/:number`, signedIn, (c) => onMine(c, kernel, (mine) => showVersion(c, kernel, mine)));
  routes.get(`${MINE}/versions/:number/:name`, signedIn, (c) =>
    onMine(c, kernel, ({ agreement }) => sendDocument(c, kernel, agreement, c.req.param('name'))),
  );
  routes.post(`${MINE}/signer`, signedIn, (c) => onMine(c, kernel, (mine) => signMine(c, kernel, mine)));
  routes.post(`${MINE}/observations`, signedIn, (c) => onMine(c, kernel, (mine) => answerNotice(c, kernel, mine)));
  routes.post(`${MINE}/renoncer`, signedIn, (c) => onMine(c, kernel, (mine) => giveUp(c, kernel, mine)));
  routes.get('/dossiers/:id/convention', signedIn, (c) => ofApplication(c, kernel));
}

/** Organisations one is a member of, or holds a mandate from, at this instant. */
async function organisationsOf({ db }: Kernel, personId: string, at: Date): Promise<string[]> {
  const [members, mandates] = [await membershipsOf(db, personId, at), await mandatesOf(db, personId, at)];
  return [...new Set([...members, ...mandates].map(({ organisationId }) => organisationId))];
}

interface Mine {
  readonly agreement: Agreement;
  /** The newest version that was sent. */
  readonly version: Version;
  readonly organisationIds: readonly string[];
}

async function onMine(c: AppContext, kernel: Kernel, then: (mine: Mine) => Reply): Promise<Response> {
  const agreement = await agreementById(kernel.db, c.req.param('id') ?? '');
  const organisationIds = await organisationsOf(kernel, viewerOf(c).personId, c.var.receivedAt);
  const isParty = agreement?.versions.some(
    ({ sentAt, terms }) =>
      sentAt !== null && terms.partners.some((one) => organisationIds.includes(one.organisationId)),
  );
  const version = agreement?.versions.filter(({ sentAt, state }) => sentAt !== null && state !== 'abandoned').at(-1);
  return agreement && version && isParty ? then({ agreement, version, organisationIds }) : c.notFound();
}

async function showMine(c: AppContext, kernel: Kernel) {
  const organisationIds = await organisationsOf(kernel, viewerOf(c).personId, c.var.receivedAt);
  const page = await agreementsOf(kernel.db, { organisationIds, sent: true });
  return c.html(<MinePage view={viewOf(c, kernel.config.DEMO)} page={page} />);
}

async function sidesOf(
  c: AppContext,
  { db }: Kernel,
  { agreement, version, organisationIds }: Mine,
): Promise<MySide[]> {
  const { personId } = viewerOf(c);
  const sides: MySide[] = [];
  for (const one of version.terms.partners.filter(({ organisationId }) => organisationIds.includes(organisationId))) {
    const power = await powerOf(db, personId, one.organisationId, 'sign', c.var.receivedAt);
    const signed = agreement.signatures.some((s) => s.version === version.number && s.signer === one.partnerId);
    const { partnerId, name, shareCents, isLead } = one;
    sides.push({ partnerId, name, shareCents, isLead, maySign: power !== null, signed });
  }
  return sides;
}

async function show(c: AppContext, kernel: Kernel, mine: Mine, shown: Shown) {
  const { db, config } = kernel;
  const { agreement, version } = mine;
  const page = (
    <PartnerPage
      view={viewOf(c, config.DEMO)}
      agreement={agreement}
      version={version}
      text={await versionText(db, agreement, version)}
      effect={version.state === 'sent' ? effectOfOpen(agreement) : null}
      payments={await shownPayments(c, kernel, mine)}
      documents={await documentLinks(kernel, agreement, partnerBase(agreement))}
      now={c.var.receivedAt}
      signingNotice={signatureProvider(config).notice}
      sides={await sidesOf(c, kernel, mine)}
      viewerName={viewerOf(c).name}
      termination={await openTermination(db, agreement.id)}
      told={TOLD[c.req.query('fait') ?? '']}
      refusal={shown.refusal ? grantMessage(shown.refusal) : undefined}
      errors={shown.errors ?? {}}
      typed={shown.typed ?? {}}
    />
  );
  return c.html(page, shown.status ?? 200);
}

/** One's own organisations alone; a request is opened by those who report on spending. */
async function shownPayments(c: AppContext, { db }: Kernel, { agreement, organisationIds }: Mine) {
  const terms = versionOf(agreement, agreement.inForceVersion)?.terms;
  const own = terms?.partners.filter(({ organisationId }) => organisationIds.includes(organisationId)) ?? [];
  const opens = new Set<string>();
  for (const { partnerId, organisationId } of own)
    if (await powerOf(db, viewerOf(c).personId, organisationId, 'account', c.var.receivedAt)) opens.add(partnerId);
  const ids = own.map(({ partnerId }) => partnerId);
  const payments = ids.length === 0 ? null : await paymentsOf(db, agreement, ids);
  const hrefOf = ({ partnerId, request }: PaidLine) =>
    request !== null && opens.has(partnerId) ? `/paiements/demandes/${request.id}` : null;
  return payments && { ...payments, hrefOf };
}

async function showVersion(c: AppContext, kernel: Kernel, { agreement }: Mine) {
  const version = versionOf(agreement, Number(c.req.param('number')));
  if (version === null || version.sentAt === null) return c.notFound();
  const base = partnerBase(agreement);
  const all = await documentLinks(kernel, agreement, base);
  return c.html(
    <VersionPage
      view={viewOf(c, kernel.config.DEMO)}
      agreement={agreement}
      version={version}
      text={await versionText(kernel.db, agreement, version)}
      base={base}
      documents={all.filter(({ href }) => href.includes(`/versions/${version.number}/`))}
    />,
  );
}

async function answered(c: AppContext, kernel: Kernel, mine: Mine, told: string, decision: Outcome, data: FormData) {
  if (decision === null) return c.notFound();
  // A double click signs once: its second answer is the first.
  if (decision.refusal === null || decision.refusal.code === 'already-signed')
    return c.redirect(`${partnerBase(mine.agreement)}?fait=${told}`, 303);
  const { refusal } = decision;
  return onMine(c, kernel, (now) => show(c, kernel, now, { status: 409, refusal, typed: typedOf(data) }));
}

async function signMine(c: AppContext, kernel: Kernel, mine: Mine) {
  const data = await c.req.formData();
  const form = parseSigning(data);
  if (!form.ok) return show(c, kernel, mine, { status: 422, errors: form.errors, typed: typedOf(data) });
  const { personId, name } = viewerOf(c);
  // The State signs from its own page.
  if (form.value.signer === 'state') return c.notFound();
  const command = { ...form.value, agreementId: mine.agreement.id, personId, at: c.var.receivedAt };
  const proof = await proofOf(kernel, mine.agreement, command, name);
  if (proof === null) {
    const refusal = { code: 'not-proven', provider: signatureProvider(kernel.config).name } as const;
    return answered(c, kernel, mine, 'signe', { refusal }, data);
  }
  return answered(c, kernel, mine, 'signe', await sign(kernel, command, proof), data);
}

async function answerNotice(c: AppContext, kernel: Kernel, mine: Mine) {
  const data = await c.req.formData();
  const form = parseAnswer(data);
  if (!form.ok) return show(c, kernel, mine, { status: 422, errors: form.errors, typed: typedOf(data) });
  const { personId } = viewerOf(c);
  const written = { agreementId: mine.agreement.id, personId, body: form.value, at: c.var.receivedAt };
  return answered(c, kernel, mine, 'observations', await observe(kernel, written), data);
}

async function giveUp(c: AppContext, kernel: Kernel, mine: Mine) {
  const data = await c.req.formData();
  const form = parseReason(data);
  if (!form.ok) return show(c, kernel, mine, { status: 422, errors: form.errors, typed: typedOf(data) });
  const { personId } = viewerOf(c);
  const asked = { agreementId: mine.agreement.id, personId, reason: form.value, at: c.var.receivedAt };
  return answered(c, kernel, mine, 'renonce', await decline(kernel, asked), data);
}

/** From the page of a file: its agreement, or why there is none yet. */
async function ofApplication(c: AppContext, kernel: Kernel) {
  const id = c.req.param('id') ?? '';
  const dossier = await applicationForViewer(kernel.db, id, viewerOf(c).personId, c.var.receivedAt);
  if (!dossier) return c.notFound();
  const agreement = await agreementOfApplication(kernel.db, id);
  if (agreement?.versions.some(({ sentAt }) => sentAt !== null)) return c.redirect(partnerBase(agreement), 303);
  const { title } = dossier.application;
  const view = viewOf(c, kernel.config.DEMO);
  return c.html(<NoAgreementPage view={view} title={title} applicationId={id} isPreparing={agreement !== null} />);
}
