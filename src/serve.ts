import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { AppEnv } from './kernel/http.ts';

/** A client that sends its headers drop by drop holds a socket no longer than this. */
const HEADERS_MS = 15_000;
/** Whole request, body included: an upload's part over a poor network; a cut one is joined again. */
const REQUEST_MS = 15 * 60_000;
const IDLE_MS = 10_000;
const HEADERS_BYTES = 16 * 1024;
const REQUESTS_PER_SOCKET = 1000;
/** What accepted requests may still take once a stop is asked. */
const DRAIN_MS = 20_000;

export interface HttpServer {
  /** @throws NodeJS.ErrnoException `EADDRINUSE` when the port is taken */
  listen(port: number, host: string): Promise<void>;
  /** Accepts nothing more, answers what was accepted, then closes. */
  drain(): Promise<void>;
}

export function openHttp(app: Hono<AppEnv>): HttpServer {
  const server = createServer({ maxHeaderSize: HEADERS_BYTES }, getRequestListener(app.fetch));
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = IDLE_MS;
  server.maxRequestsPerSocket = REQUESTS_PER_SOCKET;
  let draining = false;
  server.on('request', (_request, response) => {
    if (draining) response.setHeader('Connection', 'close');
  });
  return {
    listen: (port, host) =>
      new Promise((ready, failed) => {
        server.once('error', failed);
        server.listen(port, host, () => ready());
      }),
    drain: () => {
      draining = true;
      return drained(server);
    },
  };
}

function drained(server: Server): Promise<void> {
  return new Promise((done) => {
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    // A socket whose answer just left becomes idle a moment later.
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(idle);
      done();
    });
  });
}
