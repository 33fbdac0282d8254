import type { Validation } from '../../variants/index.ts';

/** What a resource is, by its content. One word each, from GLOSSARY.md. */
export const KINDS = [
  'scorm-1.2',
  'scorm-2004',
  'cmi5',
  'xapi',
  'h5p',
  'gltf',
  'webxr',
  'image',
  'panorama',
  'video',
  'audio',
  'pdf',
  'office',
  'apk',
] as const;
export type Kind = (typeof KINDS)[number];

/** Every rule of the gate: the proof turns each off in turn and sees that a hostile package then passes. */
export const RULES = [
  'empty',
  'kind-unknown',
  'zip-damaged',
  'zip-count',
  'zip-total',
  'zip-total-ratio',
  'zip-ratio',
  'zip-encrypted',
  'zip-method',
  'zip-link',
  'zip-overlap',
  'zip-headers-differ',
  'zip-content-differs',
  'zip-nested',
  'name-parent',
  'name-absolute',
  'name-backslash',
  'name-control',
  'name-encoding',
  'name-long',
  'name-deep',
  'name-twins',
  'xml-dtd',
  'xml-depth',
  'xml-nodes',
  'xml-large',
  'xml-malformed',
  'json-depth',
  'json-large',
  'json-malformed',
  'image-pixels',
  'image-damaged',
  'gltf-damaged',
  'gltf-nodes',
  'gltf-depth',
  'gltf-cycle',
  'gltf-bounds',
  'reference-broken',
  'reference-outside',
  'manifest-invalid',
  'office-macros',
  'office-old',
  'pdf-damaged',
  'gate-time',
  'gate-memory',
  'gate-failed',
] as const;
export type Rule = (typeof RULES)[number];

/** A rule that a file breaks. */
export interface Refusal {
  readonly rule: Rule;
  /** The file inside the package, or the package itself. */
  readonly file: string;
  /** What was found: a name, a path, a short French phrase. */
  readonly found?: string;
  /** A measure beside its limit, in the unit of the rule. */
  readonly measured?: number;
  readonly limit?: number;
}

/** Said to the depositor; nothing is refused for it. */
export interface Remark {
  readonly code:
    | 'root-moved'
    | 'name-normalised'
    | 'file-missing'
    | 'panorama-by-shape'
    | 'external-address'
    | 'not-run';
  readonly file: string;
  readonly found?: string;
}

/** Metadata that the file itself carries. */
export interface Found {
  readonly title: string | null;
  readonly summary: string | null;
  /** BCP 47. */
  readonly languages: readonly string[];
  readonly keywords: readonly string[];
  /** ISO 8601 duration. */
  readonly duration: string | null;
  readonly authors: readonly string[];
  readonly licence: string | null;
  readonly version: string | null;
}

export const NOTHING_FOUND: Found = {
  title: null,
  summary: null,
  languages: [],
  keywords: [],
  duration: null,
  authors: [],
  licence: null,
  version: null,
};

/** A measure of the content, as « 12 400 triangles ». */
export interface Measure {
  readonly what:
    | 'units'
    | 'triangles'
    | 'nodes'
    | 'textures'
    | 'animations'
    | 'width'
    | 'height'
    | 'architectures'
    | 'engine'
    | 'spherical';
  readonly value: number | string;
}

export interface Report {
  readonly kind: Kind;
  readonly mediaType: string;
  /** Files in the package; `null` when it is one file. */
  readonly files: number | null;
  /** Once inflated. */
  readonly totalBytes: number;
  /** Folder of the package in which its manifest is; `''`: at the top. */
  readonly root: string;
  /** What opens first, from `root`. */
  readonly launch: string | null;
  readonly found: Found;
  readonly measures: readonly Measure[];
  readonly remarks: readonly Remark[];
  /** Of a scene, by the Khronos validator; `null`: it gave no answer; absent: of another kind, or examined before it was asked. */
  readonly validation?: Validation | null;
}

export type Verdict =
  | { readonly report: Report; readonly refusals: null }
  | { readonly report: null; readonly refusals: readonly Refusal[] };

/** A refusal on its way out of a parser's callback: caught in `inspect`, where it becomes a value again. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.rule);
    this.refusal = refusal;
  }
}
