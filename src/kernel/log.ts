import { pino } from 'pino';

/**
 * Structured lines with a request id. What a person typed never goes in: no name, address, mail or form value,
 * only identifiers, codes, durations and counts.
 */
export type Log = pino.Logger;

/** Keys whose value is masked whatever passes it, in case a whole object is logged by mistake. */
const PERSONAL = ['email', 'name', 'password', 'token', 'secret', 'authorization', 'cookie', 'siret', 'iban', 'phone'];

export function openLog(level: string, role: string): Log {
  return pino({
    level,
    base: { role },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: PERSONAL.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[masqué]' },
  });
}
