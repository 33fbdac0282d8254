export type { Incident, MinuteLine } from './model.ts';
export { healthBetween, recordDepositFailure, recordIncident, recordProbe, unavailableMinutes } from './store.ts';
