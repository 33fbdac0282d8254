import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';

/** A server that does nothing but put what it receives on the disk: the limit of what an upload can reach on this machine. */
const [path] = process.argv.slice(2);
const server = createServer(async (request, response) => {
  await pipeline(request, createWriteStream(path ?? ''));
  response.writeHead(204).end();
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port));
