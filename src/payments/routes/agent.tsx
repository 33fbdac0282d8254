import type { Hono } from 'hono';
import { peopleById } from '../../identity/index.ts';
import type { FieldErrors, Parsed } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseAmount, parseReason, parseVerdict, versionOf } from '../form.ts';
import { paymentMessage } from '../messages.ts';
import type { PaymentRefusal, PaymentRequest } from '../model/request.ts';
import { AgentRequestPage, QueuesPage } from '../pages/agent.tsx';
import { approve, askClarification, certify, judgeLine, type OfficerAct, reorder } from '../store/certify.ts';
import { evidenceLabels } from '../store/mine.ts';
import { requestById, requestsIn } from '../store/read.ts';
import { reject, withdrawCertification } from '../store/undo.ts';
import { download } from './download.ts';
import { AGENTS, APPROVERS, CERTIFIERS, PAYERS } from './roles.ts';

const REQUEST = '/agent/paiements/demandes/:id';

const TOLD: Readonly<Record<string, string>> = {
  avis: 'L’avis sur la dépense est enregistré.',
  certifie: 'Le service fait est certifié. Deux autres personnes doivent approuver.',
  approuve: 'Votre approbation est enregistrée.',
  refusee: 'La demande est refusée : le partenaire en lira le motif, et peut en présenter une autre.',
  retiree: 'La certification est retirée : la demande attend de nouveau d’être certifiée.',
  precision: 'La demande est rendue au partenaire.',
  repris: 'Le paiement est ordonné de nouveau, ses crédits réservés.',
};

export function addAgentRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get('/agent/paiements', allow(AGENTS), (c) => showQueues(c, kernel));
  routes.get(REQUEST, allow(AGENTS), (c) => onRequest(c, kernel, (request) => show(c, kernel, request, {})));
  routes.get(`${REQUEST}/fichiers/:sha256`, allow(AGENTS), (c) =>
    onRequest(c, kernel, (request) => download(c, kernel, request)),
  );
  routes.post(`${REQUEST}/lignes`, allow(CERTIFIERS), (c) =>
    onForm(c, kernel, 'avis', parseVerdict, (act, verdict) => judgeLine(kernel, act, verdict)),
  );
  routes.post(`${REQUEST}/certifier`, allow(CERTIFIERS), (c) =>
    onForm(c, kernel, 'certifie', parseAmount, (act, amount) => certify(kernel, act, amount)),
  );
  routes.post(`${REQUEST}/precision`, allow(CERTIFIERS), (c) =>
    onForm(
      c,
      kernel,
      'precision',
      (data) => parseReason(data, 'precision'),
      (act, reason) => askClarification(kernel, act, reason),
    ),
  );
  routes.post(`${REQUEST}/reprendre`, allow(PAYERS), (c) =>
    onForm(
      c,
      kernel,
      'repris',
      (data) => parseReason(data, 'motif'),
      (act, reason) => reorder(kernel, act, reason),
    ),
  );
  addUndoRoutes(routes, kernel);
  routes.post(`${REQUEST}/approuver`, allow(APPROVERS), (c) =>
    onForm(
      c,
      kernel,
      'approuve',
      () => ({ ok: true, value: null }),
      (act) => approve(kernel, act),
    ),
  );
}

function addUndoRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.post(`${REQUEST}/refuser`, allow(CERTIFIERS), (c) =>
    onForm(
      c,
      kernel,
      'refusee',
      (data) => parseReason(data, 'motif-refus'),
      (act, reason) => reject(kernel, act, reason),
    ),
  );
  routes.post(`${REQUEST}/retirer`, allow(CERTIFIERS), (c) =>
    onForm(
      c,
      kernel,
      'retiree',
      (data) => parseReason(data, 'motif-retrait'),
      (act, reason) => withdrawCertification(kernel, act, reason),
    ),
  );
}

async function showQueues(c: AppContext, { db, config }: Kernel) {
  const queues = [
    {
      title: 'À certifier',
      empty: 'Les demandes transmises par les partenaires arrivent ici.',
      lines: await requestsIn(db, ['submitted']),
    },
    {
      title: 'À approuver',
      empty: 'Une demande arrive ici quand son service fait est certifié.',
      lines: await requestsIn(db, ['certified', 'approved']),
    },
    {
      title: 'À payer',
      empty:
        'Une demande arrive ici à sa seconde approbation, ses crédits réservés ; elle part ensuite dans une remise de virements.',
      lines: await requestsIn(db, ['ordered']),
    },
    {
      title: 'À reprendre',
      empty: 'Un paiement que la banque a rejeté ou renvoyé revient ici, avec son motif.',
      lines: await requestsIn(db, ['failed']),
    },
  ];
  return c.html(<QueuesPage view={viewOf(c, config.DEMO)} queues={queues} />);
}

type Reply = Response | Promise<Response>;

async function onRequest(c: AppContext, { db }: Kernel, then: (request: PaymentRequest) => Reply): Promise<Response> {
  const request = await requestById(db, c.req.param('id') ?? '');
  // A request is the agents' business once it was sent.
  return request && request.submittedAt !== null ? then(request) : c.notFound();
}

interface Shown {
  readonly status?: 200 | 409 | 422;
  readonly refusal?: PaymentRefusal;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

async function show(c: AppContext, { db, config }: Kernel, request: PaymentRequest, shown: Shown) {
  const people = await peopleById(db, [
    ...request.visas.map(({ personId }) => personId),
    ...request.withdrawn.flatMap((one) => [one.personId, one.withdrawnBy]),
  ]);
  const { roles } = viewerOf(c);
  const page = (
    <AgentRequestPage
      view={viewOf(c, config.DEMO)}
      request={request}
      labels={await evidenceLabels(db, request)}
      names={new Map([...people.values()].map(({ id, name }) => [id, name]))}
      may={{
        certify: CERTIFIERS.some((role) => roles.includes(role)),
        approve: APPROVERS.some((role) => roles.includes(role)),
        pay: PAYERS.some((role) => roles.includes(role)),
        recover: roles.includes('programme-manager'),
      }}
      told={TOLD[c.req.query('fait') ?? '']}
      refusal={shown.refusal ? paymentMessage(shown.refusal) : undefined}
      errors={shown.errors ?? {}}
      typed={shown.typed ?? {}}
    />
  );
  return c.html(page, shown.status ?? 200);
}

type Outcome = { readonly refusal: PaymentRefusal | null } | null;

function onForm<Value>(
  c: AppContext,
  kernel: Kernel,
  told: string,
  parse: (data: FormData) => Parsed<Value>,
  decide: (act: OfficerAct, value: Value) => Promise<Outcome>,
) {
  return onRequest(c, kernel, async (request) => {
    const data = await c.req.formData();
    const typed = Object.fromEntries([...data.entries()].map(([name, value]) => [name, String(value)]));
    const form = parse(data);
    if (!form.ok) return show(c, kernel, request, { status: 422, errors: form.errors, typed });
    const act = {
      requestId: request.id,
      personId: viewerOf(c).personId,
      versionRead: versionOf(data),
      at: c.var.receivedAt,
    };
    const decision = await decide(act, form.value);
    if (decision === null) return c.notFound();
    if (decision.refusal !== null) return show(c, kernel, request, { status: 409, refusal: decision.refusal, typed });
    return c.redirect(`/agent/paiements/demandes/${request.id}?fait=${told}`, 303);
  });
}
