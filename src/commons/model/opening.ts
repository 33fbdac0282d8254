import type { Kind, Report } from './verdict.ts';

/** Kinds that open in the page, with the script that shows them; `null`: the browser does it alone. */
const VIEWERS: Partial<Readonly<Record<Kind, string | null>>> = {
  gltf: 'scene',
  panorama: 'panorama',
  image: null,
  video: null,
  audio: null,
};
/** Packages that are played on an origin of their own, with what surrounds them there. */
const PLAYED: Partial<Readonly<Record<Kind, string | null>>> = {
  'scorm-1.2': 'scorm',
  'scorm-2004': 'scorm',
  cmi5: null,
  xapi: null,
  webxr: null,
};

/** Whether this resource opens here, without being downloaded first. */
export const opensHere = ({ kind, files }: Pick<Report, 'kind' | 'files'>): boolean =>
  files === null ? VIEWERS[kind] !== undefined : PLAYED[kind] !== undefined;

/** Name of the script that shows it, `null` when the browser needs none. */
export const viewerOf = (kind: Kind): string | null => VIEWERS[kind] ?? PLAYED[kind] ?? null;
