import { createLocalJWKSet, decodeProtectedHeader, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { accept, type Decision, refuse } from '../kernel/decision.ts';
import type { Instant } from '../kernel/instant.ts';
import type { LaunchRefusal } from './model/launch.ts';
import type { Platform } from './model/platform.ts';
import { askJson } from './outside.ts';

const MAX_TOKEN_CHARS = 32_000;
const KNOWN_MS = 10 * 60_000;
/** A key never seen makes us ask again, but no more often: anybody can write a key's name. */
const AGAIN_MS = 30_000;

interface Known {
  readonly at: number;
  readonly set: JSONWebKeySet;
}

/** The key sets of platforms, each asked once in a while. */
export function openKeySets(loopback: boolean) {
  const known = new Map<string, Known>();
  const ask = async ({ id, jwksUrl }: Platform): Promise<Known> => {
    const { json } = await askJson(jwksUrl, {}, loopback);
    const found = { at: performance.now(), set: json as unknown as JSONWebKeySet };
    if (!Array.isArray(found.set.keys)) throw new TypeError('no keys');
    known.set(id, found);
    return found;
  };
  return async (platform: Platform, kid: string): Promise<JSONWebKeySet> => {
    const found = known.get(platform.id);
    const age = found ? performance.now() - found.at : Number.POSITIVE_INFINITY;
    if (found && age < KNOWN_MS && (age < AGAIN_MS || found.set.keys.some((key) => key.kid === kid))) return found.set;
    return (await ask(platform)).set;
  };
}
type KeySets = ReturnType<typeof openKeySets>;

type Verified = Decision<Readonly<Record<string, unknown>>, LaunchRefusal>;

/** The signature alone; what it says is judged by model/launch.ts. */
export async function verifyToken(keySets: KeySets, platform: Platform, token: string, at: Instant): Promise<Verified> {
  if (token === '') return refuse({ code: 'token-missing' });
  if (token.length > MAX_TOKEN_CHARS) return refuse({ code: 'token-too-large' });
  const kid = headerOf(token);
  if (kid.refusal) return kid;
  let set: JSONWebKeySet;
  try {
    set = await keySets(platform, kid.changes);
  } catch {
    return refuse({ code: 'keys-unreachable' });
  }
  if (!set.keys.some((key) => key.kid === kid.changes)) return refuse({ code: 'key-unknown' });
  try {
    // Dates are judged with the rest: a reason for each.
    const lax = { algorithms: ['RS256'], currentDate: at, clockTolerance: Number.MAX_SAFE_INTEGER };
    return accept((await jwtVerify(token, createLocalJWKSet(set), lax)).payload);
  } catch (error) {
    return refuse({ code: error instanceof errors.JWSSignatureVerificationFailed ? 'signature' : 'token-malformed' });
  }
}

function headerOf(token: string): Decision<string, LaunchRefusal> {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    if (alg !== 'RS256') return refuse({ code: 'algorithm' });
    return typeof kid === 'string' ? accept(kid) : refuse({ code: 'key-unknown' });
  } catch {
    return refuse({ code: 'token-malformed' });
  }
}
