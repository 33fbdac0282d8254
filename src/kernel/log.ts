import pg from 'pg';
import { type DestinationStream, pino } from 'pino';
import { currentTrace } from './trace.ts';

/**
 * Structured lines with a request id, which jobs carry on. What a person typed never goes in: no name, address, mail or form
 * value, only identifiers, codes, durations and counts.
 */
export type Log = pino.Logger;

/** Keys whose value is masked whatever passes it, in case a whole object is logged by mistake. */
const PERSONAL = ['email', 'name', 'password', 'token', 'secret', 'authorization', 'cookie', 'siret', 'iban', 'phone'];

/** @param to where the lines go; the standard output when not given */
export function openLog(level: string, role: string, to?: DestinationStream): Log {
  const options = {
    level,
    base: { role },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: PERSONAL.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[masqué]' },
    mixin: () => {
      const requestId = currentTrace();
      return requestId === undefined ? {} : { requestId };
    },
    serializers: { err: errorFacts },
  };
  return to ? pino(options, to) : pino(options);
}

/** Of an error, what tells where it happened. Words of the database repeat the values it was given: they stay out. */
export function errorFacts(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const fromDatabase = error instanceof pg.DatabaseError;
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.constructor.name,
    ...(fromDatabase ? {} : { message: error.message }),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(typeof table === 'string' ? { table } : {}),
    stack: frames.join('\n'),
  };
}
