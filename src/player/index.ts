export { contentAddress } from './address.ts';
export { type GuestOpening, openForGuest, reachedBy, saveForGuest } from './guest.tsx';
export { coursePath, openingPath } from './model.ts';
