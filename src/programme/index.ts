export { LEVER_STATES } from './messages.ts';
export type { Axis, Envelope, Lever, LeverState, Plan } from './model.ts';
export { moneyLines } from './money.ts';
export { MoneyChart, type MoneyLine } from './pages/money.tsx';
export { LeverCards } from './pages.tsx';
export { readEnvelopes, readPlan } from './store.ts';
