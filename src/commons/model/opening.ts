import type { Kind, Report } from './verdict.ts';

/** Kinds that open in the page, with the script that shows them; `null`: the browser does it alone. */
const VIEWERS: Partial<Readonly<Record<Kind, string | null>>> = {
  gltf: 'scene',
  panorama: 'panorama',
  image: null,
  video: null,
  audio: null,
};

/** Whether this resource opens here, without being downloaded first. */
export const opensHere = ({ kind, files }: Pick<Report, 'kind' | 'files'>): boolean =>
  VIEWERS[kind] !== undefined && files === null;

/** Name of the script that shows it, `null` when the browser needs none. */
export const viewerOf = (kind: Kind): string | null => VIEWERS[kind] ?? null;
