export { contentAddress, manifestBytes } from './address.ts';
export { type GuestOpening, openForGuest, reachedBy, saveForGuest } from './guest.ts';
export { activityPath, coursePath, openingPath } from './model.ts';
export { FrameStage, PlayerStage } from './pages/stage.tsx';
