import type { Slice } from '../kernel/kernel.ts';
import { JOURNAL_PATH } from './index.ts';
import { JOURNAL_READERS, journalRoutes } from './routes.tsx';

export const journalSlice: Slice = {
  name: 'journal',
  routes: journalRoutes,
  nav: [{ href: JOURNAL_PATH, label: 'Journal des décisions', rule: JOURNAL_READERS, place: 'account', order: 50 }],
};
