export { contentAddress } from './address.ts';
export { coursePath, openingPath } from './model.ts';
