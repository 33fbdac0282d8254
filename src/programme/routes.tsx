import { stringify } from 'csv-stringify/sync';
import { Hono } from 'hono';
import type { DbOrTx } from '../kernel/db.ts';
import { type AppEnv, allow } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { envelopeFigures } from '../ledger/index.ts';
import { viewOf } from '../ui/index.ts';
import type { Envelope } from './model.ts';
import { moneyLines } from './money.ts';
import { EnvelopePage, LeverPage, PlanPage } from './pages.tsx';
import { readEnvelopes, readLevers, readPlan } from './store.ts';

export function programmeRoutes({ db, config }: Kernel) {
  return new Hono<AppEnv>()
    .get('/plan', allow('public'), async (c) => {
      const [plan, lines] = await Promise.all([readPlan(db), moneyLines(db)]);
      return c.html(<PlanPage view={viewOf(c, config.DEMO)} plan={plan} lines={lines} />);
    })
    .get('/plan/enveloppes.json', allow('public'), async (c) => c.json(await openData(db)))
    .get('/plan/enveloppes.csv', allow('public'), async (c) => {
      c.header('Content-Type', 'text/csv; charset=utf-8');
      return c.body(stringify(await openData(db), { header: true, escape_formulas: true }));
    })
    .get('/plan/enveloppes/:slug', allow('public'), async (c) => {
      const envelopes = await readEnvelopes(db);
      const envelope = envelopes.find(({ slug }) => slug === c.req.param('slug'));
      if (!envelope) return c.notFound();
      const figures = envelope.accountCode ? await envelopeFigures(db, envelope.accountCode) : null;
      const children = envelopes.filter(({ parentSlug }) => parentSlug === envelope.slug);
      return c.html(<EnvelopePage {...{ envelope, figures, children, view: viewOf(c, config.DEMO) }} />);
    })
    .get('/plan/leviers/:slug', allow('public'), async (c) => {
      const lever = (await readLevers(db)).find(({ slug }) => slug === c.req.param('slug'));
      return lever ? c.html(<LeverPage view={viewOf(c, config.DEMO)} lever={lever} />) : c.notFound();
    });
}

/** One row an envelope; an unknown figure is empty, never zero. Amounts in cents. */
async function openData(db: DbOrTx) {
  const envelopes = await readEnvelopes(db);
  return Promise.all(envelopes.map((envelope) => openRow(db, envelope)));
}

async function openRow(db: DbOrTx, e: Envelope) {
  const figures = e.accountCode ? await envelopeFigures(db, e.accountCode) : null;
  return {
    enveloppe: e.slug,
    contenue_dans: e.parentSlug,
    nom: e.name,
    montant_centimes: e.amountCents,
    date: e.datedLabel,
    origine_des_fonds: e.funds,
    frr: e.isFrr,
    source: e.source.label,
    source_url: e.source.url,
    disponible_centimes: figures?.availableCents ?? null,
    reserve_centimes: figures?.reservedCents ?? null,
    engage_centimes: figures?.committedCents ?? null,
    certifie_centimes: figures?.certifiedCents ?? null,
    paye_centimes: figures?.paidCents ?? null,
  };
}
