/** A person with a browser's habits and no browser: follows forms and links as the pages offer them. */
export class Visitor {
  #cookies = new Map<string, string>();
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async get(path: string): Promise<string> {
    const response = await this.#ask(path, {});
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
    return response.text();
  }

  /** @returns where the form leads */
  async post(path: string, fields: Readonly<Record<string, string>>): Promise<string> {
    const response = await this.#ask(path, { method: 'POST', body: new URLSearchParams(fields) });
    const to = response.headers.get('location');
    if (response.status !== 303 || to === null) throw new Error(`POST ${path} answered ${response.status}`);
    return new URL(to, this.#base).pathname;
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const headers = { cookie: this.cookie, origin: this.#base, 'sec-fetch-site': 'same-origin' };
    const response = await fetch(this.#base + path, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
}

/** Starts an application on the open wave as the demonstration's applicant; the addresses of its sections. */
export async function beginApplication(visitor: Visitor, email: string, password: string): Promise<readonly string[]> {
  await visitor.post('/connexion', { email, motDePasse: password, retour: '/' });
  const call = await visitor.get('/appels/deffinum');
  const address = /href="(\/dossiers\/nouveau\?vague=[^"]+)"/.exec(call)?.[1];
  if (!address) throw new Error('the call offers no open wave');
  const form = await visitor.get(address.replaceAll('&amp;', '&'));
  const main = form.slice(form.indexOf('<main'), form.indexOf('</main>'));
  const fields: Record<string, string> = { title: 'Mesure des pages' };
  for (const [, name = '', value = ''] of main.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g))
    fields[name] = value;
  fields.organisationId = /name="organisationId" value="([^"]+)"/.exec(main)?.[1] ?? '';
  const home = await visitor.post(address.replaceAll('&amp;', '&'), fields);
  const page = await visitor.get(home);
  return [...new Set([...page.matchAll(new RegExp(`href="(${home}/[^"#?]+)"`, 'g'))].map(([, href]) => href ?? ''))];
}

/** Answers the rows of a table of the DEFFINUM form, so that its page weighs what a real file's does. */
export async function fillRows(visitor: Visitor, path: string, table: string, rows: readonly Record<string, string>[]) {
  const page = await visitor.get(path);
  const version = /name="version" value="([^"]*)"/.exec(page)?.[1]?.replaceAll('&quot;', '"') ?? '{}';
  const fields: Record<string, string> = { version };
  for (const [index, row] of rows.entries())
    for (const [column, value] of Object.entries(row)) fields[`${table}.${index + 1}.${column}`] = value;
  await visitor.post(path, fields);
}
