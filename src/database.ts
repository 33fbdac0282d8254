import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openEmbedded } from './kernel/embedded.ts';
import { onStop } from './kernel/process.ts';

/** The embedded database in a process of its own: a slow query here stalls nobody's event loop. */
const [dataDir = 'var/database', socketDir = 'var/socket'] = process.argv.slice(2);
mkdirSync(dirname(dataDir), { recursive: true });
const database = await openEmbedded(dataDir, socketDir);
process.send?.({ url: database.url });
onStop(() => database.close());
