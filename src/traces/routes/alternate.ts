import { isUtf8 } from 'node:buffer';
import { type Answer, problem } from './answer.ts';
import type { Ask } from './ask.ts';
import { MAX_JSON_BYTES } from './body.ts';

const METHODS = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE']);
/** Names of the form that stand for headers. */
const HEADERS = new Set(
  [
    'Authorization',
    'X-Experience-API-Version',
    'Content-Type',
    'Content-Length',
    'If-Match',
    'If-None-Match',
    'Accept-Language',
  ].map((name) => name.toLowerCase()),
);
const OUTSIDE = new Set(['authorization', 'x-experience-api-version']);

/** A POST that says by `method` that it is another request (1.0.3 part three, section 1.3); any other one is left as it is. */
export async function unfold(ask: Ask): Promise<Ask | Answer> {
  const method = ask.parameters.get('method');
  if (ask.method !== 'POST' || method === null) return ask;
  if ([...ask.parameters.keys()].length > 1 || !METHODS.has(method)) return problem('alternate-syntax', 'method');
  if (!/^application\/x-www-form-urlencoded/i.test(ask.header('content-type') ?? ''))
    return problem('alternate-syntax', 'Content-Type');
  const bytes = await ask.body(MAX_JSON_BYTES);
  if (!isUtf8(bytes)) return problem('not-utf8');
  const form = new URLSearchParams(bytes.toString('utf8'));
  const inside = split(form);
  // What the request itself says of its sender holds; the form speaks where it is silent.
  const header = (name: string) =>
    OUTSIDE.has(name.toLowerCase())
      ? (ask.header(name) ?? inside.headers.get(name.toLowerCase()) ?? null)
      : (inside.headers.get(name.toLowerCase()) ?? null);
  if (!/^1\.0/.test(header('x-experience-api-version') ?? '')) return problem('alternate-syntax');
  const content = form.get('content');
  if ((method === 'PUT' || method === 'POST') && content === null) return problem('alternate-syntax', 'content');
  return {
    ...ask,
    method,
    parameters: inside.parameters,
    header: (name) => header(name) ?? (name.toLowerCase() === 'content-type' ? 'application/json' : null),
    body: async () => Buffer.from(content ?? ''),
  };
}

function split(form: URLSearchParams) {
  const headers = new Map<string, string>();
  const parameters = new URLSearchParams();
  for (const [name, value] of form) {
    if (HEADERS.has(name.toLowerCase())) headers.set(name.toLowerCase(), value);
    else if (name !== 'content') parameters.append(name, value);
  }
  return { headers, parameters };
}
