import type { Hono } from 'hono';
import { draftForDeposit } from '../../applications/index.ts';
import { callById, waveById } from '../../calls/index.ts';
import { type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { readVersion } from '../form.ts';
import { depositMessage, withdrawalMessage } from '../messages.ts';
import { DepositPage, RefusedPage, WithdrawalPage } from '../pages/deposit.tsx';
import { versionOf } from '../receipt/content.ts';
import { deposit, latestDeposit } from '../store/deposit.ts';
import { withdraw } from '../store/withdrawal.ts';

const signedIn = allow('signed-in');

/** The act itself: confirmation, deposit, withdrawal. */
export function addDepositRoutes(app: Hono<AppEnv>, kernel: Kernel): void {
  const { db, config } = kernel;
  app.get('/dossiers/:id/depot', signedIn, async (c) => {
    const draft = await draftForDeposit(db, c.req.param('id'), viewerOf(c).personId, c.var.receivedAt);
    if (draft === null) return c.notFound();
    const latest = await latestDeposit(db, draft.id);
    const wave = await waveById(db, draft.waveId);
    const call = wave ? await callById(db, wave.callId) : null;
    if (wave === null || call === null) return c.notFound();
    if (draft.state === 'deposited') return c.redirect(`/dossiers/${draft.id}/recepisse`, 303);
    const props = { draft, call, wave, version: versionOf(draft), again: latest !== null };
    return c.html(<DepositPage view={viewOf(c, config.DEMO)} {...props} />);
  });

  app.post('/dossiers/:id/depot', signedIn, async (c) => {
    const applicationId = c.req.param('id');
    const versionRead = readVersion(await c.req.formData());
    const { personId } = viewerOf(c);
    const decision = await deposit(kernel, { applicationId, personId, versionRead, receivedAt: c.var.receivedAt });
    if (decision === null) return c.notFound();
    if (decision.refusal === null || decision.refusal.code === 'already-deposited')
      return c.redirect(`/dossiers/${applicationId}/recepisse`, 303);
    const message = depositMessage(decision.refusal);
    return c.html(<RefusedPage view={viewOf(c, config.DEMO)} applicationId={applicationId} message={message} />, 409);
  });

  app.get('/dossiers/:id/retrait', signedIn, async (c) => {
    const draft = await draftForDeposit(db, c.req.param('id'), viewerOf(c).personId, c.var.receivedAt);
    if (draft === null || draft.mine !== 'lead') return c.notFound();
    return c.html(<WithdrawalPage view={viewOf(c, config.DEMO)} draft={draft} />);
  });

  app.post('/dossiers/:id/retrait', signedIn, async (c) => {
    const applicationId = c.req.param('id');
    const reason = String((await c.req.formData()).get('motif') ?? '');
    const { personId } = viewerOf(c);
    const decision = await withdraw(kernel, { applicationId, personId, reason, receivedAt: c.var.receivedAt });
    if (decision === null) return c.notFound();
    if (decision.refusal === null || decision.refusal.code === 'already-withdrawn')
      return c.redirect(`/dossiers/${applicationId}/recepisse`, 303);
    const view = viewOf(c, config.DEMO);
    const message = withdrawalMessage(decision.refusal);
    if (decision.refusal.code !== 'no-reason')
      return c.html(<RefusedPage view={view} applicationId={applicationId} message={message} />, 409);
    const draft = await draftForDeposit(db, applicationId, personId, c.var.receivedAt);
    if (draft === null) return c.notFound();
    return c.html(
      <WithdrawalPage view={view} draft={draft} reason={reason} error={`${message.title}. ${message.text}`} />,
      422,
    );
  });
}
