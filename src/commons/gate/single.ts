import { fileTypeFromBuffer } from 'file-type';
import { type Kind, type Measure, NOTHING_FOUND, Refused, type Report } from '../model/verdict.ts';
import { readGlb, readGltf } from './gltf.ts';
import { judgeImage, panoramaOf } from './image.ts';
import type { Judge } from './judge.ts';
import { LIMITS } from './limits.ts';
import { headOf, type Source } from './source.ts';

type Described = Pick<Report, 'kind' | 'mediaType' | 'found' | 'measures'>;

/** Reads, judges and describes a file that is no package. @throws Refused */
export async function inspectFile(judge: Judge, name: string, source: Source): Promise<Report> {
  const head = await headOf(source, LIMITS.headBytes);
  const described = await describe(judge, name, source, head);
  return { ...described, files: null, totalBytes: source.sizeBytes, root: '', launch: null, remarks: judge.remarks };
}

async function describe(judge: Judge, name: string, source: Source, head: Buffer): Promise<Described> {
  const picture = describePicture(judge, name, head);
  if (picture) return picture;
  if (head.toString('latin1', 0, 4) === 'glTF') {
    const scene = await readGlb(judge, name, source);
    alone(judge, name, scene.references);
    return { kind: 'gltf', mediaType: 'model/gltf-binary', ...scene };
  }
  if (looksLikeGltf(head)) return describeText(judge, name, source);
  if (head.toString('latin1', 0, 5) === '%PDF-') return describePdf(judge, name, source);
  return describeMedia(name, source, head);
}

function describePicture(judge: Judge, name: string, head: Buffer): Described | null {
  const size = judgeImage(judge, name, head);
  if (size === null) return null;
  const { width, height, mediaType } = size;
  if (width === null || height === null || width * height === 0)
    throw new Refused({ rule: 'image-damaged', file: name });
  const panorama = panoramaOf(head, size);
  if (panorama === 'shape') judge.remark({ code: 'panorama-by-shape', file: name });
  return {
    kind: panorama === null ? 'image' : 'panorama',
    mediaType,
    found: NOTHING_FOUND,
    measures: [
      { what: 'width', value: width },
      { what: 'height', value: height },
    ],
  };
}

const looksLikeGltf = (head: Buffer) =>
  /^\s*\{/.test(head.toString('latin1', 0, 64)) && /"asset"\s*:/.test(head.toString('latin1'));

async function describeText(judge: Judge, name: string, source: Source): Promise<Described> {
  if (source.sizeBytes > LIMITS.jsonBytes)
    throw new Refused({ rule: 'json-large', file: name, measured: source.sizeBytes, limit: LIMITS.jsonBytes });
  const scene = await readGltf(judge, name, await source.read(0, source.sizeBytes));
  alone(judge, name, scene.references);
  return { kind: 'gltf', mediaType: 'model/gltf+json', ...scene };
}

/** A scene deposited alone holds everything it shows. */
function alone(judge: Judge, file: string, references: readonly string[]): void {
  for (const found of references)
    if (!/^data:/i.test(found)) judge.gather({ rule: 'reference-broken', file, found: found.slice(0, 200) });
}

const PDF_TAIL_BYTES = 2048;

async function describePdf(judge: Judge, name: string, source: Source): Promise<Described> {
  const tail = await source.read(
    Math.max(0, source.sizeBytes - PDF_TAIL_BYTES),
    Math.min(source.sizeBytes, PDF_TAIL_BYTES),
  );
  if (!tail.toString('latin1').includes('%%EOF')) judge.refuse({ rule: 'pdf-damaged', file: name });
  return { kind: 'pdf', mediaType: 'application/pdf', found: NOTHING_FOUND, measures: [] };
}

const OLD_OFFICE = 'application/x-cfb';
const VIDEO = new Set(['video/mp4', 'video/x-m4v', 'video/quicktime', 'video/webm', 'video/matroska', 'video/ogg']);
const AUDIO = /^audio\/(mpeg|ogg|wav|vnd\.wave|flac|x-flac|mp4|x-m4a|aac|opus)\b/;

async function describeMedia(name: string, source: Source, head: Buffer): Promise<Described> {
  const mediaType = (await fileTypeFromBuffer(head))?.mime ?? '';
  if (mediaType === OLD_OFFICE) throw new Refused({ rule: 'office-old', file: name });
  const kind: Kind | null = VIDEO.has(mediaType) ? 'video' : AUDIO.test(mediaType) ? 'audio' : null;
  if (kind === null) throw new Refused({ rule: 'kind-unknown', file: name });
  const measures: Measure[] =
    kind === 'video' && (await isSpherical(source, head)) ? [{ what: 'spherical', value: 'oui' }] : [];
  return { kind, mediaType, found: NOTHING_FOUND, measures };
}

const SPHERICAL = /sv3d|GSpherical:Spherical>true/;
const TAIL_BYTES = 1024 * 1024;

/** Written near one end of the film, where its index is. Source: Spherical Video, RFC of Google, versions 1 and 2. */
async function isSpherical(source: Source, head: Buffer): Promise<boolean> {
  if (SPHERICAL.test(head.toString('latin1'))) return true;
  const length = Math.min(TAIL_BYTES, source.sizeBytes);
  return SPHERICAL.test((await source.read(source.sizeBytes - length, length)).toString('latin1'));
}
