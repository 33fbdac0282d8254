import { isObject, type JsonObject, numberOf, objectsOf, textOf } from './json.ts';
import type { Judge } from './judge.ts';

const COMPONENT_BYTES: Readonly<Record<number, number>> = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 };
const COMPONENTS: Readonly<Record<string, number>> = {
  SCALAR: 1,
  VEC2: 2,
  VEC3: 3,
  VEC4: 4,
  MAT2: 4,
  MAT3: 9,
  MAT4: 16,
};

const from0 = (object: JsonObject | undefined, name: string) => numberOf(object?.[name]) ?? 0;
const pointed = (list: readonly JsonObject[], index: number | null) => list[index ?? -1];

/**
 * Every view lies in its buffer, every accessor in its view: a reader that trusts them would read beyond.
 *
 * @param binBytes length of the binary block that buffer 0 may use
 */
export function judgeBounds(judge: Judge, file: string, told: JsonObject, binBytes: number): void {
  const refuse = (found: string) => judge.refuse({ rule: 'gltf-bounds', file, found });
  const buffers = objectsOf(told.buffers);
  const [first] = buffers;
  if (first && !isElsewhere(first) && from0(first, 'byteLength') > binBytes) refuse('mémoire tampon 0');
  const views = objectsOf(told.bufferViews);
  for (const [index, view] of views.entries()) {
    const buffer = pointed(buffers, numberOf(view.buffer));
    if (!buffer || from0(view, 'byteOffset') + from0(view, 'byteLength') > from0(buffer, 'byteLength'))
      refuse(`vue ${index}`);
  }
  for (const [index, accessor] of objectsOf(told.accessors).entries())
    if (accessor.bufferView !== undefined && !fits(accessor, pointed(views, numberOf(accessor.bufferView))))
      refuse(`accesseur ${index}`);
}

/** Its bytes are at an address, or made by an extension (a buffer that compression fills). */
const isElsewhere = (buffer: JsonObject) => textOf(buffer.uri) !== null || isObject(buffer.extensions);

function fits(accessor: JsonObject, view: JsonObject | undefined): boolean {
  if (!view) return false;
  const component = COMPONENT_BYTES[from0(accessor, 'componentType')] ?? 1;
  const element = component * (COMPONENTS[textOf(accessor.type) ?? ''] ?? 1);
  const stride = numberOf(view.byteStride) ?? element;
  const last = stride * Math.max(from0(accessor, 'count') - 1, 0);
  return from0(accessor, 'byteOffset') + last + element <= from0(view, 'byteLength');
}

const TRIANGLES = 4;
const STRIPS = new Set([5, 6]);

export function trianglesOf(told: JsonObject): number {
  const accessors = objectsOf(told.accessors);
  const parts = objectsOf(told.meshes).flatMap(({ primitives }) => objectsOf(primitives));
  return parts.reduce((sum, part) => sum + trianglesIn(part, accessors), 0);
}

function trianglesIn(part: JsonObject, accessors: readonly JsonObject[]): number {
  const mode = numberOf(part.mode) ?? TRIANGLES;
  const position = isObject(part.attributes) ? numberOf(part.attributes.POSITION) : null;
  const corners = from0(pointed(accessors, numberOf(part.indices) ?? position), 'count');
  if (mode === TRIANGLES) return Math.floor(corners / 3);
  return STRIPS.has(mode) ? Math.max(corners - 2, 0) : 0;
}
