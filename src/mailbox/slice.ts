import type { Slice } from '../kernel/kernel.ts';
import { mailboxRoutes } from './routes.tsx';

export const mailboxSlice: Slice = { name: 'mailbox', routes: mailboxRoutes };
