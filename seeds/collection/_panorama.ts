import sharp from 'sharp';

const WIDTH = 2048;
const HEIGHT = WIDTH / 2;
/** Metres: a room seen from its middle, the eyes at 1.6 m. */
const ROOM = { width: 8, depth: 6, height: 3, eyes: 1.6 } as const;

type Colour = readonly [number, number, number];

/** What stands on a wall: from and to, in metres, along the wall from its middle and up from the floor. */
interface Panel {
  readonly wall: 'north' | 'east' | 'south' | 'west';
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly colour: Colour;
}

const PANELS: readonly Panel[] = [
  { wall: 'north', from: [-3.2, 0], to: [-2.2, 2.1], colour: [32, 122, 74] },
  { wall: 'north', from: [-3.1, 2.2], to: [-2.3, 2.5], colour: [20, 150, 80] },
  { wall: 'north', from: [-0.6, 0.8], to: [0.6, 2.2], colour: [170, 176, 178] },
  { wall: 'north', from: [-0.15, 1.7], to: [0.15, 2], colour: [245, 190, 30] },
  { wall: 'north', from: [1.8, 0.7], to: [2, 1.3], colour: [196, 26, 30] },
  { wall: 'north', from: [1.7, 1.7], to: [2.1, 2.1], colour: [196, 26, 30] },
  { wall: 'east', from: [-2.4, 1], to: [-0.6, 2.3], colour: [188, 220, 236] },
  { wall: 'east', from: [0.4, 1], to: [2.2, 2.3], colour: [188, 220, 236] },
  { wall: 'south', from: [-3.4, 0], to: [3.4, 0.9], colour: [128, 84, 48] },
  { wall: 'south', from: [-2.6, 1.3], to: [-1, 2.3], colour: [60, 74, 82] },
  { wall: 'south', from: [1.2, 0.9], to: [1.9, 1.7], colour: [30, 110, 80] },
  { wall: 'west', from: [-2, 0], to: [-0.4, 1.9], colour: [90, 110, 130] },
  { wall: 'west', from: [0.3, 0], to: [1.9, 1.9], colour: [90, 110, 130] },
];

const FLOOR: readonly [Colour, Colour] = [
  [104, 110, 112],
  [112, 118, 120],
];
const MARK: Colour = [240, 190, 40];
const LAMP: Colour = [255, 252, 238];
const CEILING: Colour = [226, 230, 230];
const WALL: Colour = [214, 220, 216];

interface Seen {
  readonly colour: Colour;
  readonly metres: number;
}

/** What a ray meets first: the room is a box, so the nearest of its planes. */
function meet(x: number, y: number, z: number): Seen {
  const toSide = ROOM.width / 2 / Math.max(Math.abs(x), 1e-9);
  const toEnd = ROOM.depth / 2 / Math.max(Math.abs(z), 1e-9);
  const toLevel = (y > 0 ? ROOM.height - ROOM.eyes : ROOM.eyes) / Math.max(Math.abs(y), 1e-9);
  const metres = Math.min(toSide, toEnd, toLevel);
  if (metres === toLevel) return { colour: levelAt(x * metres, z * metres, y > 0), metres };
  const up = ROOM.eyes + y * metres;
  if (metres === toEnd) return { colour: wallAt(z < 0 ? 'north' : 'south', (z < 0 ? x : -x) * metres, up), metres };
  return { colour: wallAt(x > 0 ? 'east' : 'west', (x > 0 ? z : -z) * metres, up), metres };
}

function levelAt(x: number, z: number, above: boolean): Colour {
  if (above) return Math.abs(Math.abs(x) - 2) < 0.15 && Math.abs(z) < 2 ? LAMP : CEILING;
  if (Math.abs(Math.abs(z) - 0.9) < 0.05 || Math.abs(x + 2.7) < 0.03) return MARK;
  return FLOOR[(Math.floor(x) + Math.floor(z)) & 1 ? 1 : 0];
}

function wallAt(wall: Panel['wall'], along: number, up: number): Colour {
  const inside = ({ from, to }: Panel) => along >= from[0] && along <= to[0] && up >= from[1] && up <= to[1];
  const panel = PANELS.findLast((one) => one.wall === wall && inside(one));
  if (panel) return panel.colour;
  return up < 0.12 ? [150, 156, 154] : WALL;
}

/** Equirectangular: longitude along the width (north in the middle), latitude along the height. */
function drawn(): Buffer {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let row = 0; row < HEIGHT; row += 1) {
    const latitude = Math.PI * (0.5 - (row + 0.5) / HEIGHT);
    for (let column = 0; column < WIDTH; column += 1) {
      const longitude = 2 * Math.PI * ((column + 0.5) / WIDTH - 0.5);
      const flat = Math.cos(latitude);
      const seen = meet(Math.sin(longitude) * flat, Math.sin(latitude), -Math.cos(longitude) * flat);
      const light = 1.04 - 0.045 * seen.metres;
      const at = (row * WIDTH + column) * 3;
      for (const [index, value] of seen.colour.entries()) pixels[at + index] = Math.min(255, value * light);
    }
  }
  return pixels;
}

const EQUIRECTANGULAR = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:GPano="http://ns.google.com/photos/1.0/panorama/" GPano:ProjectionType="equirectangular" GPano:UsePanoramaViewer="True" GPano:FullPanoWidthPixels="${WIDTH}" GPano:FullPanoHeightPixels="${HEIGHT}"/></rdf:RDF></x:xmpmeta>`;

/** A workshop seen all around from its middle: way out, extinguisher, cabinet, benches. */
export const workshopPanorama = (): Promise<Buffer> =>
  sharp(drawn(), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .withXmp(EQUIRECTANGULAR)
    .jpeg({ quality: 85 })
    .toBuffer();
