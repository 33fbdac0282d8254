import type { Document, Material, Primitive } from '@gltf-transform/core';
import type { Made } from './answer.ts';
import { type Camera, type Corner, cameraFor, drawTriangle, newCanvas, type Paint, place } from './canvas.ts';
import { LIMITS } from './limits.ts';
import { codePoster, openPicture } from './picture.ts';
import { readScene } from './scene.ts';

const RATIO = 3 / 4;
/** Drawn twice as large, then reduced: smooth edges. */
const OVERSAMPLE = 2;
const PAINT_WIDTH = 256;
const TRIANGLES = 4;

interface Piece {
  readonly primitive: Primitive;
  /** Column-major, 16 numbers. */
  readonly world: readonly number[];
}

/** A picture of the scene drawn by our own program: no graphics card, no browser. Movements and skins are at rest. */
export async function makePortrait(bytes: Buffer, width: number): Promise<Made> {
  const scene = await readScene(bytes);
  const pieces = piecesOf(scene);
  const canvas = newCanvas(width * OVERSAMPLE, Math.round(width * OVERSAMPLE * RATIO));
  const camera = cameraFor(boundsOf(pieces), canvas);
  const paints = new Map<Material | null, Paint>();
  for (const { primitive, world } of pieces) {
    const material = primitive.getMaterial();
    const paint = paints.get(material) ?? (await paintOf(material));
    paints.set(material, paint);
    eachTriangle(primitive, world, camera, (corners) => drawTriangle(canvas, corners, paint));
  }
  return codePoster({ data: canvas.data, width: canvas.width, height: canvas.height, channels: 3 }, width);
}

function piecesOf(scene: Document): Piece[] {
  const root = scene.getRoot();
  const shown = root.getDefaultScene() ?? root.listScenes()[0];
  const pieces: Piece[] = [];
  shown?.traverse((node) => {
    const world = node.getWorldMatrix();
    for (const primitive of node.getMesh()?.listPrimitives() ?? [])
      if (primitive.getMode() === TRIANGLES) pieces.push({ primitive, world });
  });
  return pieces;
}

/** Lowest and highest corner of all that is shown. */
function boundsOf(pieces: readonly Piece[]): [number[], number[]] {
  const [low, high] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ];
  const at = [0, 0, 0];
  for (const { primitive, world } of pieces) {
    const positions = primitive.getAttribute('POSITION');
    for (let index = 0; index < (positions?.getCount() ?? 0); index += 1) {
      place(world, positions?.getElement(index, at) ?? at).forEach((value, axis) => {
        low[axis] = Math.min(low[axis] ?? 0, value);
        high[axis] = Math.max(high[axis] ?? 0, value);
      });
    }
  }
  return Number.isFinite(low[0])
    ? [low, high]
    : [
        [0, 0, 0],
        [1, 1, 1],
      ];
}

async function paintOf(material: Material | null): Promise<Paint> {
  const [r = 1, g = 1, b = 1] = material?.getBaseColorFactor() ?? [];
  const picture = material?.getBaseColorTexture()?.getImage();
  const texture = picture ? await paintedTexture(picture) : null;
  return { factor: [r, g, b], texture };
}

/** A texture of a kind that is not read here (KTX2) leaves the plain colour. */
async function paintedTexture(picture: Uint8Array): Promise<Paint['texture']> {
  const drawn = openPicture(picture, LIMITS.texturePixels).resize(PAINT_WIDTH, PAINT_WIDTH, { fit: 'fill' });
  const made = await drawn
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => null);
  return made && made.info.channels === 3 ? { data: made.data, size: PAINT_WIDTH } : null;
}

function eachTriangle(
  primitive: Primitive,
  world: readonly number[],
  camera: Camera,
  draw: (corners: readonly [Corner, Corner, Corner]) => void,
): void {
  const positions = primitive.getAttribute('POSITION');
  const texels = primitive.getAttribute('TEXCOORD_0');
  const indices = primitive.getIndices();
  if (!positions) return;
  const corner = (nth: number): Corner => {
    const index = indices ? indices.getScalar(nth) : nth;
    const at = place(world, positions.getElement(index, []));
    const [u = 0, v = 0] = texels?.getElement(index, []) ?? [];
    return { at, ...camera.see(at), u, v };
  };
  const count = (indices ?? positions).getCount();
  for (let nth = 0; nth + 2 < count; nth += 3) draw([corner(nth), corner(nth + 1), corner(nth + 2)]);
}
