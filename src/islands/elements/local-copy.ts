/** What was typed and not yet confirmed by the server, kept on this device until it is. Never passwords nor files. */
export interface LocalCopy {
  readonly at: string;
  /** `application/x-www-form-urlencoded`. */
  readonly fields: string;
}

const keyOf = (url: string) => `deffinum:saisie:${url}`;

export function keepCopy(url: string, form: HTMLFormElement): void {
  const fields = new URLSearchParams();
  const secret = new Set([...form.querySelectorAll<HTMLInputElement>('input[type=password]')].map(({ name }) => name));
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && !secret.has(name)) fields.append(name, value);
  }
  try {
    localStorage.setItem(keyOf(url), JSON.stringify({ at: new Date().toISOString(), fields: fields.toString() }));
  } catch {
    // Storage full or forbidden: the server's copy is then the only one, and the page already says when it was saved.
  }
}

export function readCopy(url: string): LocalCopy | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(url)) ?? 'null') as LocalCopy | null;
  } catch {
    return null;
  }
}

export function forgetCopy(url: string): void {
  try {
    localStorage.removeItem(keyOf(url));
  } catch {
    // Nothing could be kept, so nothing is left.
  }
}

/** Puts the copy back in the fields that still exist; hidden fields (versions, identifiers) stay as the server gave them. */
export function restore(copy: LocalCopy, form: HTMLFormElement): void {
  const fields = new URLSearchParams(copy.fields);
  for (const control of form.elements) {
    if (control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) {
      const value = fields.get(control.name);
      if (value !== null) control.value = value;
    } else if (control instanceof HTMLInputElement) restoreInput(control, fields);
  }
}

function restoreInput(input: HTMLInputElement, fields: URLSearchParams): void {
  if (['hidden', 'file', 'password', 'submit'].includes(input.type)) return;
  if (input.type === 'checkbox' || input.type === 'radio') {
    input.checked = fields.getAll(input.name).includes(input.value);
    return;
  }
  const value = fields.get(input.name);
  if (value !== null) input.value = value;
}
