import { type Found, type Measure, NOTHING_FOUND, Refused } from '../model/verdict.ts';
import { judgeBounds, trianglesOf } from './geometry.ts';
import { judgeImage } from './image.ts';
import { isObject, type JsonObject, listOf, numberOf, objectsOf, readJson, textOf } from './json.ts';
import type { Judge } from './judge.ts';
import { LIMITS } from './limits.ts';
import type { Source } from './source.ts';

export interface Scene {
  readonly found: Found;
  readonly measures: readonly Measure[];
  /** Addresses of buffers and pictures that are not inside. */
  readonly references: readonly string[];
}

const GLB_VERSION = 2;
const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;

interface Chunk {
  readonly type: number;
  readonly from: number;
  readonly length: number;
}

/** A binary scene, read by its chunks: the geometry itself is never held. Source: glTF 2.0, 4.4. */
export async function readGlb(judge: Judge, file: string, source: Source): Promise<Scene> {
  const chunks = await chunksOf(file, source);
  const [json, bin] = [chunks[0], chunks.find(({ type }) => type === BIN_CHUNK)];
  if (json?.type !== JSON_CHUNK) throw damaged(file, 'le premier bloc n’est pas du JSON');
  if (json.length > LIMITS.jsonBytes)
    throw new Refused({ rule: 'json-large', file, measured: json.length, limit: LIMITS.jsonBytes });
  const told = readJson(judge, file, await source.read(json.from, json.length));
  const scene = readScene(judge, file, told, bin?.length ?? 0);
  await judgePictures(judge, file, told, async (from, length) =>
    bin && from + length <= bin.length ? source.read(bin.from + from, Math.min(length, LIMITS.headBytes)) : null,
  );
  return scene;
}

async function chunksOf(file: string, source: Source): Promise<Chunk[]> {
  if (source.sizeBytes < 20) throw damaged(file, 'il est coupé');
  const header = await source.read(0, 12);
  if (header.readUInt32LE(4) !== GLB_VERSION) throw damaged(file, 'seule la version 2 de glTF est lue');
  if (header.readUInt32LE(8) !== source.sizeBytes) throw damaged(file, 'il est coupé, ou porte des octets de trop');
  const chunks: Chunk[] = [];
  for (let at = 12; at < source.sizeBytes; ) {
    if (at + 8 > source.sizeBytes || chunks.length >= 64) throw damaged(file, 'ses blocs sont mal découpés');
    const head = await source.read(at, 8);
    const length = head.readUInt32LE(0);
    if (at + 8 + length > source.sizeBytes) throw damaged(file, 'un bloc dépasse la fin du fichier');
    chunks.push({ type: head.readUInt32LE(4), from: at + 8, length });
    at += 8 + length;
  }
  return chunks;
}

const damaged = (file: string, found: string) => new Refused({ rule: 'gltf-damaged', file, found });

/**
 * Judges the JSON of a scene: its tree, the bounds of its views and accessors.
 *
 * @param binBytes length of the binary block that buffer 0 may use
 */
export function readScene(judge: Judge, file: string, told: JsonObject, binBytes: number): Scene {
  const asset = isObject(told.asset) ? told.asset : {};
  if (textOf(asset.version)?.split('.')[0] !== '2') throw damaged(file, 'seule la version 2 de glTF est lue');
  const nodes = objectsOf(told.nodes);
  if (nodes.length > LIMITS.gltfNodes)
    judge.refuse({ rule: 'gltf-nodes', file, measured: nodes.length, limit: LIMITS.gltfNodes });
  judgeTree(judge, file, nodes);
  judgeBounds(judge, file, told, binBytes);
  const references = [...objectsOf(told.buffers), ...objectsOf(told.images)].flatMap(({ uri }) => textOf(uri) ?? []);
  const title = objectsOf(told.scenes)
    .map(({ name }) => textOf(name))
    .find((name) => name !== null);
  const copyright = textOf(asset.copyright);
  return {
    found: { ...NOTHING_FOUND, title: title ?? null, licence: copyright },
    measures: [
      { what: 'triangles', value: trianglesOf(told) },
      { what: 'nodes', value: nodes.length },
      { what: 'textures', value: objectsOf(told.images).length },
      { what: 'animations', value: objectsOf(told.animations).length },
    ],
    references,
  };
}

/** Depth by levels and without recursion: a chain of 50,000 nodes ends the process of whoever walks it naively. */
function judgeTree(judge: Judge, file: string, nodes: readonly JsonObject[]): void {
  const children = nodes.map(({ children: list }) => listOf(list).flatMap((one) => numberOf(one) ?? []));
  const parents = parentsOf(children);
  const stray = children.flat().find((one) => !(one in parents));
  if (stray !== undefined) {
    judge.refuse({ rule: 'gltf-bounds', file, found: `nœud ${stray}` });
    return;
  }
  const twice = parents.findIndex((count) => count > 1);
  if (twice >= 0) {
    judge.refuse({ rule: 'gltf-cycle', file, found: `nœud ${twice}` });
    return;
  }
  let level = [...parents.keys()].filter((index) => parents[index] === 0);
  let [seen, depth] = [0, 0];
  while (level.length > 0) {
    seen += level.length;
    depth += 1;
    level = level.flatMap((index) => children[index] ?? []);
  }
  if (depth > LIMITS.gltfDepth) judge.refuse({ rule: 'gltf-depth', file, measured: depth, limit: LIMITS.gltfDepth });
  if (seen < nodes.length) judge.refuse({ rule: 'gltf-cycle', file });
}

/** How many parents each node has. */
function parentsOf(children: readonly (readonly number[])[]): Int32Array {
  const parents = new Int32Array(children.length);
  for (const one of children.flat()) if (one in parents) parents[one] = (parents[one] ?? 0) + 1;
  return parents;
}

type ReadBin = (from: number, length: number) => Promise<Buffer | null>;

/** Pictures held in the scene: those in its binary block, and those written in its JSON. */
async function judgePictures(judge: Judge, file: string, told: JsonObject, read: ReadBin): Promise<void> {
  const views = objectsOf(told.bufferViews);
  for (const [index, image] of objectsOf(told.images).entries()) {
    const view = views[numberOf(image.bufferView) ?? -1];
    const head = view
      ? await read(numberOf(view.byteOffset) ?? 0, numberOf(view.byteLength) ?? 0)
      : inlineHead(textOf(image.uri));
    if (head) judgeImage(judge, `${file} › image ${index}`, head);
  }
}

function inlineHead(uri: string | null): Buffer | null {
  const comma = uri === null || !/^data:[^,]{0,200};base64,/i.test(uri) ? -1 : uri.indexOf(',');
  return comma < 0 ? null : Buffer.from((uri ?? '').slice(comma + 1, comma + 1 + LIMITS.headBytes), 'base64');
}

/** A text scene: its pictures written in base64 are judged here, those beside it with their package. */
export async function readGltf(judge: Judge, file: string, bytes: Buffer): Promise<Scene> {
  const told = readJson(judge, file, bytes);
  const scene = readScene(judge, file, told, 0);
  await judgePictures(judge, file, told, async () => null);
  return scene;
}
