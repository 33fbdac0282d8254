import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalAuthority, startLocalAuthority } from '../../../scripts/local-tsa.ts';
import { sha256 } from './seal.ts';
import { requestTimeStamp, TimeStampRefused, timeStampInfo } from './time-stamp.ts';

let authority: LocalAuthority;
beforeAll(async () => {
  authority = await startLocalAuthority();
});
afterAll(() => authority.close());

const digest = sha256('manifest');

async function answering<T>(body: Buffer, status: number, run: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((_request, response) => void response.writeHead(status).end(body));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    return await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    await new Promise((closed) => server.close(closed));
  }
}

test('an authority dates our hash, and its token says so', async () => {
  const before = Math.floor(Date.now() / 1000) * 1000;
  const info = timeStampInfo(await requestTimeStamp(authority.url, digest));
  expect(info.digest.equals(digest)).toBe(true);
  expect(info.at.getTime()).toBeGreaterThanOrEqual(before);
});

test('a token replayed for another request or another hash is refused', async () => {
  const token = await requestTimeStamp(authority.url, digest);
  // A response is SEQUENCE { SEQUENCE { INTEGER 0 }, token }.
  const inner = Buffer.concat([Buffer.from('3003020100', 'hex'), token]);
  const replay = Buffer.concat([Buffer.from([0x30, 0x82, inner.length >> 8, inner.length & 0xff]), inner]);
  await expect(answering(replay, 200, (url) => requestTimeStamp(url, digest))).rejects.toThrow('another request');
  await expect(answering(replay, 200, (url) => requestTimeStamp(url, sha256('x')))).rejects.toThrow('another hash');
});

test('an authority that refuses, fails or answers nonsense leaves no token', async () => {
  await expect(answering(Buffer.from('no'), 503, (url) => requestTimeStamp(url, digest))).rejects.toThrow('503');
  const rejection = Buffer.from('30053003020102', 'hex');
  await expect(answering(rejection, 200, (url) => requestTimeStamp(url, digest))).rejects.toThrow(TimeStampRefused);
  await expect(answering(Buffer.from('hello'), 200, (url) => requestTimeStamp(url, digest))).rejects.toThrow(
    TimeStampRefused,
  );
  expect(() => timeStampInfo(Buffer.from('3003020100', 'hex'))).toThrow(TimeStampRefused);
});
