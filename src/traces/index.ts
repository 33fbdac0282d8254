export { checkStatement } from './model/bounds.ts';
export type { Edition, Fault } from './model/check.ts';
