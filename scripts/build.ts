import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { buildAssets } from './assets.ts';

/** Bundles what `npm start` runs into `dist/`: four processes that would each read a thousand files start in a second. */
const ROOT = join(import.meta.dirname, '..');
const ENTRIES = ['scripts/start.ts', 'src/server.ts', 'src/worker.ts', 'src/database.ts'];

/** A source keeps reading the files beside it: its folder is written in, since the bundle lies elsewhere. */
const ownFolder: Plugin = {
  name: 'own-folder',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta.')) return undefined;
      const contents = text
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path));
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' };
    });
  },
};

export async function buildProgram(): Promise<void> {
  await rm(join(ROOT, 'dist/program'), { recursive: true, force: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: 'dist/program',
    entryNames: '[name]',
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    sourcemap: true,
    plugins: [ownFolder],
    logLevel: 'warning',
  });
}

if (process.argv[1] === import.meta.filename) await Promise.all([buildAssets(), buildProgram()]);
