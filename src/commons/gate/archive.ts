import { type Kind, type Measure, NOTHING_FOUND, Refused, type Report } from '../model/verdict.ts';
import { readGlb, readGltf } from './gltf.ts';
import type { Judge } from './judge.ts';
import { LIMITS } from './limits.ts';
import { CMI5_MANIFEST, readCmi5 } from './manifests/cmi5.ts';
import { H5P_CONTENT, H5P_MANIFEST, readH5p } from './manifests/h5p.ts';
import { type ManifestRead, readScorm, SCORM_MANIFEST } from './manifests/scorm.ts';
import { readTincan, TINCAN_MANIFEST } from './manifests/tincan.ts';
import { isImmersive, readWebxr, WEB_PAGE } from './manifests/webxr.ts';
import { describeOffice, type Office, officeOf } from './office.ts';
import { needTarget, type Package } from './package.ts';
import { type Source, sourceOf } from './source.ts';
import { readContents, type Wanted } from './zip/contents.ts';
import { readDirectory } from './zip/directory.ts';

type ManifestKind = 'cmi5' | 'scorm' | 'xapi' | 'h5p' | 'web';

/** In this order: a course tool often writes several manifests, and the most precise one is first. */
const MANIFESTS: readonly (readonly [string, ManifestKind])[] = [
  [CMI5_MANIFEST, 'cmi5'],
  [SCORM_MANIFEST, 'scorm'],
  [TINCAN_MANIFEST, 'xapi'],
  [H5P_MANIFEST, 'h5p'],
  [WEB_PAGE, 'web'],
];

/** What the names alone say a package is; its contents then confirm it. */
type Guess =
  | { readonly is: 'manifest'; readonly kind: ManifestKind; readonly root: string }
  | { readonly is: 'office'; readonly office: Office }
  | { readonly is: 'apk' }
  | { readonly is: 'scene'; readonly file: string };

/** Reads, judges and describes a ZIP package. @throws Refused */
export async function inspectArchive(judge: Judge, name: string, source: Source): Promise<Report> {
  const directory = await readDirectory(judge, source, name);
  const files = new Map(directory.entries.map((one) => [one.name, one.sizeBytes]));
  const guess = guessOf([...files.keys()]);
  if (guess === null) throw new Refused({ rule: 'kind-unknown', file: name });
  const kept = await readContents(judge, directory, wantedOf(guess), source.sizeBytes);
  const root = guess.is === 'manifest' ? guess.root : '';
  if (root !== '') judge.remark({ code: 'root-moved', file: root });
  const pack: Package = { judge, name, root, files, kept };
  const described = await describe(pack, guess);
  let totalBytes = 0;
  for (const sizeBytes of files.values()) totalBytes += sizeBytes;
  return { ...described, files: files.size, totalBytes, root, remarks: judge.remarks };
}

/** Left by file managers: no part of what the author made. */
const isNoise = (name: string) => /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i.test(name);

function guessOf(names: readonly string[]): Guess | null {
  const known = new Set(names);
  const office = officeOf(known);
  if (office) return { is: 'office', office };
  if (known.has('AndroidManifest.xml')) return { is: 'apk' };
  for (const root of ['', onlyFolder(names)]) {
    const found = root === null ? undefined : MANIFESTS.find(([file]) => known.has(root + file));
    if (found && root !== null) return { is: 'manifest', kind: found[1], root };
  }
  const scenes = names.filter((one) => /\.(gltf|glb)$/i.test(one) && !isNoise(one));
  const [file] = scenes;
  return file !== undefined && scenes.length === 1 ? { is: 'scene', file } : null;
}

/** The one folder that holds everything: a folder was zipped in place of its content. */
function onlyFolder(names: readonly string[]): string | null {
  const tops = new Set(names.filter((one) => !isNoise(one)).map((one) => one.slice(0, one.indexOf('/') + 1)));
  const [top] = tops;
  return tops.size === 1 && top ? top : null;
}

function wantedOf(guess: Guess): Wanted {
  switch (guess.is) {
    case 'office':
      return { sealed: false, keepBytes: (name) => (name === guess.office.core ? LIMITS.xmlBytes : null) };
    case 'apk':
      return { sealed: true, keepBytes: () => null };
    case 'scene':
      return { sealed: false, keepBytes: (name) => (name === guess.file ? LIMITS.nestedBytes : null) };
    case 'manifest': {
      const manifests = new Set(MANIFESTS.map(([file]) => guess.root + file));
      const texts = new Set([guess.root + H5P_MANIFEST, guess.root + H5P_CONTENT]);
      return {
        sealed: false,
        keepBytes: (name) => (texts.has(name) ? LIMITS.jsonBytes : manifests.has(name) ? LIMITS.xmlBytes : null),
      };
    }
  }
}

type Described = Pick<Report, 'kind' | 'mediaType' | 'launch' | 'found' | 'measures'>;

const ZIP_TYPE = 'application/zip';
const READERS: Readonly<Record<Exclude<ManifestKind, 'web'>, (pack: Package) => ManifestRead>> = {
  cmi5: readCmi5,
  scorm: readScorm,
  xapi: readTincan,
  h5p: readH5p,
};

function describe(pack: Package, guess: Guess): Promise<Described> | Described {
  switch (guess.is) {
    case 'office':
      return describeOffice(pack, guess.office);
    case 'apk':
      return describeApk(pack);
    case 'scene':
      return describeScene(pack, guess.file);
    case 'manifest': {
      if (guess.kind === 'web') return describePage(pack);
      const { kind, found, launch, units } = READERS[guess.kind](pack);
      return { kind, mediaType: ZIP_TYPE, found, launch, measures: [{ what: 'units', value: units }] };
    }
  }
}

function describePage(pack: Package): Described {
  const page = pack.kept.get(pack.root + WEB_PAGE);
  if (!page || !isImmersive(page)) throw new Refused({ rule: 'kind-unknown', file: pack.name, found: WEB_PAGE });
  const found = readWebxr(pack, page);
  return { kind: 'webxr', mediaType: ZIP_TYPE, found, launch: WEB_PAGE, measures: [] };
}

async function describeScene(pack: Package, file: string): Promise<Described> {
  const bytes = pack.kept.get(file);
  if (!bytes) throw new Refused({ rule: 'json-large', file, limit: LIMITS.nestedBytes });
  const binary = /\.glb$/i.test(file);
  const scene = binary ? await readGlb(pack.judge, file, sourceOf(bytes)) : await readGltf(pack.judge, file, bytes);
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  for (const reference of scene.references) needTarget(pack, file, folder, reference);
  return { kind: 'gltf', mediaType: ZIP_TYPE, found: scene.found, launch: file, measures: scene.measures };
}

const ENGINES: readonly (readonly [RegExp, string])[] = [
  [/\/libunity\.so$/, 'Unity'],
  [/\/lib(UE4|Unreal)\.so$/, 'Unreal Engine'],
  [/\/libgodot_android\.so$/, 'Godot'],
];

/** Described from the names of its files; its code is neither read nor run. */
function describeApk(pack: Package): Described {
  const names = [...pack.files.keys()];
  const builds = new Set(names.flatMap((name) => /^lib\/([\w-]+)\//.exec(name)?.[1] ?? []));
  const engine = ENGINES.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
  const measures: Measure[] = [];
  if (builds.size > 0) measures.push({ what: 'architectures', value: [...builds].sort().join(', ') });
  if (engine) measures.push({ what: 'engine', value: engine });
  pack.judge.remark({ code: 'not-run', file: pack.name });
  const kind: Kind = 'apk';
  return { kind, mediaType: 'application/vnd.android.package-archive', found: NOTHING_FOUND, launch: null, measures };
}
