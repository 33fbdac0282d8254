import { ERRORS, Server, type Upload } from '@tus/server';
import type { AppContext, Viewer } from '../kernel/http.ts';
import { viewerOf } from '../kernel/http.ts';
import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { protocolText, uploadRefusalText } from './messages.ts';
import { MAX_BYTES, type Purpose, type UploadRefusal } from './model.ts';
import { beginUpload, completeUpload } from './receive.ts';
import { dropParts, type Staging, stagingOf } from './staging.ts';
import { refuseUpload, type UploadLine, uploadOf } from './store.ts';

export const UPLOADS_PATH = '/televersements';

interface Sender {
  readonly viewer: Viewer;
  readonly at: Instant;
}

/** A refusal on its way through the protocol's library, which wants a thrown object. */
class Refused {
  readonly status_code = 422;
  readonly body: string;
  constructor(refusal: UploadRefusal) {
    this.body = uploadRefusalText(refusal);
  }
}

export interface TusEndpoint {
  handle(c: AppContext): Promise<Response>;
  /** Finishes an upload whose bytes are all here and whose line does not say so: a fault came between. */
  catchUp(upload: UploadLine): Promise<UploadLine['state']>;
  cancel(upload: UploadLine): Promise<void>;
}

/** Resumable uploads by the tus protocol, version 1.0.0. Source: https://tus.io/protocols/resumable-upload */
export function tusEndpoint(kernel: Kernel): TusEndpoint {
  const staging = stagingOf(kernel.config);
  const senders = new WeakMap<object, Sender>();
  const senderOf = (request: object): Sender => {
    const sender = senders.get(request);
    if (!sender) throw new Error('upload without its sender');
    return sender;
  };
  const server = new Server({
    path: UPLOADS_PATH,
    datastore: staging.store,
    relativeLocation: true,
    allowedOrigins: [new URL(kernel.config.PUBLIC_URL).origin],
    disableTerminationForFinishedUploads: true,
    namingFunction: () => newId(),
    onUploadCreate: (request, upload) => begin(kernel, senderOf(request), upload),
    onUploadFinish: (request, upload) => finish(kernel, staging, senderOf(request), upload),
    onResponseError: (_request, error) => {
      if (error instanceof Refused) return undefined;
      const status = 'status_code' in error ? error.status_code : 500;
      if (status >= 500) kernel.log.error({ err: error instanceof Error ? error : error.body }, 'upload');
      return { status_code: status, body: protocolText(status) };
    },
  });
  return {
    handle: (c) => {
      senders.set(c.req.raw, { viewer: viewerOf(c), at: c.var.receivedAt });
      return server.handleWeb(c.req.raw);
    },
    catchUp: (upload) => catchUp(kernel, staging, upload),
    cancel: async (upload) => {
      await refuseUpload(kernel.db, upload.id, 'cancelled');
      await dropParts(staging, upload.id);
    },
  };
}

async function begin(
  kernel: Kernel,
  { viewer, at }: Sender,
  upload: Upload,
): Promise<{ metadata?: Upload['metadata'] }> {
  const purpose: Purpose = upload.metadata?.usage === 'ressource' ? 'resource' : 'document';
  const demand = {
    name: upload.metadata?.filename ?? upload.metadata?.name ?? '',
    sizeBytes: upload.size ?? null,
    maxBytes: MAX_BYTES[purpose],
    purpose,
  };
  const decision = await beginUpload(kernel, upload.id, viewer, demand, at);
  if (decision.refusal !== null) throw new Refused(decision.refusal);
  // Names stay in the database: the parts on the disk say nothing of them.
  return { metadata: {} };
}

async function finish(kernel: Kernel, staging: Staging, { viewer }: Sender, { id }: Upload): Promise<object> {
  const upload = await uploadOf(kernel.db, id, viewer.personId);
  if (upload === null) throw ERRORS.FILE_NOT_FOUND;
  if (upload.state !== 'open') return {};
  const refusal = await completeUpload(kernel, upload, () => staging.read(id));
  await dropParts(staging, id);
  if (refusal !== null) throw new Refused(refusal);
  return {};
}

async function catchUp(kernel: Kernel, staging: Staging, upload: UploadLine): Promise<UploadLine['state']> {
  if (upload.state !== 'open') return upload.state;
  const parts = await staging.store.getUpload(upload.id).catch(() => null);
  if (parts === null || parts.offset !== upload.declaredBytes) return 'open';
  const refusal = await completeUpload(kernel, upload, () => staging.read(upload.id));
  await dropParts(staging, upload.id);
  return refusal === null ? 'finished' : 'refused';
}
