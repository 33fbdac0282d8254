import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Platform } from './model/platform.ts';
import { ROSTER_SCOPE, SCORE_SCOPE } from './model/words.ts';
import { askJson, askOutside, OutsideError, type Told } from './outside.ts';
import { signToken } from './store/keys.ts';

type Means = Pick<Kernel, 'db' | 'config' | 'clock'>;

/** A right for an hour, against an assertion signed by us. Source: 1EdTech Security Framework 1.0, 4.1. @throws OutsideError */
async function accessToken(means: Means, platform: Platform, scope: string, loopback: boolean): Promise<string> {
  const claims = { iss: platform.clientId, sub: platform.clientId, aud: platform.tokenUrl, jti: newId() };
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signToken(means, claims, means.clock.now()),
    scope,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const asked = { method: 'POST', headers, body: body.toString() } as const;
  const { json } = await askJson(platform.tokenUrl, asked, loopback);
  if (typeof json.access_token !== 'string') throw new OutsideError('refused');
  return json.access_token;
}

export interface Score {
  readonly lineItem: string;
  readonly subject: string;
  readonly completed: boolean;
  readonly scorePercent: number | null;
  readonly reachedAt: Instant;
}

/** `/scores` goes before the query of the line. Source: AGS 2.0, 3.4. */
export function scoresUrl(lineItem: string): string {
  const url = new URL(lineItem);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/scores`;
  return url.href;
}

/** @throws OutsideError */
export async function sendScore(means: Means, platform: Platform, score: Score, loopback: boolean): Promise<void> {
  const token = await accessToken(means, platform, SCORE_SCOPE, loopback);
  const body = JSON.stringify({
    userId: score.subject,
    timestamp: score.reachedAt.toISOString(),
    activityProgress: score.completed ? 'Completed' : 'InProgress',
    gradingProgress: score.scorePercent === null ? 'NotReady' : 'FullyGraded',
    ...(score.scorePercent === null ? {} : { scoreGiven: score.scorePercent, scoreMaximum: 100 }),
  });
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/vnd.ims.lis.v1.score+json',
    accept: '*/*',
  };
  const told = await askOutside(scoresUrl(score.lineItem), { method: 'POST', headers, body }, loopback);
  if (told.status < 200 || told.status > 299) throw new OutsideError('refused');
}

export interface Member {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly active: boolean;
}

const MAX_PAGES = 20;
const MAX_MEMBERS = 2000;

/**
 * The list of a group, page after page; nothing of it is kept, and neither names nor addresses are read.
 *
 * @throws OutsideError
 */
export async function readRoster(means: Means, platform: Platform, url: string, loopback: boolean): Promise<Member[]> {
  const token = await accessToken(means, platform, ROSTER_SCOPE, loopback);
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
  };
  const members: Member[] = [];
  let next: string | null = url;
  for (let page = 0; next !== null && page < MAX_PAGES && members.length < MAX_MEMBERS; page += 1) {
    const { told, json }: Awaited<ReturnType<typeof askJson>> = await askJson(next, { headers }, loopback);
    members.push(...membersIn(json.members));
    next = nextPage(told, new URL(url).origin);
  }
  return members.slice(0, MAX_MEMBERS);
}

function membersIn(list: unknown): Member[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) => {
    const { user_id, roles, status } = (one ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof user_id !== 'string') return [];
    const told = Array.isArray(roles) ? roles.filter((role): role is string => typeof role === 'string') : [];
    return [{ subject: user_id, roles: told, active: status === undefined || status === 'Active' }];
  });
}

/** The bearer of our right never leaves the origin it was given for. */
function nextPage({ headers }: Told, origin: string): string | null {
  const link = [headers.link ?? ''].flat().join(',');
  const url = /<([^>]+)>\s*;[^,]*rel="?next"?/.exec(link)?.[1];
  return url && URL.canParse(url) && new URL(url).origin === origin ? url : null;
}
