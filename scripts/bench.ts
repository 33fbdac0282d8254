import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run bench <name>` prints medians and a ratio against a peer or a limit measured in the same run. */
export interface Bench {
  readonly figure: string;
  run(): Promise<void>;
}

const folder = join(import.meta.dirname, '../bench');
const known = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.startsWith('_'))
  .map((name) => name.slice(0, -3))
  .sort();
const [name] = process.argv.slice(2);
if (!name || !existsSync(join(folder, `${name}.ts`))) {
  console.error(`Usage: npm run bench <name>. Known: ${known.join(', ')}`);
  process.exit(2);
}
const { bench } = (await import(join(folder, `${name}.ts`))) as { bench: Bench };
console.log(`── ${name} : ${bench.figure}\n`);
await bench.run();
process.exit(0);
