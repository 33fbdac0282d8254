import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface LocalAuthority {
  readonly url: string;
  /** Certificate to trust: `--tsa-ca` of the verification script. */
  readonly caPath: string;
  close(): Promise<void>;
}

const CONFIG = `
[tsa]
default_tsa = one
[one]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = ca.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ca]
basicConstraints = critical,CA:TRUE
[stamp]
extendedKeyUsage = critical,timeStamping
`;

/** An RFC 3161 authority on loopback, made with the `openssl` of the machine: for tests and proofs. */
export async function startLocalAuthority(): Promise<LocalAuthority> {
  const folder = mkdtempSync(join(tmpdir(), 'dfn-tsa-'));
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  writeFileSync(join(folder, 'tsa.cnf'), CONFIG);
  writeFileSync(join(folder, 'serial'), '01\n');
  issueCertificates(openssl);
  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk);
    writeFileSync(join(folder, 'query.tsq'), Buffer.concat(chunks));
    openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query.tsq', '-out', 'reply.tsr');
    response.setHeader('content-type', 'application/timestamp-reply').end(readFileSync(join(folder, 'reply.tsr')));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    caPath: join(folder, 'ca.pem'),
    close: async () => {
      await new Promise((closed) => server.close(closed));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function issueCertificates(openssl: (...args: string[]) => void): void {
  const key = (name: string) => ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', name];
  openssl('req', ...key('ca.key'), '-x509', '-days', '3650', '-subj', '/CN=Autorite de test', '-out', 'ca.pem');
  openssl('req', ...key('tsa.key'), '-subj', '/CN=Horodatage de test', '-out', 'tsa.csr');
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'tsa.cnf', '-extensions', 'stamp'];
  openssl('x509', '-req', '-in', 'tsa.csr', ...by, '-days', '3650', '-out', 'tsa.pem');
}
