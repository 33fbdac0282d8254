import sharp, { type Sharp } from 'sharp';
import type { PictureFormat } from '../model/plan.ts';
import type { Made } from './answer.ts';
import { LIMITS } from './limits.ts';

// The four formats that the gate lets in, read from memory: no other reader of the library may be reached by a foreign file.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Png', 'Jpeg', 'Webp', 'Nsgif'].map((one) => `VipsForeignLoad${one}Buffer`),
});
sharp.cache(false);

export const openPicture = (
  bytes: Uint8Array,
  limitInputPixels: number = LIMITS.imagePixels,
  animated = false,
): Sharp => sharp(bytes, { limitInputPixels, animated, failOn: 'error', sequentialRead: true });

const QUALITY = { webp: { quality: 76, effort: 4 }, avif: { quality: 52, effort: 3 } } as const;

/** Narrower, upright as its photographer held it, without what the camera wrote in it (place, name). */
export async function makePicture(
  bytes: Uint8Array,
  { width, format }: { readonly width: number; readonly format: PictureFormat },
): Promise<Made> {
  const animated = format === 'webp' && bytes[0] === 0x47;
  const resized = openPicture(bytes, LIMITS.imagePixels, animated)
    .autoOrient()
    .resize({ width, withoutEnlargement: true });
  const coded = format === 'webp' ? resized.webp(QUALITY.webp) : resized.avif(QUALITY.avif);
  const { data, info } = await coded.toBuffer({ resolveWithObject: true });
  return { mediaType: `image/${format}`, width: info.width, height: info.pageHeight ?? info.height, bytes: data };
}

/** Pixels as they are drawn with, three or four a point. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

export async function codePoster({ data, width, height }: Raster, shownWidth: number): Promise<Made> {
  const coded = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ width: shownWidth })
    .webp(QUALITY.webp)
    .toBuffer({ resolveWithObject: true });
  return { mediaType: 'image/webp', width: coded.info.width, height: coded.info.height, bytes: coded.data };
}

const SPHERE_WIDTH = 4096;
const VIEW_RATIO = 9 / 16;

/** What a person sees on entering a panorama: straight ahead, 90 degrees across. */
export async function makeView(bytes: Uint8Array, width: number): Promise<Made> {
  const { data, info } = await openPicture(bytes)
    .resize({ width: SPHERE_WIDTH, height: SPHERE_WIDTH / 2, fit: 'fill' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const height = Math.round(width * VIEW_RATIO);
  const seen = project({ data, width: info.width, height: info.height, channels: info.channels }, width, height);
  return codePoster({ data: seen, width, height, channels: 3 }, width);
}

/** Rectilinear: each point of the view is a direction, each direction a point of the equirectangular picture. */
function project(sphere: Raster, width: number, height: number): Uint8Array {
  const seen = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [right, down] = [(2 * (x + 0.5)) / width - 1, ((y + 0.5) * 2 - height) / width];
      const across = 0.5 + Math.atan2(right, 1) / (2 * Math.PI);
      const below = 0.5 + Math.atan2(down, Math.hypot(right, 1)) / Math.PI;
      const from =
        (Math.floor(below * sphere.height) * sphere.width + Math.floor(across * sphere.width)) * sphere.channels;
      for (let one = 0; one < 3; one += 1) seen[(y * width + x) * 3 + one] = sphere.data[from + one] ?? 0;
    }
  return seen;
}
