export { HOME_PROMISES } from './promises.ts';
