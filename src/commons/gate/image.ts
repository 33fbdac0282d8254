import type { Judge } from './judge.ts';
import { LIMITS } from './limits.ts';

export interface ImageSize {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  /** `null`: the header that says it is not where it must be. */
  readonly width: number | null;
  readonly height: number | null;
}

/** Announced size of a picture, from its header alone: nothing is decoded. `null`: not a picture of these four kinds. */
export function imageSize(head: Buffer): ImageSize | null {
  if (head.length > 24 && head.readUInt32BE(0) === 0x89504e47) return png(head);
  if (head.length > 10 && head.toString('latin1', 0, 4) === 'GIF8')
    return { mediaType: 'image/gif', width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
  if (head.length > 4 && head.readUInt16BE(0) === 0xffd8) return jpeg(head);
  if (head.length > 30 && head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP')
    return webp(head);
  return null;
}

const png = (head: Buffer): ImageSize =>
  head.toString('latin1', 12, 16) === 'IHDR'
    ? { mediaType: 'image/png', width: head.readUInt32BE(16), height: head.readUInt32BE(20) }
    : { mediaType: 'image/png', width: null, height: null };

/** Start-of-frame markers, without those that share their range (tables, restarts). Source: ITU T.81, table B.1. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpeg(head: Buffer): ImageSize {
  const unknown = { mediaType: 'image/jpeg', width: null, height: null } as const;
  for (let at = 2; at + 9 < head.length; ) {
    if (head[at] !== 0xff) return unknown;
    const marker = head[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (isFrame(marker))
      return { mediaType: 'image/jpeg', width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) };
    else at += 2 + head.readUInt16BE(at + 2);
  }
  return unknown;
}

/** Source: RFC 9649. */
function webp(head: Buffer): ImageSize {
  const mediaType = 'image/webp' as const;
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { mediaType, width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { mediaType, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { mediaType, width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    default:
      return { mediaType, width: null, height: null };
  }
}

/** A picture of a few kilobytes may announce gigabytes of pixels: it is refused before anybody decodes it. */
export function judgeImage(judge: Judge, file: string, head: Buffer): ImageSize | null {
  const size = imageSize(head);
  if (size === null || size.width === null || size.height === null) return size;
  const measured = size.width * size.height;
  if (measured > LIMITS.imagePixels)
    judge.refuse({
      rule: 'image-pixels',
      file,
      measured,
      limit: LIMITS.imagePixels,
      found: `${size.width} × ${size.height}`,
    });
  return size;
}

const PANORAMA_FROM_WIDTH = 4000;

/** Written in the picture (Google's GPano vocabulary), or told by its shape: twice as wide as high, and large. */
export function panoramaOf(head: Buffer, size: ImageSize): 'written' | 'shape' | null {
  const text = head.toString('latin1');
  if (/GPano:ProjectionType\s*(=\s*["']|>\s*)equirectangular/.test(text)) return 'written';
  const { width, height } = size;
  return width !== null && height !== null && width >= PANORAMA_FROM_WIDTH && width === height * 2 ? 'shape' : null;
}
