import { Hono } from 'hono';
import { factsOf } from '../kernel/file-facts.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { protocolText, scanText } from './messages.ts';
import { type UploadLine, uploadOf } from './store.ts';
import { type TusEndpoint, tusEndpoint, UPLOADS_PATH } from './tus.ts';

const ONE = `${UPLOADS_PATH}/:id`;

/** Somebody else's upload is no upload: every question about it is answered 404. */
export function uploadRoutes(kernel: Kernel): Hono<AppEnv> {
  const tus = tusEndpoint(kernel);
  const mine = (c: AppContext) => uploadOf(kernel.db, c.req.param('id') ?? '', viewerOf(c).personId);
  return new Hono<AppEnv>()
    .post(UPLOADS_PATH, allow('signed-in'), (c) => tus.handle(c))
    .get(ONE, allow('signed-in'), async (c) => {
      const upload = await mine(c);
      if (upload === null) return gone(c);
      const state = await tus.catchUp(upload);
      if (c.req.raw.method === 'HEAD') return resumeAt(c, tus, { ...upload, state });
      return c.json(await describe(kernel, upload.id, c));
    })
    .patch(ONE, allow('signed-in'), async (c) => {
      const upload = await mine(c);
      if (upload === null || upload.state === 'refused') return gone(c);
      return upload.state === 'finished' ? alreadyWhole(c, upload, 204) : tus.handle(c);
    })
    .delete(ONE, allow('signed-in'), async (c) => {
      const upload = await mine(c);
      if (upload === null) return gone(c);
      if (upload.state === 'open') await tus.cancel(upload);
      return c.body(null, 204, TUS);
    });
}

const TUS = { 'Tus-Resumable': '1.0.0', 'Cache-Control': 'no-store' };

const gone = (c: AppContext) => c.text(protocolText(404), 404, TUS);

function resumeAt(c: AppContext, tus: TusEndpoint, upload: UploadLine): Promise<Response> | Response {
  if (upload.state === 'refused') return c.body(null, 410, TUS);
  return upload.state === 'finished' ? alreadyWhole(c, upload, 200) : tus.handle(c);
}

/** The parts were let go once the file was stored: the line answers in their place. */
const alreadyWhole = (c: AppContext, { declaredBytes }: UploadLine, status: 200 | 204) =>
  c.body(null, status, { ...TUS, 'Upload-Offset': String(declaredBytes), 'Upload-Length': String(declaredBytes) });

/** What the page shows beside a file while it waits for its form. */
async function describe({ db }: Kernel, id: string, c: AppContext) {
  const upload = await uploadOf(db, id, viewerOf(c).personId);
  const facts = upload?.sha256 ? await factsOf(db, upload.sha256) : null;
  return {
    id,
    name: upload?.name,
    sizeBytes: upload?.declaredBytes,
    state: upload?.state,
    sha256: facts?.sha256 ?? null,
    scan: facts ? scanText(facts.scanState) : null,
  };
}
