import { type Document, Logger, NodeIO } from '@gltf-transform/core';
import { ALL_EXTENSIONS } from '@gltf-transform/extensions';
import { dedup, meshopt, prune, resample, simplify, textureCompress, weld } from '@gltf-transform/functions';
import { MeshoptDecoder, MeshoptEncoder, MeshoptSimplifier } from 'meshoptimizer';
import type { Made } from './answer.ts';
import { LIMITS } from './limits.ts';
import { openPicture } from './picture.ts';

const MAGIC = 0x46546c67;

async function openIo(): Promise<NodeIO> {
  await Promise.all([MeshoptDecoder.ready, MeshoptEncoder.ready, MeshoptSimplifier.ready]);
  return new NodeIO()
    .setLogger(new Logger(Logger.Verbosity.SILENT))
    .registerExtensions(ALL_EXTENSIONS)
    .registerDependencies({ 'meshopt.decoder': MeshoptDecoder, 'meshopt.encoder': MeshoptEncoder });
}

const read = (io: NodeIO, bytes: Buffer): Promise<Document> =>
  bytes.readUInt32LE(0) === MAGIC
    ? io.readBinary(bytes)
    : io.readJSON({ json: JSON.parse(bytes.toString('utf8')), resources: {} });

/** The gate let it in: everything it shows is inside. */
export async function readScene(bytes: Buffer): Promise<Document> {
  return read(await openIo(), bytes);
}

const TEXTURE_QUALITY = 80;

/**
 * The same scene for a telephone: what is twice there once, what is unused gone, surfaces simplified within a stated error, movements
 * resampled, numbers quantised and coded by meshopt, textures in WebP.
 */
export async function lighten(
  bytes: Buffer,
  { textures, error }: { readonly textures: number; readonly error: number },
): Promise<Made> {
  const io = await openIo();
  const scene = await read(io, bytes);
  scene.setLogger(new Logger(Logger.Verbosity.SILENT));
  await scene.transform(
    dedup(),
    prune(),
    textureCompress({
      encoder: (picture: Uint8Array) => openPicture(picture, LIMITS.texturePixels),
      targetFormat: 'webp',
      resize: [textures, textures],
      quality: TEXTURE_QUALITY,
    }),
    resample(),
    weld(),
    simplify({ simplifier: MeshoptSimplifier, ratio: 0, error }),
    meshopt({ encoder: MeshoptEncoder, level: 'high' }),
  );
  return { mediaType: 'model/gltf-binary', width: null, height: null, bytes: await io.writeBinary(scene) };
}
