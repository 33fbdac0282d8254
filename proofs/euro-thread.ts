import type pg from 'pg';
import type { Proof } from '../scripts/prove.ts';
import { createApp } from '../src/app.tsx';
import { type AgreementInForce, agreementInForce } from '../src/grants/index.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import { formatCents, sumCents } from '../src/kernel/money.ts';
import { checkThread } from '../src/ledger/index.ts';
import { onFundedRig } from './_funded.ts';

export const proof: Proof = {
  promise: 'chaque centime payé n’a qu’un chemin, de l’enveloppe du plan jusqu’à son bénéficiaire',
  run: () =>
    onFundedRig(async (kernel, client, agreements) => [
      ...(await leaves(kernel, client)),
      ...(await levels(client)),
      await pages(kernel, client, agreements),
      await controls(kernel, client),
    ]),
};

interface Account {
  readonly id: string;
  readonly code: string;
  readonly stage: string;
  readonly scope: string;
  readonly balance: number;
}

interface Pay {
  readonly id: string;
  readonly group_id: string;
  readonly book: string;
  readonly to_account: string;
  readonly amount: number;
}

/** Read raw and walked here: nothing of the ledger's or of the pages' own code is believed. */
async function readAll(client: pg.Client) {
  const accounts = await client.query<Account>(
    "select id, code, stage, scope, balance::float8 as balance from ledger.account where book = 'AE' and stage <> 'source'",
  );
  const pays = await client.query<Pay>(
    `select id, group_id, book, to_account, amount_cents::float8 as amount from ledger.transfer t
     where event = 'pay' and not exists (select 1 from ledger.transfer r where r.reverses = t.id)`,
  );
  return { accounts: accounts.rows, pays: pays.rows };
}

const ENVELOPES = ['programme', 'axis', 'instrument', 'wave'];

/** Envelopes from this account up to the plan; throws at the first step that is missing or double. */
function pathUp(account: Account, accounts: readonly Account[]): Account[] {
  const steps = account.scope.split('/');
  return steps.map((_, index) => {
    const scope = steps.slice(0, index + 1).join('/');
    const found = accounts.filter((one) => one.scope === scope && ENVELOPES.includes(one.stage));
    check(found.length === 1, `${account.code}: ${found.length} envelopes at ${scope}`);
    return found[0] as Account;
  });
}

async function leaves(kernel: Kernel, client: pg.Client): Promise<string[]> {
  const { accounts, pays } = await readAll(client);
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const leavesOfAe = pays.filter(({ book }) => book === 'AE');
  for (const pay of leavesOfAe) {
    const account = byId.get(pay.to_account);
    check(account !== undefined, `payment ${pay.id} goes to no account`);
    const path = pathUp(account as Account, accounts);
    check(path[0]?.code === 'programme', `payment ${pay.id} does not come from the plan`);
    check(path.at(-1)?.stage === 'wave', `payment ${pay.id} comes from no wave`);
    const [, agreementId = '', , partnerId] = (account as Account).code.split(':');
    const agreement = await agreementInForce(kernel.db, agreementId);
    check(
      agreement?.partners.filter((one) => one.partnerId === partnerId).length === 1,
      `payment ${pay.id} goes to nobody of an agreement`,
    );
    const credits = pays.filter((one) => one.group_id === pay.group_id && one.book !== 'AE');
    check(
      credits.length === 1 && credits[0]?.amount === pay.amount,
      `payment ${pay.id} has not one credit of its amount`,
    );
  }
  const paid = sumCents(leavesOfAe.map(({ amount }) => amount));
  const credits = sumCents(pays.filter(({ book }) => book !== 'AE').map(({ amount }) => amount));
  const held = sumCents(
    accounts.filter(({ stage }) => ['paid', 'recovered'].includes(stage)).map(({ balance }) => balance),
  );
  check(leavesOfAe.length > 0 && paid === credits && paid === held, `${paid} paid, ${credits} credits, ${held} held`);
  for (const account of accounts) pathUp(account, accounts);
  return [
    `${leavesOfAe.length} paiements, ${formatCents(paid)} : chacun un seul chemin, plan › axe › enveloppe › vague › convention › partenaire`,
    'somme des feuilles = payé et recouvré (AE) = crédits de paiement consommés (CP)',
    `${accounts.length} comptes, 0 orphelin`,
  ];
}

/** What an envelope holds is its own accounts and its children, at every level. */
async function levels(client: pg.Client): Promise<string[]> {
  const { accounts } = await readAll(client);
  const envelopes = accounts.filter(({ stage }) => ENVELOPES.includes(stage));
  const under = (scope: string) =>
    sumCents(accounts.filter((one) => `${one.scope}/`.startsWith(`${scope}/`)).map(({ balance }) => balance));
  for (const { scope, code } of envelopes) {
    const children = envelopes.filter((one) => one.scope.slice(0, one.scope.lastIndexOf('/')) === scope);
    const own = sumCents(accounts.filter((one) => one.scope === scope).map(({ balance }) => balance));
    check(under(scope) === own + sumCents(children.map((child) => under(child.scope))), `${code} does not add up`);
  }
  return [`${envelopes.length} enveloppes : chacune est la somme de ce qu’elle contient`];
}

async function pages(kernel: Kernel, client: pg.Client, agreements: readonly AgreementInForce[]): Promise<string> {
  const app = createApp(kernel, async () => null);
  const { accounts, pays } = await readAll(client);
  const envelopes = accounts.filter(({ stage }) => ENVELOPES.includes(stage));
  const paths = [
    '/fil-de-l-euro',
    ...envelopes.map(({ id }) => `/fil-de-l-euro/enveloppes/${id}`),
    ...agreements.map(({ id }) => `/fil-de-l-euro/conventions/${id}`),
    ...pays.filter(({ book }) => book === 'AE').map(({ id }) => `/fil-de-l-euro/paiements/${id}`),
  ];
  for (const path of paths) {
    const answer = await app.request(`${kernel.config.PUBLIC_URL}${path}`);
    const html = await answer.text();
    check(answer.status === 200, `${path} answers ${answer.status}`);
    check(!html.includes('Le fil est rompu'), `${path} says that the thread is broken`);
  }
  return `${paths.length} pages publiques du fil, aucune rompue`;
}

/** A copy of the ledger in a transaction undone afterwards, triggers off: an orphan, then a cent, and both are seen. */
async function controls(kernel: Kernel, client: pg.Client): Promise<string> {
  const seen = async (sabotage: string) => {
    await client.query('begin');
    try {
      await client.query('set local session_replication_role = replica');
      await client.query(sabotage);
      const { accounts, pays } = await readAll(client);
      const broken = accounts.some((account) => {
        try {
          pathUp(account, accounts);
          return false;
        } catch {
          return true;
        }
      });
      const held = sumCents(
        accounts.filter(({ stage }) => ['paid', 'recovered'].includes(stage)).map((one) => one.balance),
      );
      const paid = sumCents(pays.filter(({ book }) => book === 'AE').map(({ amount }) => amount));
      return { broken, gap: held - paid };
    } finally {
      await client.query('rollback');
    }
  };
  const orphan = await seen("update ledger.account set scope = 'plan/nulle-part' where stage = 'wave'");
  check(orphan.broken, 'a wave moved out of its envelope was not seen');
  const gap = await seen(
    "update ledger.account set balance = balance + 1 where id = (select id from ledger.account where stage = 'paid' and book = 'AE' limit 1)",
  );
  check(gap.gap === 1, 'a cent added to what is paid was not seen');
  await ownCheckSees(kernel);
  return 'témoins : une vague détachée, un centime ajouté au payé sont vus, par ce calcul et par celui de la page';
}

/** The page's own check must see the same orphan. */
async function ownCheckSees({ db }: Kernel): Promise<void> {
  const { sql } = await import('kysely');
  const undone = new Error('undone');
  await db
    .transaction()
    .execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql`update ledger.account set scope = 'plan/nulle-part' where stage = 'wave'`.execute(tx);
      check((await checkThread(tx)).orphans.length > 0, 'the page’s check does not see an orphan');
      throw undone;
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error;
    });
  check((await checkThread(db)).orphans.length === 0, 'the page’s check sees orphans where there are none');
}

function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
