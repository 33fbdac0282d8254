import { NOTHING_FOUND } from '../../model/verdict.ts';
import { type JsonObject, numberOf, objectsOf, readJson, textOf } from '../json.ts';
import { invalid, manifest, type Package } from '../package.ts';
import type { ManifestRead } from './scorm.ts';

export const H5P_MANIFEST = 'h5p.json';
export const H5P_CONTENT = 'content/content.json';

/** An H5P content with the libraries it needs. Source: H5P developer guide, « h5p.json file definition ». */
export function readH5p(pack: Package): ManifestRead {
  const file = pack.root + H5P_MANIFEST;
  const told = readJson(pack.judge, file, manifest(pack, H5P_MANIFEST));
  readJson(pack.judge, pack.root + H5P_CONTENT, manifest(pack, H5P_CONTENT));
  const main = textOf(told.mainLibrary);
  if (main === null) throw invalid(file, '« mainLibrary » manque');
  const needed = objectsOf(told.preloadedDependencies);
  if (!needed.some((one) => textOf(one.machineName) === main))
    throw invalid(file, `la bibliothèque « ${main} » n’est pas dans « preloadedDependencies »`);
  for (const one of needed) needLibrary(pack, file, one);
  const language = textOf(told.language);
  return {
    kind: 'h5p',
    found: {
      ...NOTHING_FOUND,
      title: textOf(told.title),
      languages: language && language !== 'und' ? [language] : [],
      authors: objectsOf(told.authors).flatMap(({ name }) => textOf(name) ?? []),
      licence: textOf(told.license),
    },
    launch: null,
    units: 1,
  };
}

function needLibrary(pack: Package, file: string, library: JsonObject): void {
  const [name, major, minor] = [
    textOf(library.machineName),
    numberOf(library.majorVersion),
    numberOf(library.minorVersion),
  ];
  if (name === null || major === null || minor === null) throw invalid(file, 'une bibliothèque y est mal décrite');
  const described = `${pack.root}${name}-${major}.${minor}/library.json`;
  if (!pack.files.has(described)) pack.judge.gather({ rule: 'reference-broken', file, found: described });
}
