import { Hono } from 'hono';
import { type AppContext, type AppEnv, allow, passes, type Role, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { FUNDER_PATH, parseFunder } from '../form.ts';
import { FUNDER_CHANGED } from '../messages.ts';
import { AgentPage, type AgentProps } from '../pages/agent.tsx';
import { AGENT_PATH } from '../pages/parts.tsx';
import { authoritiesIn, waitingAgreements } from '../store/due.ts';
import { fundersOf, nameFunder } from '../store/funders.ts';

const READERS: readonly Role[] = ['programme-manager', 'auditor'];
const WRITERS: readonly Role[] = ['programme-manager'];

export function agentRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(AGENT_PATH, allow(READERS), async (c) => c.html(<AgentPage {...(await frame(kernel, c))} />))
    .post(FUNDER_PATH, allow(WRITERS), (c) => saveFunder(kernel, c));
}

async function frame({ db, config }: Kernel, c: AppContext): Promise<AgentProps> {
  const funders = await fundersOf(db);
  return {
    view: viewOf(c, config.DEMO),
    now: c.var.receivedAt,
    waiting: await waitingAgreements(db),
    funders: (await authoritiesIn(db)).map((authority) => ({
      authority,
      funder: funders.find((one) => one.authority === authority) ?? null,
    })),
    mayWrite: passes(WRITERS, c.var.viewer),
  };
}

async function saveFunder(kernel: Kernel, c: AppContext) {
  const data = await c.req.formData();
  const form = parseFunder(data);
  const page = await frame(kernel, c);
  const authority = String(data.get('authority') ?? '');
  if (!page.funders.some((one) => one.authority === authority)) return c.notFound();
  const typed = Object.fromEntries([...data.entries()].map(([name, value]) => [name, String(value)]));
  if (!form.ok) return c.html(<AgentPage {...page} sent={{ authority, typed, errors: form.errors }} />, 422);
  const decision = await nameFunder(kernel, {
    ...form.value,
    authorId: viewerOf(c).personId,
    at: c.var.receivedAt,
  });
  if (decision.refusal === null) return c.redirect(AGENT_PATH, 303);
  return c.html(<AgentPage {...page} sent={{ authority, typed, errors: { '': FUNDER_CHANGED } }} />, 409);
}
