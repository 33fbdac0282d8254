import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openEmbedded } from './kernel/embedded.ts';
import { takeLock } from './kernel/lock.ts';
import { onStop } from './kernel/process.ts';

/** The embedded database in a process of its own: a slow query here stalls nobody's event loop. */
const [dataDir = 'var/database', socketDir = 'var/socket'] = process.argv.slice(2);
const PREVIOUS_CLOSES_MS = 20_000;

/** Two openers of one cluster would write over each other: the one before closes first. */
async function holdAlone(): Promise<void> {
  const patience = performance.now() + PREVIOUS_CLOSES_MS;
  while ((await takeLock(join(socketDir, 'database.sock'))) === null) {
    if (performance.now() > patience) throw new Error(`another process holds the database of ${dataDir}`);
    await new Promise((later) => setTimeout(later, 100));
  }
}

mkdirSync(dirname(dataDir), { recursive: true });
mkdirSync(socketDir, { recursive: true, mode: 0o700 });
await holdAlone();
const database = await openEmbedded(dataDir, socketDir);
process.send?.('ready');
onStop(() => database.close());
