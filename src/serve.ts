import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { AppEnv } from './kernel/http.ts';

/** A client that sends its headers drop by drop holds a socket no longer than this. */
const HEADERS_MS = 15_000;
/** Whole request, body included: an upload's part over a poor network; a cut one is joined again. */
const REQUEST_MS = 15 * 60_000;
/** A client past its time is cut at the next look. */
const CHECK_MS = 5000;
const IDLE_MS = 10_000;
const HEADERS_BYTES = 16 * 1024;
const REQUESTS_PER_SOCKET = 1000;
/** What accepted requests may still take once a stop is asked. */
const DRAIN_MS = 20_000;

export interface HttpServer {
  /** @returns the port, chosen by the machine when 0 was asked. @throws NodeJS.ErrnoException `EADDRINUSE` when the port is taken */
  listen(port: number, host: string): Promise<number>;
  /** Accepts nothing more, answers what was accepted, then closes. */
  drain(): Promise<void>;
}

export interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
  /** How often those who exceed them are looked for. */
  readonly checkMs: number;
}

const PATIENCE: Patience = { headersMs: HEADERS_MS, requestMs: REQUEST_MS, checkMs: CHECK_MS };

export function openHttp(app: Pick<Hono<AppEnv>, 'fetch'>, patience = PATIENCE): HttpServer {
  const server = createServer(
    {
      maxHeaderSize: HEADERS_BYTES,
      headersTimeout: patience.headersMs,
      requestTimeout: patience.requestMs,
      connectionsCheckingInterval: patience.checkMs,
    },
    getRequestListener(app.fetch),
  );
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
        server.listen(port, host, () => ready((server.address() as AddressInfo).port));
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
