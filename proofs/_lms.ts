import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Entry, fromBuffer } from 'yauzl';

/** A small platform that runs one SCORM package, written from the run-time's text: it answers the API, and remembers what it is told. */
export interface Lms {
  readonly origin: string;
  /** The package that its only course holds. */
  install(zip: Buffer): Promise<readonly string[]>;
  close(): Promise<void>;
}

const COURSE = (
  verbs: readonly string[],
  api: string,
  learner: string,
) => `<!doctype html><html lang="fr"><meta charset="utf-8">
<title>Cours</title><script>
window.told = {}; window.commits = 0;
window.${api} = {
  ${verbs[0]}: () => 'true', ${verbs[1]}: (name) => name === '${learner}' ? 'eleve-42' : (window.told[name] ?? ''),
  ${verbs[2]}: (name, value) => { window.told[name] = value; return 'true'; },
  ${verbs[3]}: () => { window.commits += 1; return 'true'; }, ${verbs[4]}: () => 'true' };
</script><iframe title="Module" src="/paquet/index.html" width="600" height="400"></iframe></html>`;

const PAGES: Readonly<Record<string, string>> = {
  '/cours-1.2': COURSE(
    ['LMSInitialize', 'LMSGetValue', 'LMSSetValue', 'LMSCommit', 'LMSFinish'],
    'API',
    'cmi.core.student_id',
  ),
  '/cours-2004': COURSE(['Initialize', 'GetValue', 'SetValue', 'Commit', 'Terminate'], 'API_1484_11', 'cmi.learner_id'),
};
const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', xml: 'text/xml' };

export async function startLms(): Promise<Lms> {
  let files = new Map<string, Buffer>();
  const server = createServer(({ url = '' }, response) => {
    const page = PAGES[url];
    const body = page ?? files.get(url.replace('/paquet/', ''));
    if (body === undefined) return void response.writeHead(404).end();
    const type = page ? 'text/html' : (TYPES[url.split('.').at(-1) ?? ''] ?? 'text/plain');
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    install: async (zip) => {
      files = await unpacked(zip);
      return [...files.keys()];
    },
    close: () => new Promise((done) => void server.close(() => done())),
  };
}

const unpacked = (bytes: Buffer): Promise<Map<string, Buffer>> =>
  new Promise((done, fail) => {
    const files = new Map<string, Buffer>();
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return fail(error);
      zip.on('entry', (entry: Entry) =>
        zip.openReadStream(entry, (fault, stream) => {
          if (fault) return fail(fault);
          const parts: Buffer[] = [];
          stream.on('data', (part: Buffer) => parts.push(part));
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(parts));
            zip.readEntry();
          });
        }),
      );
      zip.on('end', () => done(files));
      zip.readEntry();
    });
  });
