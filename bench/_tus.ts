import type { Readable } from 'node:stream';
import * as tus from 'tus-js-client';

/** As the pages of the product cut what they send. */
const PART = 8 * 1024 * 1024;

export interface Sender {
  readonly origin: string;
  readonly cookie: string;
}

/** Sends a file to the commons as a browser does. @returns the number of the upload */
export function sendByTus(
  { origin, cookie }: Sender,
  bytes: Readable,
  size: number,
  filename: string,
): Promise<string> {
  return new Promise((done, failed) => {
    const upload = new tus.Upload(bytes, {
      endpoint: `${origin}/televersements`,
      uploadSize: size,
      chunkSize: PART,
      headers: { Cookie: cookie, Origin: origin },
      metadata: { filename, usage: 'ressource' },
      onSuccess: () => done(upload.url?.split('/').at(-1) ?? ''),
      onError: failed,
    });
    upload.start();
  });
}
