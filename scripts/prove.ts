import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run prove` runs every proof; `npm run prove <name>` one. Each prints what it checked and fails loudly. */
export interface Proof {
  /** The promise, as a person would say it. */
  readonly promise: string;
  /** Returns what was checked, a line each. @throws when the promise does not hold */
  run(): Promise<readonly string[]>;
}

const folder = join(import.meta.dirname, '../proofs');
const known = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.startsWith('_'))
  .map((name) => name.slice(0, -3))
  .sort();
const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`Unknown proof: ${unknown.join(', ')}. Known: ${known.join(', ')}`);
  process.exit(2);
}

let failed = 0;
for (const name of asked.length > 0 ? asked : known) {
  const { proof } = (await import(join(folder, `${name}.ts`))) as { proof: Proof };
  console.log(`\n── ${name} : ${proof.promise}`);
  try {
    for (const line of await proof.run()) console.log(`  ✓ ${line}`);
  } catch (error) {
    failed += 1;
    console.error(`  ✗ ${error instanceof Error ? error.message : String(error)}`);
  }
}
console.log(failed === 0 ? '\nToutes les promesses vérifiées tiennent.' : `\n${failed} promesse(s) ne tien(nen)t pas.`);
process.exit(failed === 0 ? 0 : 1);
