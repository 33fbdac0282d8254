import { type Wave, waveById } from '../../calls/index.ts';
import { type AppContext, type Role, viewerOf } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Answered } from '../../ui/index.ts';
import { actMessage } from '../messages.ts';
import type { ActRefusal } from '../model/list.ts';
import { namesOf } from '../store/names.ts';

export const MANAGERS: readonly Role[] = ['programme-manager'];
export const COMMITTEE: readonly Role[] = ['programme-manager', 'committee-member'];

export type Shown = Answered & { readonly status?: 200 | 409 | 422 };
export type Reply = Response | Promise<Response>;

export const actOf = (c: AppContext) => ({ authorId: viewerOf(c).personId, at: c.var.receivedAt });
export const isManager = (c: AppContext): boolean => viewerOf(c).roles.includes('programme-manager');

export async function onWave(c: AppContext, { db }: Kernel, then: (wave: Wave) => Reply): Promise<Response> {
  const id = c.req.param('wave') ?? '';
  const wave = isId(id) ? await waveById(db, id) : null;
  return wave ? then(wave) : c.notFound();
}

/** The page after a refusal: as things are now, with who, when and why on top. */
export async function refused(
  { db }: Kernel,
  refusal: ActRefusal,
  typed: Readonly<Record<string, string>> = {},
): Promise<Shown> {
  const told = 'told' in refusal ? refusal.told : null;
  const names = await namesOf(db, told ? [told.byId] : []);
  return { status: 409, typed, refusal: actMessage(refusal, (id) => names.get(id) ?? 'Un agent') };
}
