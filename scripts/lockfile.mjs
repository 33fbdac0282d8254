// Completes package-lock.json after a change of dependencies: a registry that does not serve the binary packages of other
// platforms makes npm drop them from the lock, and `npm ci` then refuses it. `node scripts/lockfile.mjs [--check | --help]`
import { readFileSync, writeFileSync } from 'node:fs';

if (process.argv.includes('--help')) {
  console.log('Adds the platform packages that are missing from package-lock.json. --check: say so and fail instead.');
  process.exit(0);
}
const OS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'aix'];
const CPU = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const missing = [];

for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (lock.packages[`node_modules/${name}`] || lock.packages[`${place}/node_modules/${name}`]) continue;
    const words = name.split(/[-/]/);
    const os = OS.filter((word) => words.includes(word));
    const cpu = CPU.filter((word) => words.includes(word));
    if (os.length === 0 && cpu.length === 0) continue;
    const libc = words.includes('musl') ? ['musl'] : words.some((word) => word === 'gnu') ? ['glibc'] : undefined;
    missing.push(name);
    lock.packages[`node_modules/${name}`] = {
      version,
      optional: true,
      ...(cpu.length ? { cpu } : {}),
      ...(os.length ? { os } : {}),
      ...(libc ? { libc } : {}),
    };
  }
}
if (missing.length > 0 && process.argv.includes('--check')) {
  console.error(`package-lock.json lacks ${missing.join(', ')}: run node scripts/lockfile.mjs`);
  process.exit(1);
}
const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
console.log(missing.length === 0 ? 'package-lock.json is whole.' : `Added ${missing.length} platform packages.`);
