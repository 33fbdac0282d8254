import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Folder of this installation's sockets: short, since a socket path holds 100 bytes, and ours alone.
 *
 * @throws Error when somebody else's folder bears the name
 */
export function socketFolder(varDir: string): string {
  const user = process.getuid?.() ?? 0;
  const name = createHash('sha256').update(varDir).digest('hex').slice(0, 10);
  const folder = join(tmpdir(), `deffinum-${user}-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || (process.getuid && found.uid !== user))
    throw new Error(`${folder} appartient à un autre compte : donnez un autre dossier par VAR_DIR`);
  chmodSync(folder, 0o700);
  return folder;
}

/** Whether the port can be opened here. */
export function portIsFree(port: number, host: string): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
      .once('error', () => done(false))
      .listen(port, host, () => probe.close(() => done(true)));
  });
}
