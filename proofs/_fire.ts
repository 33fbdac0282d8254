import { Agent, request } from 'node:http';

export interface Shot {
  readonly applicationId: string;
  readonly sentAt: number;
  readonly answeredAt: number;
  /** HTTP status, 0 when the connection broke. */
  readonly status: number;
  readonly ms: number;
}

export interface Fire {
  readonly origin: string;
  readonly cookie: string;
  readonly version: ReadonlyMap<string, string>;
  readonly connections: number;
}

/** Posts each deposit at its instant over kept connections, as browsers of this site do. */
export function openFire({ origin, cookie, version, connections }: Fire) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(origin);
  const post = (applicationId: string): Promise<Shot> =>
    new Promise((done) => {
      const sentAt = Date.now();
      const startedAt = performance.now();
      const shot = (status: number) =>
        done({ applicationId, sentAt, answeredAt: Date.now(), status, ms: performance.now() - startedAt });
      const body = `version=${version.get(applicationId)}`;
      const headers = {
        cookie,
        origin,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': body.length,
      };
      const path = `/dossiers/${applicationId}/depot`;
      const sent = request({ agent, hostname, port, path, method: 'POST', headers }, (answer) => {
        answer.resume().once('end', () => shot(answer.statusCode ?? 0));
      });
      // A kept connection that the server closed meanwhile: a browser sends again, and so does this.
      sent.once('error', () => (sent.reusedSocket ? void post(applicationId).then(done) : shot(0)));
      sent.end(body);
    });
  return { post, close: () => agent.destroy() };
}

/** @returns the value under which this share of the shots lies */
export function percentile(shots: readonly Shot[], share: number): number {
  const sorted = shots.map((shot) => shot.ms).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
