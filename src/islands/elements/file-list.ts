import { type DetailedError, Upload } from 'tus-js-client';
import { FileRow } from './file-row.ts';

const CHUNK_BYTES = 8 * 1024 * 1024;
const RETRY_MS = [0, 1000, 3000, 5000, 10_000, 20_000];

/**
 * Sends each file as soon as it is chosen, by a resumable upload, with its progress; a cut is joined again where it
 * stopped, even after the page was closed, when the same file is chosen again.
 */
class FileListElement extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>('input[type=file]');
    const drop = this.querySelector<HTMLElement>('.file-drop');
    if (!input || !drop || !this.getAttribute('endpoint')) return;
    // Each file leaves by itself: the button that sends the form has nothing left to send.
    if (this.getAttribute('attach-url')) this.closest('form')?.querySelector('button[type=submit]')?.remove();
    input.addEventListener('change', () => {
      for (const file of input.files ?? []) this.#start(file);
      input.value = '';
    });
    const over = (event: DragEvent) => {
      event.preventDefault();
      drop.classList.toggle('file-drop-over', event.type === 'dragover');
    };
    drop.addEventListener('dragover', over);
    drop.addEventListener('dragleave', over);
    drop.addEventListener('drop', (event) => {
      over(event);
      for (const file of event.dataTransfer?.files ?? []) this.#start(file);
    });
  }

  #start(file: File): void {
    const row = new FileRow(file.name);
    this.querySelector('[data-files]')?.append(row.element);
    const refusal = refusalOf(file, Number(this.getAttribute('max-bytes')));
    if (refusal !== null) {
      row.fail(refusal);
      return;
    }
    const upload = new Upload(file, {
      endpoint: this.getAttribute('endpoint') ?? '',
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_MS,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, filetype: file.type, usage: this.getAttribute('usage') ?? 'document' },
      onProgress: (sent, total) => row.progress(sent, total),
      onError: (error) => row.fail(sentenceOf(error), () => upload.start()),
      onSuccess: () => void this.#finish(upload, row),
    });
    row.pausable(
      () => void upload.abort(),
      () => upload.start(),
    );
    void upload.findPreviousUploads().then(([previous]) => {
      if (previous) upload.resumeFromPreviousUpload(previous);
      upload.start();
    });
  }

  /** The file is on the server; now it joins what it was sent for. */
  async #finish(upload: Upload, row: FileRow): Promise<void> {
    const id = upload.url?.split('/').at(-1) ?? '';
    const attachUrl = this.getAttribute('attach-url');
    if (!attachUrl) {
      row.keep(this.querySelector<HTMLInputElement>('input[type=file]')?.name ?? 'fichier', id);
      row.done();
      return;
    }
    const body = new URLSearchParams(JSON.parse(this.getAttribute('attach-fields') ?? '{}') as Record<string, string>);
    body.set('televersement', id);
    try {
      const response = await fetch(attachUrl, { method: 'POST', body, headers: { accept: 'application/json' } });
      if (!response.ok) {
        const answer = (await response.json().catch(() => ({}))) as { readonly text?: string };
        row.fail(answer.text ?? 'Ce fichier n’a pas pu être joint.', () => void this.#finish(upload, row));
        return;
      }
      row.done();
      await this.#refresh(row);
    } catch {
      row.fail('Le fichier est reçu, mais le réseau a manqué pour le joindre.', () => void this.#finish(upload, row));
    }
  }

  /** The list as the server shows it now, with its own links and buttons. Rows still on their way stay. */
  async #refresh(row: FileRow): Promise<void> {
    const response = await fetch(location.href);
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const elsewhere = this.getAttribute('list');
    const listIn = (root: Document) =>
      elsewhere ? root.getElementById(elsewhere) : root.getElementById(this.id)?.querySelector('[data-files]');
    const fresh = listIn(page);
    const here = listIn(document);
    if (!fresh || !here) return;
    const waiting = [...here.querySelectorAll('[data-on-its-way]')];
    here.replaceChildren(...fresh.children, ...waiting);
    row.element.remove();
  }
}

/** Said before a byte leaves; the server judges again. */
function refusalOf(file: File, maxBytes: number): string | null {
  if (file.size === 0) return 'Ce fichier est vide : il n’a pas été envoyé.';
  if (maxBytes > 0 && file.size > maxBytes) {
    const limit = maxBytes >= 1e9 ? `${Math.floor(maxBytes / 1e9)}\u00a0Go` : `${Math.floor(maxBytes / 1e6)}\u00a0Mo`;
    return `Ce fichier dépasse ${limit} : il n’a pas été envoyé. Réduisez-le ou découpez-le.`;
  }
  return null;
}

function sentenceOf(error: Error | DetailedError): string {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  const body = response?.getBody() ?? '';
  if (response?.getStatus() === 422 && body) return body;
  if (response?.getStatus() === 401)
    return 'Votre session a expiré : reconnectez-vous, puis choisissez le même fichier. L’envoi reprendra où il en était.';
  return 'L’envoi s’est interrompu. Ce qui est parti est gardé : reprenez quand le réseau revient.';
}

customElements.define('file-list', FileListElement);
