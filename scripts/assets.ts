import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'dist/assets');
const ISLANDS = join(ROOT, 'src/islands');
const FONTS = join(ROOT, 'node_modules/@fontsource-variable/atkinson-hyperlegible-next/files');
const FONT_NAMES = ['latin-wght-normal', 'latin-wght-italic'].map((name) => `atkinson-hyperlegible-next-${name}.woff2`);
const IMAGES = ['mark.svg'];
/** Viewers of scenes: the best compression would take seconds of a start for a few hundredths. */
const HEAVY_BYTES = 200 * 1024;

/** Builds the stylesheet and the islands into `dist/assets`, names hashed, compressed copies beside. */
export async function buildAssets(): Promise<void> {
  const islands = (await readdir(ISLANDS)).filter((name) => /\.(ts|css)$/.test(name) && !name.endsWith('.test.ts'));
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  const manifest: Record<string, string> = {};
  for (const font of FONT_NAMES) manifest[font] = await emit(font, await readFile(join(FONTS, font)));
  for (const image of IMAGES) manifest[image] = await emit(image, await readFile(join(ROOT, 'src/ui', image)));
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'src/ui/main.css'), ...islands.map((name) => join(ISLANDS, name))],
    bundle: true,
    minify: true,
    write: false,
    outdir: OUT,
    format: 'esm',
    target: ['es2022', 'safari16'],
    external: ['asset:*'],
  });
  for (const file of outputFiles) {
    const text = file.path.endsWith('.css')
      ? file.text.replace(/asset:([\w.-]+)/g, (_all, name: string) => addressOf(manifest, name))
      : file.text;
    manifest[basename(file.path)] = await emit(basename(file.path), Buffer.from(text));
  }
  await writeFile(join(OUT, 'manifest.json'), JSON.stringify(manifest, null, 2));
}

/** @throws Error on a name that no asset bears: a stylesheet with a dead address must not be built */
function addressOf(manifest: Readonly<Record<string, string>>, name: string): string {
  const built = manifest[name];
  if (built === undefined) throw new Error(`no such asset: ${name}`);
  return `/assets/${built}`;
}

async function emit(name: string, content: Buffer): Promise<string> {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const built = `${basename(name, extname(name))}-${hash}${extname(name)}`;
  await writeFile(join(OUT, built), content);
  if (extname(name) !== '.woff2') {
    const quality = content.length > HEAVY_BYTES ? 9 : constants.BROTLI_MAX_QUALITY;
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
    await writeFile(join(OUT, `${built}.br`), brotliCompressSync(content, { params }));
    await writeFile(join(OUT, `${built}.gz`), gzipSync(content, { level: 9 }));
  }
  return built;
}
