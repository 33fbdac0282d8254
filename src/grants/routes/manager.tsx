import type { Hono } from 'hono';
import { listCalls, waveById, wavesOf } from '../../calls/index.ts';
import { peopleById } from '../../identity/index.ts';
import { type AppContext, type AppEnv, allow, passes, type Role, viewerOf } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import { historyOf } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseListQuery } from '../form.ts';
import { grantMessage } from '../messages.ts';
import { unpaidBalances } from '../model/ending.ts';
import type { PaidLine } from '../model/paid.ts';
import { type Agreement, currentVersion, versionOf } from '../model/whole.ts';
import { AgreementsPage } from '../pages/list.tsx';
import { ManagePage } from '../pages/manage.tsx';
import { type EndingShown, manageBase, type ShownPayments } from '../pages/props.ts';
import { VersionPage } from '../pages/text.tsx';
import { signatureProvider } from '../signing.ts';
import { effectOfOpen, waveAvailableCents } from '../store/amend.ts';
import { askedTranches, termsToWrite } from '../store/asked.ts';
import { endingOf, terminationsOf } from '../store/ending-read.ts';
import { agreementsOf, tallyOf } from '../store/list.ts';
import { waveRule } from '../store/open.ts';
import { paymentsOf } from '../store/paid.ts';
import { agreementById } from '../store/read.ts';
import { versionText } from '../store/text.ts';
import { documentLinks, type Reply, type Shown, sendDocument } from './context.ts';

export const MANAGERS: readonly Role[] = ['programme-manager'];
export const READERS: readonly Role[] = [
  'programme-manager',
  'instructing-officer',
  'certifier',
  'payment-officer',
  'auditor',
];
/** Who reads the requests for payment of partners. */
const PAYMENT_READERS: readonly Role[] = ['certifier', 'payment-officer', 'programme-manager'];
export const AGREEMENT = '/agent/conventions/:id';

const TOLD: Readonly<Record<string, string>> = {
  termes: 'Les termes sont enregistrés.',
  envoyee: 'La version est envoyée : chaque partenaire est prévenu.',
  reprise: 'La convention est reprise : corrigez puis renvoyez-la.',
  avenant: 'L’avenant est préparé. Vérifiez son effet, puis envoyez-le.',
  abandon: 'L’avenant est abandonné.',
  annoncee: 'La résiliation est annoncée : les partenaires sont prévenus.',
  maintenue: 'La résiliation est abandonnée.',
  resiliee: 'La convention est résiliée : tous sont prévenus.',
  close: 'La convention est close.',
  signee: 'Signée : la version est en vigueur et l’aide engagée.',
};

export function addReadingRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get('/agent/conventions', allow(READERS), (c) => showList(c, kernel));
  routes.get(AGREEMENT, allow(READERS), (c) => onPage(c, kernel, (agreement) => show(c, kernel, agreement, {})));
  routes.get(`${AGREEMENT}/versions/:number`, allow(READERS), (c) =>
    onPage(c, kernel, (agreement) => showVersion(c, kernel, agreement)),
  );
  routes.get(`${AGREEMENT}/versions/:number/:name`, allow(READERS), (c) =>
    onPage(c, kernel, (agreement) => sendDocument(c, kernel, agreement, c.req.param('name'))),
  );
}

export async function onPage(c: AppContext, { db }: Kernel, then: (agreement: Agreement) => Reply): Promise<Response> {
  const agreement = await agreementById(db, c.req.param('id') ?? '');
  return agreement ? then(agreement) : c.notFound();
}

async function showList(c: AppContext, { db, config }: Kernel) {
  const query = parseListQuery((name) => c.req.query(name), isId);
  const page = await agreementsOf(db, query, query.after);
  const props = { query, page, tally: await tallyOf(db, query), waves: await waveChoices(db) };
  const manages = passes(MANAGERS, c.var.viewer);
  return c.html(<AgreementsPage view={viewOf(c, config.DEMO)} {...props} manages={manages} />);
}

/** Waves published here, by call. */
async function waveChoices(db: Kernel['db']) {
  const choices: { id: string; label: string }[] = [];
  for (const call of await listCalls(db))
    for (const wave of await wavesOf(db, call.id))
      if (wave.publishedAt !== null && !wave.isHistorical)
        choices.push({ id: wave.id, label: `${call.title}, vague ${wave.number}` });
  return choices;
}

/** The agreement as it is now, with what was refused on top. */
export async function show(c: AppContext, kernel: Kernel, agreement: Agreement, shown: Shown) {
  const { db, config } = kernel;
  const version = currentVersion(agreement);
  const asked = await askedTranches(db, agreement.id);
  const history = await historyOf(db, 'agreement', agreement.id);
  const people = await peopleById(db, [
    ...new Set(history.map(({ authorId }) => authorId).filter((id) => id !== null)),
  ]);
  const page = (
    <ManagePage
      view={viewOf(c, config.DEMO)}
      agreement={agreement}
      version={version}
      text={await versionText(db, agreement, version)}
      effect={effectOfOpen(agreement)}
      payments={await shownPayments(c, kernel, agreement)}
      availableCents={await waveAvailableCents(db, agreement.waveId)}
      signDays={(await waveRule(db, agreement.waveId)).signDays}
      documents={await documentLinks(kernel, agreement, manageBase(agreement))}
      now={c.var.receivedAt}
      signingNotice={signatureProvider(config).notice}
      ending={await shownEnding(kernel, agreement)}
      notices={await terminationsOf(db, agreement.id)}
      manages={passes(MANAGERS, viewerOf(c))}
      terms={termsToWrite(agreement, version, asked)}
      asked={asked}
      history={history}
      names={new Map([...people].map(([id, { name }]) => [id, name]))}
      told={TOLD[c.req.query('fait') ?? '']}
      refusal={shown.refusal ? grantMessage(shown.refusal) : undefined}
      errors={shown.errors ?? {}}
      typed={shown.typed ?? {}}
    />
  );
  return c.html(page, shown.status ?? 200);
}

async function shownEnding({ db }: Kernel, agreement: Agreement): Promise<EndingShown | null> {
  const ending = await endingOf(db, agreement);
  return ending && { ...ending, unpaid: unpaidBalances(currentVersion(agreement).terms, ending.requests) };
}

/** All partners; a request is opened by those who judge it, once it was sent. */
async function shownPayments(c: AppContext, { db }: Kernel, agreement: Agreement): Promise<ShownPayments | null> {
  const payments = await paymentsOf(db, agreement, null);
  const opens = passes(PAYMENT_READERS, viewerOf(c));
  const hrefOf = ({ request }: PaidLine) =>
    opens && request !== null && request.state !== 'draft' ? `/agent/paiements/demandes/${request.id}` : null;
  return payments && { ...payments, hrefOf };
}

async function showVersion(c: AppContext, kernel: Kernel, agreement: Agreement) {
  const version = versionOf(agreement, Number(c.req.param('number')));
  if (version === null) return c.notFound();
  const base = manageBase(agreement);
  return c.html(
    <VersionPage
      view={viewOf(c, kernel.config.DEMO)}
      agreement={agreement}
      version={version}
      text={await versionText(kernel.db, agreement, version)}
      base={base}
      documents={(await documentLinks(kernel, agreement, base)).filter(({ href }) =>
        href.includes(`/versions/${version.number}/`),
      )}
    />,
  );
}

export const waveName = async ({ db }: Kernel, id: string): Promise<string | null> => {
  const wave = isId(id) ? await waveById(db, id) : null;
  return wave ? `Vague ${wave.number} – ${wave.name}` : null;
};
