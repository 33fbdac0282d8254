import type { Slice } from '../kernel/kernel.ts';
import { LEDGER_PATH } from './pages/accounts.tsx';
import { LEDGER_READERS, ledgerRoutes } from './routes.tsx';

export const ledgerSlice: Slice = {
  name: 'ledger',
  routes: ledgerRoutes,
  nav: [{ href: LEDGER_PATH, label: 'Grand livre', rule: LEDGER_READERS, place: 'main', order: 80 }],
};
