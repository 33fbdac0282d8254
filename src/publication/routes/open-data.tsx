import { Hono } from 'hono';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { agreementSums } from '../../ledger/index.ts';
import { viewOf } from '../../ui/index.ts';
import { fileOf, mediaTypeOf } from '../files.ts';
import { readEdition, readPage } from '../form.ts';
import { changesBetween } from '../model/diff.ts';
import { type Edition, isFileName } from '../model/edition.ts';
import type { Line } from '../model/line.ts';
import { EditionPage } from '../pages/edition.tsx';
import { OpenDataPage } from '../pages/open-data.tsx';
import { OPEN_DATA_PATH } from '../pages/parts.tsx';
import { editionByNumber, listEditions, newestEdition } from '../store/editions.ts';
import { differingLines, linesOf } from '../store/lines.ts';

export function openDataRoutes(kernel: Kernel): Hono<AppEnv> {
  const { db, config } = kernel;
  return new Hono<AppEnv>()
    .get(OPEN_DATA_PATH, allow('public'), async (c) => {
      const page = readPage(c.req.query('page'));
      const read = await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (tx) => ({
          newest: await newestEdition(tx),
          editions: await listEditions(tx, page),
          sums: await agreementSums(tx),
        }));
      return c.html(<OpenDataPage {...read} page={page} view={viewOf(c, config.DEMO)} />);
    })
    .get(`${OPEN_DATA_PATH}/editions/:number`, allow('public'), (c) => editionPage(kernel, c))
    .get(`${OPEN_DATA_PATH}/editions/:number/:file`, allow('public'), async (c) =>
      send(kernel, c, await editionOf(kernel, c)),
    )
    .get(`${OPEN_DATA_PATH}/:file`, allow('public'), async (c) => send(kernel, c, await newestEdition(db)));
}

const editionOf = async ({ db }: Kernel, c: AppContext): Promise<Edition | null> => {
  const number = readEdition(c.req.param('number'));
  return number === null ? null : editionByNumber(db, number);
};

async function editionPage(kernel: Kernel, c: AppContext) {
  const edition = await editionOf(kernel, c);
  if (edition === null) return c.notFound();
  const asked = readEdition(c.req.query('avec'));
  const against = asked !== null && (await editionByNumber(kernel.db, asked)) ? asked : edition.number - 1;
  const { before, after } = await differingLines(kernel.db, against, edition.number);
  const changes = changesBetween(before, after).map((change) => ({
    key: change.key,
    before: lineOf(change.before),
    after: lineOf(change.after),
  }));
  const newest = (await newestEdition(kernel.db))?.number ?? 0;
  const first = Math.max(1, newest - 49);
  const others = Array.from({ length: newest - first + 1 }, (_, index) => newest - index).filter(
    (number) => number !== edition.number,
  );
  const view = viewOf(c, kernel.config.DEMO);
  return c.html(<EditionPage {...{ view, edition, against, others, changes }} />);
}

const lineOf = (body: string | null): Line | null => (body === null ? null : (JSON.parse(body) as Line));

function send({ db }: Kernel, c: AppContext, edition: Edition | null) {
  const name = c.req.param('file') ?? '';
  if (edition === null || !isFileName(name)) return c.notFound();
  const { sha256 } = edition.files[name];
  const headers = {
    'Content-Type': mediaTypeOf(edition.format, name),
    'Content-Disposition': `attachment; filename="${name}"`,
    ETag: `"${sha256}"`,
    'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
  };
  if (c.req.header('if-none-match') === headers.ETag) return c.body(null, 304, headers);
  return c.body(streamOf(fileOf(edition.format, name, linesOf(db, edition.number))), 200, headers);
}

/** @returns a body that asks for the next piece only when the reader has taken the last one */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await pieces.return(undefined);
    },
  });
}
