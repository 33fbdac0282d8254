import { Agent, request } from 'node:http';
import { newId } from '../src/kernel/ids.ts';
import { basic, keyFor } from '../src/traces/fixtures/machine.ts';
import { COMPLETED, SCENE_ENDED } from '../src/traces/fixtures.ts';
import type { Rig } from './_rig.ts';

export interface Answered {
  readonly status: number;
  readonly through: string;
  readonly text: string;
}

/** A tool that speaks to a real server over a few sockets it keeps. */
export interface Tool {
  call(origin: string, method: string, path: string, body?: unknown): Promise<Answered>;
  close(): void;
}

export function openTool(authorization: string, sockets: number): Tool {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });
  const headers = { authorization, 'x-experience-api-version': '2.0.0', 'content-type': 'application/json' };
  return {
    call: (origin, method, path, body) =>
      new Promise((done, failed) => {
        const content = body === undefined ? undefined : JSON.stringify(body);
        const length = content === undefined ? {} : { 'content-length': Buffer.byteLength(content) };
        const asked = request(new URL(`/xapi/${path}`, origin), { agent, method, headers: { ...headers, ...length } });
        asked.on('error', failed).on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', failed);
          response.on('end', () =>
            done({
              status: response.statusCode ?? 0,
              through: String(response.headers['x-experience-api-consistent-through'] ?? ''),
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        });
        asked.end(content);
      }),
    close: () => agent.destroy(),
  };
}

/** A key that no rate slows down: one machine plays all the tools. */
export async function unboundKey({ kernel }: Rig): Promise<{ authorization: string; lrs: number; number: number }> {
  const key = await keyFor(kernel, newId());
  const row = await kernel.db
    .updateTable('traces.credential')
    .set({ requests_per_second: 1_000_000 })
    .where('id', '=', key.id)
    .returning(['lrs', 'number'])
    .executeTakeFirstOrThrow();
  return { authorization: basic(key), ...row };
}

/** What a class of learners sends: people, activities and registrations that come back, ids that do not. */
export function told(n: number) {
  const learner = n % 500;
  const scene = `https://example.org/activites/scene-${n % 200}`;
  return {
    ...SCENE_ENDED,
    id: newId(),
    actor: { objectType: 'Agent', account: { homePage: 'https://cfa.example.org', name: `apprenant-${learner}` } },
    verb: n % 3 === 0 ? { id: 'http://adlnet.gov/expapi/verbs/initialized' } : COMPLETED.verb,
    object: { ...SCENE_ENDED.object, id: scene },
    context: { ...SCENE_ENDED.context, registration: `0f8c4a1e-6f0b-4f0e-9d3e-${String(learner).padStart(12, '0')}` },
    timestamp: new Date(Date.UTC(2027, 0, 11) + n * 1000).toISOString(),
  };
}
