import { type AppContext, type Role, viewerOf } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Call } from '../model/call.ts';
import { callById } from '../store.ts';

/** Those who prepare and run calls. */
export const MANAGERS: readonly Role[] = ['programme-manager'];

export type Answer = Response | Promise<Response>;

export const idOf = (c: AppContext, name: string): string | null => {
  const id = c.req.param(name) ?? '';
  return isId(id) ? id : null;
};

export async function onCall(c: AppContext, { db }: Kernel, then: (call: Call) => Answer): Promise<Response> {
  const id = idOf(c, 'call');
  const call = id === null ? null : await callById(db, id);
  return call ? then(call) : c.notFound();
}

export const actOf = (c: AppContext, reason: string) => ({
  authorId: viewerOf(c).personId,
  at: c.var.receivedAt,
  reason,
});

/** What was typed, to be shown again. */
export const typedOf = (data: FormData): Record<string, string> =>
  Object.fromEntries([...data.entries()].map(([name, value]) => [name, String(value)]));
