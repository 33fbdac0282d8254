import type { Instant } from '../../kernel/instant.ts';
import { type RegisterAnswer, readAnswer } from './answer.ts';

export interface RegisterClient {
  /** @param at when the answer is said to have been fetched */
  find(siret: string, at: Instant): Promise<RegisterAnswer>;
}

/** Rule of the register: 7 requests a second from one address. */
const REQUESTS_A_SECOND = 7;
const TIMEOUT_MS = 3000;
/** A person waits behind other requests no longer than for the register itself. */
const LONGEST_QUEUE_MS = TIMEOUT_MS;
const ANSWER_BYTES = 1024 * 1024;
const DEFAULT_PAUSE_SECONDS = 10;

const clients = new Map<string, RegisterClient>();

/** One client for a register and a process: the pace is kept whoever asks. */
export function registerClient(url: string, publicUrl: string): RegisterClient {
  const known = clients.get(url);
  if (known) return known;
  const made = openRegisterClient(url, publicUrl);
  clients.set(url, made);
  return made;
}

export function openRegisterClient(url: string, publicUrl: string): RegisterClient {
  const pace = openPace();
  const ask = (siret: string) =>
    fetch(`${url.replace(/\/$/, '')}/search?${queryFor(siret)}`, {
      headers: { accept: 'application/json', 'user-agent': `Deffinum/0.1 (+${publicUrl})` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
  return {
    find: async (siret, at) => {
      if (!(await pace.turn())) return { kind: 'unreachable', why: 'busy' };
      try {
        const response = await ask(siret);
        if (response.ok) return readAnswer(await boundedText(response), siret, at);
        await response.body?.cancel();
        if (response.status !== 429) return { kind: 'unreachable', why: 'refused' };
        pace.pause(retryAfterMs(response.headers.get('retry-after')));
        return { kind: 'unreachable', why: 'busy' };
      } catch (error) {
        return { kind: 'unreachable', why: (error as Error).name === 'TimeoutError' ? 'slow' : 'network' };
      }
    },
  };
}

const queryFor = (siret: string) =>
  new URLSearchParams({
    q: siret,
    page: '1',
    per_page: '5',
    minimal: 'true',
    include: 'siege,matching_etablissements,complements',
  });

/** Seconds, or an HTTP date; whatever is unreadable waits a little. */
export function retryAfterMs(header: string | null, now = Date.now()): number {
  const seconds = Number(header ?? Number.NaN);
  if (header !== null && header.trim() !== '' && Number.isFinite(seconds)) return Math.max(0, seconds) * 1000;
  const date = Date.parse(header ?? '');
  return Number.isNaN(date) ? DEFAULT_PAUSE_SECONDS * 1000 : Math.max(0, date - now);
}

/** Requests leave evenly spaced; after a 429 none leaves before the instant the register named. */
function openPace() {
  let nextAt = 0;
  let pausedUntil = 0;
  return {
    /** Waits for a turn; `false` when it would come too late to be of use. */
    turn: async (): Promise<boolean> => {
      const now = performance.now();
      const at = Math.max(now, nextAt);
      if (now < pausedUntil || at - now > LONGEST_QUEUE_MS) return false;
      nextAt = at + 1000 / REQUESTS_A_SECOND;
      if (at > now) await new Promise((turn) => setTimeout(turn, at - now));
      return performance.now() >= pausedUntil;
    },
    pause: (ms: number) => {
      pausedUntil = performance.now() + ms;
    },
  };
}

/** @throws Error beyond the bound: the caller answers that the register is unreachable */
async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > ANSWER_BYTES) throw new Error('answer of the register too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
