export { openingPath } from './model.ts';
