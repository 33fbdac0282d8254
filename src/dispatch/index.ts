/** Where the thin packages that were taken elsewhere open. */
export { OPEN_PATH } from './model/dispatch.ts';
