export { refusalText, remarkText } from './gate/messages.ts';
export { runGate } from './gate/run.ts';
