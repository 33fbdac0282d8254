import { AsyncLocalStorage } from 'node:async_hooks';

/** The request that a line of log, or a job, comes from: carried along without being passed. */
const trace = new AsyncLocalStorage<string>();

export const withTrace = <T>(requestId: string, run: () => T): T => trace.run(requestId, run);
export const currentTrace = (): string | undefined => trace.getStore();
