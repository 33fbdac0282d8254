import { createHash, randomBytes } from 'node:crypto';
import type { Viewer } from '../kernel/http.ts';
import { newId } from '../kernel/ids.ts';

/** What sends a request in the name of a person: the whole application, in tests. */
export interface Sending {
  fetch(path: string, init: RequestInit, viewer?: Viewer | null): Promise<Response>;
}

export const applicant = (): Viewer => ({
  personId: newId(),
  name: 'Essai',
  email: 'essai@example.org',
  roles: ['applicant'],
});

/** A real PDF signature, then noise. */
export const pdf = (sizeBytes: number): Buffer =>
  Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(sizeBytes - 9)]);
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const idOf = (path: string): string => path.split('/').at(-1) ?? '';

export const TUS = { 'tus-resumable': '1.0.0' };

/** The requests of the tus protocol, as its clients send them. */
export function tusClient(site: Sending) {
  const create = (viewer: Viewer, name: string, sizeBytes: number | null): Promise<Response> => {
    const length: Record<string, string> =
      sizeBytes === null ? { 'upload-defer-length': '1' } : { 'upload-length': String(sizeBytes) };
    const metadata = `filename ${Buffer.from(name).toString('base64')}`;
    const headers = { ...TUS, ...length, 'upload-metadata': metadata };
    return site.fetch('/televersements', { method: 'POST', headers }, viewer);
  };
  return {
    create,
    begun: async (viewer: Viewer, name: string, sizeBytes: number): Promise<string> => {
      const response = await create(viewer, name, sizeBytes);
      if (response.status !== 201) throw new Error(`not begun: ${response.status} ${await response.text()}`);
      return response.headers.get('location') ?? '';
    },
    patch: (viewer: Viewer, path: string, offset: number, bytes: Uint8Array): Promise<Response> => {
      const headers = { ...TUS, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
      return site.fetch(path, { method: 'PATCH', headers, body: new Uint8Array(bytes) }, viewer);
    },
    head: (viewer: Viewer, path: string) => site.fetch(path, { method: 'HEAD', headers: TUS }, viewer),
    cancel: (viewer: Viewer, path: string) => site.fetch(path, { method: 'DELETE', headers: TUS }, viewer),
  };
}
