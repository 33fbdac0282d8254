import type { Hono } from 'hono';
import { draftForDeposit, type PrintableContent } from '../../applications/index.ts';
import { formRevisionById, waveById } from '../../calls/index.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import { canonical } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { ProblemPage, viewOf } from '../../ui/index.ts';
import { DepositedPage } from '../pages/deposited.tsx';
import { ReceiptPage } from '../pages/receipt.tsx';
import { archiveOf } from '../receipt/archive.ts';
import { documentOf, receiptsOf, type StoredReceipt, withdrawalOf } from '../store/query.ts';

const signedIn = allow('signed-in');

/** What a person keeps of a deposit. Any member of the consortium reads it; nobody else knows that it exists. */
export function addReceiptRoutes(app: Hono<AppEnv>, kernel: Kernel): void {
  const { db, config, files } = kernel;
  app.get('/dossiers/:id/recepisse', signedIn, async (c) => {
    const { personId } = viewerOf(c);
    const receipts = await receiptsOf(db, c.req.param('id'), personId, c.var.receivedAt);
    const [current] = receipts;
    const draft = current ? await draftForDeposit(db, current.applicationId, personId, c.var.receivedAt) : null;
    if (!current || !draft) return c.notFound();
    const { state } = draft;
    const withdrawn = state === 'draft' ? null : await withdrawalOf(db, current.depositId);
    const wave = await waveById(db, draft.waveId);
    const stillOpen = wave !== null && c.var.receivedAt < wave.closesAt;
    const props = { receipts, reopened: state === 'draft', withdrawn, byLead: draft.mine === 'lead', stillOpen };
    return c.html(<ReceiptPage view={viewOf(c, config.DEMO)} {...props} />);
  });

  const one = (c: AppContext) => receiptAsked(kernel, c);

  app.get('/dossiers/:id/recepisse/:depot/recepisse.json', signedIn, async (c) => {
    const stored = await one(c);
    if (stored === null) return c.notFound();
    return c.body(
      canonical(stored.receipt),
      200,
      attachment('application/json', `recepisse-${stored.receipt.body.number}.json`),
    );
  });

  app.get('/dossiers/:id/recepisse/:depot/recepisse.pdf', signedIn, async (c) => {
    const stored = await one(c);
    if (stored === null) return c.notFound();
    const pdf = await documentOf(db, stored.depositId, 'pdf');
    if (pdf) return c.body(new Uint8Array(pdf), 200, { 'Content-Type': 'application/pdf' });
    const title = 'La version imprimable se prépare';
    const text =
      'Elle est faite quelques secondes après le dépôt. Rechargez cette page dans un instant ; le fichier JSON, lui, est déjà complet.';
    return c.html(<ProblemPage view={viewOf(c, config.DEMO)} title={title} text={text} />, 503, { 'Retry-After': '5' });
  });

  app.get('/dossiers/:id/recepisse/:depot/dossier.zip', signedIn, async (c) => {
    const stored = await one(c);
    if (stored === null) return c.notFound();
    const content = {
      receipt: stored.receipt,
      snapshot: stored.snapshot,
      pdf: await documentOf(db, stored.depositId, 'pdf'),
      sealedAt: stored.receivedAt,
      open: (sha256: string) => files.open(sha256),
    };
    const name = `dossier-${stored.receipt.body.number}.zip`;
    return c.body(archiveOf(content), 200, attachment('application/zip', name));
  });
}

async function receiptAsked({ db }: Kernel, c: AppContext): Promise<StoredReceipt | null> {
  const receipts = await receiptsOf(db, c.req.param('id') ?? '', viewerOf(c).personId, c.var.receivedAt);
  return receipts.find(({ depositId }) => depositId === c.req.param('depot')) ?? null;
}

/** What was sealed, on one page to print. */
export function addPrintedRoute(app: Hono<AppEnv>, kernel: Kernel): void {
  const { db, config } = kernel;
  app.get('/dossiers/:id/recepisse/:depot/imprimer', signedIn, async (c) => {
    const stored = await receiptAsked(kernel, c);
    if (stored === null) return c.notFound();
    const { dossier } = JSON.parse(stored.snapshot) as { dossier: PrintableContent & { formRevisionId: string } };
    const revision = await formRevisionById(db, dossier.formRevisionId);
    if (revision === null) throw new Error(`a deposit lost its form: ${stored.depositId}`);
    const props = { receipt: stored.receipt, content: dossier, revision };
    return c.html(<DepositedPage view={viewOf(c, config.DEMO)} {...props} />);
  });
}

const attachment = (type: string, name: string) => ({
  'Content-Type': type,
  'Content-Disposition': `attachment; filename="${name}"`,
});
