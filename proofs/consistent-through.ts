import type { Proof } from '../scripts/prove.ts';
import { onRig, type RealServer, type Rig, startServer } from './_rig.ts';
import { openTool, type Tool, told, unboundKey } from './_traces.ts';

const WRITERS = 8;
const LOAD_MS = 8000;
const PAGE = 500;

export const proof: Proof = {
  promise: 'ce qui a été lu jusqu’à la borne annoncée ne grandit plus derrière le lecteur',
  run: () => onRig({}, twoServers),
};

/** Two servers write in the same store, and readers ask both. */
async function twoServers(rig: Rig): Promise<string[]> {
  const { authorization } = await unboundKey(rig);
  const servers = [await startServer(rig), await startServer(rig)];
  const tool = openTool(authorization, WRITERS * 3);
  try {
    const until = performance.now() + LOAD_MS;
    const writing = Promise.all(
      Array.from({ length: WRITERS }, (_none, writer) =>
        writeUntil(tool, servers[writer % 2] as RealServer, writer, until),
      ),
    );
    const [read, written] = await Promise.all([
      Promise.all(servers.map((server) => readWindows(tool, server, until))),
      writing,
    ]);
    return await judge(
      tool,
      servers,
      read.flat(),
      written.reduce((sum, n) => sum + n, 0),
    );
  } finally {
    tool.close();
    for (const server of servers) await server.stop();
  }
}

async function writeUntil(tool: Tool, server: RealServer, writer: number, until: number): Promise<number> {
  let written = 0;
  for (let n = writer; performance.now() < until; n += WRITERS) {
    const statements = Array.from({ length: 1 + (n % 7) }, (_, index) => told(n + index));
    const { status, text } = await tool.call(server.origin, 'POST', 'statements', statements);
    if (status !== 200) throw new Error(`${status} ${text}`);
    written += statements.length;
  }
  return written;
}

/** What a reader saw between two bounds, each announced by an answer. */
interface Window {
  readonly since: string;
  readonly until: string;
  readonly ids: readonly string[];
}

async function readWindows(tool: Tool, server: RealServer, until: number): Promise<Window[]> {
  const windows: Window[] = [];
  let since = new Date(0).toISOString();
  while (performance.now() < until) {
    const { through } = await tool.call(server.origin, 'GET', 'statements?limit=1');
    if (through <= since) continue;
    windows.push({ since, until: through, ids: await idsBetween(tool, server, since, through) });
    since = through;
  }
  return windows;
}

async function idsBetween(tool: Tool, { origin }: RealServer, since: string, until: string): Promise<string[]> {
  const ids: string[] = [];
  let path = `statements?${new URLSearchParams({ since, until, ascending: 'true', format: 'ids', limit: String(PAGE) })}`;
  while (path !== '') {
    const { status, text } = await tool.call(origin, 'GET', path);
    if (status !== 200) throw new Error(`${status} ${text}`);
    const page = JSON.parse(text) as { statements: { id?: string; verb: { id: string } }[]; more: string };
    ids.push(...page.statements.map((one) => one.id ?? ''));
    path = page.more.replace(/^\/xapi\//, '');
  }
  return ids;
}

async function judge(tool: Tool, servers: readonly RealServer[], windows: readonly Window[], written: number) {
  const [server] = servers as [RealServer];
  let seen = 0;
  for (const { since, until, ids } of windows) {
    const now = await idsBetween(tool, server, since, until);
    if (JSON.stringify(now) !== JSON.stringify(ids))
      throw new Error(`between ${since} and ${until}: ${ids.length} read then, ${now.length} there now`);
    seen += ids.length;
  }
  const full = windows.filter(({ ids }) => ids.length > 0).length;
  if (full < 10) throw new Error(`control: only ${full} windows held statements`);
  return [
    `${written} énoncés écrits par deux serveurs à la fois`,
    `${windows.length} bornes suivies par deux lecteurs (${full} fenêtres pleines, ${seen} énoncés lus) : rien n’y est apparu ensuite`,
  ];
}
