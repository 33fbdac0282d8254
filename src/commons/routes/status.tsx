import { organisationById } from '../../identity/index.ts';
import type { Db } from '../../kernel/db.ts';
import type { AppContext } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { arkOf, arkPath, foldArk } from '../model/ark.ts';
import { publishedOf, type Resource } from '../model/resource.ts';
import { type Deprecated, TakenDownPage } from '../pages/trust/status.tsx';
import { resourceById, takenDownByArk } from '../store/read.ts';
import { statusChangesOf } from '../store/trust/status.ts';

export const arkIn = (c: AppContext): string => foldArk(c.req.param('name') ?? '');

/** Taken down: its page says when and why, whatever was asked of it. Otherwise, nothing is there. */
export async function gone(c: AppContext, { db, config }: Kernel): Promise<Response> {
  const withdrawn = c.req.param('authority') === config.ARK_AUTHORITY ? await takenDownByArk(db, arkIn(c)) : null;
  const [change] = withdrawn ? await statusChangesOf(db, withdrawn.id) : [];
  if (!withdrawn || !change) return c.notFound();
  const organisation = await organisationById(db, withdrawn.organisationId);
  const title = withdrawn.versions.find(({ number }) => number === change.version)?.description?.title ?? '';
  const facts = { authority: config.ARK_AUTHORITY, resource: withdrawn, title, change };
  return c.html(
    <TakenDownPage view={viewOf(c, config.DEMO)} {...facts} organisation={organisation?.name ?? ''} />,
    410,
  );
}

/** What is said at the head of a resource that should no longer be used. */
export async function deprecationOf(
  db: Db,
  { ARK_AUTHORITY }: Kernel['config'],
  { id, status }: Resource,
): Promise<Deprecated | null> {
  const [change] = status === 'deprecated' ? await statusChangesOf(db, id) : [];
  if (!change) return null;
  const replacement = change.replacedBy ? await resourceById(db, change.replacedBy) : null;
  if (replacement === null) return { change, replacedBy: null };
  const title = publishedOf(replacement)?.description?.title ?? arkOf(ARK_AUTHORITY, replacement.arkName);
  return { change, replacedBy: { title, path: arkPath(ARK_AUTHORITY, replacement.arkName) } };
}
