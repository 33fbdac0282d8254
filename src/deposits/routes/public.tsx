import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { type Call, callBySlug, type Wave, wavesOf } from '../../calls/index.ts';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { readReceipt } from '../form.ts';
import type { Receipt } from '../model/receipt.ts';
import { ChainPage, KeysPage, type Verdict, VerifyPage } from '../pages/public.tsx';
import { checkReceipt } from '../receipt/seal.ts';
import { publishedKey, publishedKeys } from '../store/keys.ts';
import { chainOf, receiptByContent } from '../store/query.ts';

const SCRIPT = join(import.meta.dirname, '../../../scripts/verify-receipt.mjs');
const LINKS_SHOWN = 200;
const HASH = /^[0-9a-f]{64}$/;
const KEY = /^[0-9a-f]{32}$/;

/** What anybody may check: receipts, keys, chains. */
export function addPublicRoutes(app: Hono<AppEnv>, kernel: Kernel): void {
  addVerification(app, kernel);
  addKeys(app, kernel);
  addChains(app, kernel);
}

function addVerification(app: Hono<AppEnv>, kernel: Kernel): void {
  const { db, config } = kernel;
  app.get('/verifier-un-recepisse', allow('public'), async (c) => {
    const hash = c.req.query('empreinte');
    if (hash === undefined) return c.html(<VerifyPage view={viewOf(c, config.DEMO)} />);
    const stored = HASH.test(hash) ? await receiptByContent(db, hash) : null;
    const recognised = stored
      ? {
          number: stored.receipt.body.number,
          arrivedAt: stored.receipt.body.arrivedAt,
          seq: stored.receipt.body.chain.seq,
        }
      : null;
    return c.html(<VerifyPage view={viewOf(c, config.DEMO)} recognised={recognised} />);
  });

  app.post('/verifier-un-recepisse', allow('public'), async (c) => {
    const form = await c.req.formData();
    const read = await readReceipt(form);
    const view = viewOf(c, config.DEMO);
    if (!read.ok)
      return c.html(<VerifyPage view={view} errors={read.errors} typed={String(form.get('texte') ?? '')} />, 422);
    return c.html(<VerifyPage view={view} verdict={await judge(kernel, read.value)} />);
  });

  app.get('/verifier-un-recepisse/verify-receipt.mjs', allow('public'), (c) =>
    c.body(readFileSync(SCRIPT), 200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Content-Disposition': 'attachment; filename="verify-receipt.mjs"',
    }),
  );
}

async function judge({ db }: Kernel, receipt: Receipt): Promise<Verdict> {
  const key = KEY.test(receipt.body.keyId) ? await publishedKey(db, receipt.body.keyId) : null;
  const checks = key ? checkReceipt(receipt, key.public_key) : [];
  const ours = await receiptByContent(db, receipt.body.chain.contentSha256);
  return {
    receipt,
    knownKey: key !== null,
    checks,
    inChain: ours?.receipt.body.chain.hash === receipt.body.chain.hash,
  };
}

function addKeys(app: Hono<AppEnv>, { db, config }: Kernel): void {
  app.get('/cles', allow('public'), async (c) =>
    c.html(<KeysPage view={viewOf(c, config.DEMO)} keys={await publishedKeys(db)} />),
  );
  app.get('/cles.json', allow('public'), async (c) => {
    const keys = await publishedKeys(db);
    return c.json({
      keys: keys.map((key) => ({
        id: key.id,
        algorithm: 'Ed25519',
        publicKey: key.public_key,
        validFrom: key.valid_from,
        validUntil: key.valid_until,
      })),
    });
  });
  app.get('/cles/:id', allow('public'), async (c) => {
    const id = c.req.param('id');
    const key = KEY.test(id) ? await publishedKey(db, id) : null;
    if (key === null) return c.notFound();
    return c.body(key.public_key, 200, {
      'Content-Type': 'application/x-pem-file',
      'Content-Disposition': `attachment; filename="cle-${key.id.slice(0, 8)}.pem"`,
    });
  });
}

function addChains(app: Hono<AppEnv>, { db, config }: Kernel): void {
  const find = async (c: AppContext): Promise<{ call: Call; wave: Wave } | null> => {
    const call = await callBySlug(db, c.req.param('slug') ?? '');
    const number = Number(c.req.param('n'));
    const wave = call ? (await wavesOf(db, call.id)).find((one) => one.number === number) : undefined;
    return call && wave ? { call, wave } : null;
  };
  app.get('/appels/:slug/vagues/:n/chaine', allow('public'), async (c) => {
    const found = await find(c);
    if (found === null) return c.notFound();
    const links = await chainOf(db, found.wave.id);
    const props = { callTitle: found.call.title, slug: found.call.slug, wave: found.wave.number, total: links.length };
    return c.html(<ChainPage view={viewOf(c, config.DEMO)} {...props} links={links.slice(-LINKS_SHOWN).reverse()} />);
  });
  app.get('/appels/:slug/vagues/:n/chaine.json', allow('public'), async (c) => {
    const found = await find(c);
    if (found === null) return c.notFound();
    return c.json({ waveId: found.wave.id, links: await chainOf(db, found.wave.id) });
  });
}
