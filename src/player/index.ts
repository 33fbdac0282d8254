export { contentAddress } from './address.ts';
export { type GuestOpening, openForGuest, saveForGuest } from './guest.tsx';
export { coursePath, openingPath } from './model.ts';
