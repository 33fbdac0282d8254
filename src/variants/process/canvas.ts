/** A small software renderer: triangles, a depth for each point, one light. Enough to say what a scene looks like. */
export type Point = readonly [number, number, number];

export interface Corner {
  /** In the scene. */
  readonly at: Point;
  /** On the canvas; `depth` grows away from the eye. */
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  readonly u: number;
  readonly v: number;
}

export interface Paint {
  /** Linear red, green and blue in [0, 1]. */
  readonly factor: readonly [number, number, number];
  readonly texture: { readonly data: Uint8Array; readonly size: number } | null;
}

export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly depths: Float32Array;
}

export interface Camera {
  see(at: Point): Pick<Corner, 'x' | 'y' | 'depth'>;
}

const BACKGROUND = 0xe6;

export const newCanvas = (width: number, height: number): Canvas => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(BACKGROUND),
  depths: new Float32Array(width * height).fill(Number.POSITIVE_INFINITY),
});

const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const unit = (a: Point): Point => {
  const length = Math.hypot(...a) || 1;
  return [a[0] / length, a[1] / length, a[2] / length];
};

/** @param m column-major */
export function place(m: readonly number[], p: readonly number[]): Point {
  const [x = 0, y = 0, z = 0] = p;
  const along = (row: number) => (m[row] ?? 0) * x + (m[row + 4] ?? 0) * y + (m[row + 8] ?? 0) * z + (m[row + 12] ?? 0);
  return [along(0), along(1), along(2)];
}

const FROM = unit([0.75, 0.55, 1]);
const LIGHT = unit([0.4, 1, 0.7]);
const FILL = 1.15;

/** Looks at the whole from above and from the right, without perspective: nothing is cut. */
export function cameraFor([low, high]: readonly [readonly number[], readonly number[]], canvas: Canvas): Camera {
  const [lx = 0, ly = 0, lz = 0] = low;
  const [hx = 0, hy = 0, hz = 0] = high;
  const centre: Point = [(lx + hx) / 2, (ly + hy) / 2, (lz + hz) / 2];
  const right = unit(cross([0, 1, 0], FROM));
  const up = cross(FROM, right);
  const corners = [lx, hx].flatMap((x) => [ly, hy].flatMap((y) => [lz, hz].map((z) => minus([x, y, z], centre))));
  const reach = (axis: Point) => Math.max(...corners.map((one) => Math.abs(dot(one, axis))), 1e-9) * FILL;
  const scale = Math.min(canvas.width / 2 / reach(right), canvas.height / 2 / reach(up));
  return {
    see: (at) => {
      const from = minus(at, centre);
      return {
        x: canvas.width / 2 + dot(from, right) * scale,
        y: canvas.height / 2 - dot(from, up) * scale,
        depth: -dot(from, FROM),
      };
    },
  };
}

/** Lit from above on both faces, point by point over the box of the triangle. */
export function drawTriangle(canvas: Canvas, corners: Corners, paint: Paint): void {
  const [a, b, c] = corners;
  const area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
  if (!Number.isFinite(area) || area === 0) return;
  const light = 0.45 + 0.55 * Math.abs(dot(unit(cross(minus(b.at, a.at), minus(c.at, a.at))), LIGHT));
  const left = Math.max(0, Math.ceil(Math.min(a.x, b.x, c.x) - 0.5));
  const right = Math.min(canvas.width - 1, Math.floor(Math.max(a.x, b.x, c.x) - 0.5));
  const top = Math.max(0, Math.ceil(Math.min(a.y, b.y, c.y) - 0.5));
  const bottom = Math.min(canvas.height - 1, Math.floor(Math.max(a.y, b.y, c.y) - 0.5));
  for (let y = top; y <= bottom; y += 1)
    for (let x = left; x <= right; x += 1) {
      const wb = ((x + 0.5 - a.x) * (c.y - a.y) - (c.x - a.x) * (y + 0.5 - a.y)) / area;
      const wc = ((b.x - a.x) * (y + 0.5 - a.y) - (x + 0.5 - a.x) * (b.y - a.y)) / area;
      drawPoint(canvas, y * canvas.width + x, corners, [1 - wb - wc, wb, wc], paint, light);
    }
}

type Corners = readonly [Corner, Corner, Corner];

/** @param weights barycentric: one below zero is outside */
function drawPoint(
  canvas: Canvas,
  at: number,
  [a, b, c]: Corners,
  [wa, wb, wc]: Point,
  paint: Paint,
  light: number,
): void {
  if (wa < 0 || wb < 0 || wc < 0) return;
  const depth = wa * a.depth + wb * b.depth + wc * c.depth;
  if (depth >= (canvas.depths[at] ?? 0)) return;
  canvas.depths[at] = depth;
  colour(canvas.data, at * 3, paint, light, wa * a.u + wb * b.u + wc * c.u, wa * a.v + wb * b.v + wc * c.v);
}

const wrap = (value: number) => value - Math.floor(value);

function colour(data: Uint8Array, at: number, paint: Paint, light: number, u: number, v: number): void {
  const { texture, factor } = paint;
  const size = texture?.size ?? 0;
  const from = (Math.floor(wrap(v) * size) * size + Math.floor(wrap(u) * size)) * 3;
  for (let one = 0; one < 3; one += 1) {
    const base = Math.sqrt(factor[one] ?? 1) * (texture ? (texture.data[from + one] ?? 0) : 255);
    data[at + one] = Math.min(255, base * light);
  }
}
