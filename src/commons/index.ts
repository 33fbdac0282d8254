export { outputOf } from './store/read.ts';
