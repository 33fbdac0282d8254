/** The kind under which sessions of activities stand in the traces. */
export { KIND } from './store/open.ts';
