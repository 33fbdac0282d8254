export { APPLICATION_TABLE, type ApplicationEvent, type ApplicationState } from './model/application.ts';
export type { MandateState, Partner } from './model/consortium.ts';
