export { LEVER_STATES } from './messages.ts';
export type { Axis, Envelope, Lever, LeverState, Plan } from './model.ts';
export { moneyLines } from './money.ts';
export { AxisCards } from './pages/axes.tsx';
export { MoneyBar, MoneyChart, type MoneyLine } from './pages/money.tsx';
export { readEnvelopes, readPlan } from './store.ts';
