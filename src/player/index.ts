export { contentAddress, manifestBytes } from './address.ts';
export { type GuestOpening, openForGuest, reachedBy, saveForGuest } from './guest.tsx';
export { activityPath, coursePath, openingPath } from './model.ts';
