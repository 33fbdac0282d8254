import type { Hono } from 'hono';
import { draftForDeposit } from '../../applications/index.ts';
import { waveById } from '../../calls/index.ts';
import { type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { reopenMessage } from '../messages/reopen.ts';
import { RefusedPage } from '../pages/deposit.tsx';
import { ReopenPage } from '../pages/reopen.tsx';
import { reopen } from '../store/reopen.ts';

const HERE = '/dossiers/:id/rouvrir';

/** Back to writing, without losing what was deposited. */
export function addReopenRoutes(app: Hono<AppEnv>, kernel: Kernel): void {
  const { db, config } = kernel;
  app.get(HERE, allow('signed-in'), async (c) => {
    const draft = await draftForDeposit(db, c.req.param('id'), viewerOf(c).personId, c.var.receivedAt);
    const wave = draft?.mine === 'lead' ? await waveById(db, draft.waveId) : null;
    if (draft === null || wave === null) return c.notFound();
    if (draft.state !== 'deposited') return c.redirect(`/dossiers/${draft.id}`, 303);
    return c.html(<ReopenPage view={viewOf(c, config.DEMO)} draft={draft} closesAt={wave.closesAt} />);
  });
  app.post(HERE, allow('signed-in'), async (c) => {
    const applicationId = c.req.param('id');
    const { personId } = viewerOf(c);
    const decision = await reopen(kernel, { applicationId, personId, receivedAt: c.var.receivedAt });
    if (decision === null) return c.notFound();
    if (decision.refusal === null || decision.refusal.code === 'already-open')
      return c.redirect(`/dossiers/${applicationId}`, 303);
    const message = reopenMessage(decision.refusal);
    return c.html(<RefusedPage view={viewOf(c, config.DEMO)} applicationId={applicationId} message={message} />, 409);
  });
}
