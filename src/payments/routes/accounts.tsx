import type { Hono } from 'hono';
import { peopleById } from '../../identity/index.ts';
import type { Decision, FieldErrors, Parsed } from '../../kernel/decision.ts';
import { factsOf } from '../../kernel/file-facts.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { sendFile } from '../../kernel/send-file.ts';
import { viewOf } from '../../ui/index.ts';
import { parseCheck, parseWhy } from '../form/account.ts';
import { accountMessage } from '../messages/account.ts';
import type { AccountRefusal, BankAccount } from '../model/account.ts';
import { AccountsPage, AgentAccountPage } from '../pages/accounts.tsx';
import { accountById, confirmAccount, liveAccountsOfAll, refuseAccount, sharersOf } from '../store/account.ts';
import { typedOf } from './receive.ts';
import { AGENTS, PAYERS } from './roles.ts';

const LIST = '/agent/paiements/comptes';
const ACCOUNT = `${LIST}/:id`;

const TOLD: Readonly<Record<string, string>> = {
  confirmer: 'Le compte est confirmé : les prochaines remises l’utilisent.',
  refuser: 'Le compte est refusé : l’organisme lit votre motif.',
};

export function addAccountsRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(LIST, allow(AGENTS), async (c) =>
    c.html(<AccountsPage view={viewOf(c, kernel.config.DEMO)} accounts={await liveAccountsOfAll(kernel.db)} />),
  );
  routes.get(ACCOUNT, allow(AGENTS), (c) => onAccount(c, kernel, (account) => show(c, kernel, account, {})));
  routes.get(`${ACCOUNT}/justificatif`, allow(PAYERS), (c) =>
    onAccount(c, kernel, async ({ proofSha256, proofName }) => {
      const facts = await factsOf(kernel.db, proofSha256);
      return facts ? sendFile(c, kernel.files, facts, proofName) : c.notFound();
    }),
  );
  routes.post(`${ACCOUNT}/confirmer`, allow(PAYERS), (c) =>
    judge(c, kernel, 'confirmer', parseCheck, (act, check) => confirmAccount(kernel, act, check)),
  );
  routes.post(`${ACCOUNT}/refuser`, allow(PAYERS), (c) =>
    judge(c, kernel, 'refuser', parseWhy, (act, reason) => refuseAccount(kernel, act, reason)),
  );
}

type Reply = Response | Promise<Response>;

async function onAccount(c: AppContext, { db }: Kernel, then: (account: BankAccount) => Reply): Promise<Response> {
  const account = await accountById(db, c.req.param('id') ?? '');
  return account ? then(account) : c.notFound();
}

interface Shown {
  readonly status?: 200 | 409 | 422;
  readonly refusal?: AccountRefusal;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
  readonly scope?: string;
}

async function show(c: AppContext, { db, config }: Kernel, account: BankAccount, shown: Shown) {
  const people = await peopleById(db, [account.declaredBy, ...(account.confirmedBy ? [account.confirmedBy] : [])]);
  const { roles } = viewerOf(c);
  const page = (
    <AgentAccountPage
      view={viewOf(c, config.DEMO)}
      account={account}
      names={new Map([...people.values()].map(({ id, name }) => [id, name]))}
      sharers={await sharersOf(db, account)}
      mayJudge={PAYERS.some((role) => roles.includes(role))}
      told={TOLD[c.req.query('fait') ?? '']}
      refusal={shown.refusal ? accountMessage(shown.refusal) : undefined}
      errors={shown.errors ?? {}}
      typed={shown.typed ?? {}}
      scope={shown.scope}
    />
  );
  return c.html(page, shown.status ?? 200);
}

interface Act {
  readonly accountId: string;
  readonly personId: string;
  readonly at: Date;
}

function judge<Value>(
  c: AppContext,
  kernel: Kernel,
  scope: string,
  parse: (data: FormData) => Parsed<Value>,
  decide: (act: Act, value: Value) => Promise<Decision<unknown, AccountRefusal> | null>,
) {
  return onAccount(c, kernel, async (account) => {
    const data = await c.req.formData();
    const [form, typed] = [parse(data), typedOf(data)];
    if (!form.ok) return show(c, kernel, account, { status: 422, errors: form.errors, typed, scope });
    const act = { accountId: account.id, personId: viewerOf(c).personId, at: c.var.receivedAt };
    const decision = await decide(act, form.value);
    if (decision === null) return c.notFound();
    if (decision.refusal !== null)
      return show(c, kernel, account, { status: 409, refusal: decision.refusal, typed, scope });
    return c.redirect(`/agent/paiements/comptes/${account.id}?fait=${scope}`, 303);
  });
}
