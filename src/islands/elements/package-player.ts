const BEAT_MS = 45_000;
const RETRY_MS = 5000;
/** What a browser lets leave with a page that closes. */
const KEEPALIVE_CHARS = 40_000;

interface Pending {
  readonly sequence: number;
  readonly cmi: object;
}

/**
 * Speaks with the module's frame, on its own origin, and saves what it commits: first on this device, then on the server. A cut loses
 * nothing: the last commit waits here and leaves when the network is back, or when the module is opened again.
 */
class PackagePlayer extends HTMLElement {
  #sequence = 0;
  #pending: Pending | null = null;
  #sending = false;
  #stopped = false;
  #timer = 0;
  readonly #said = document.createElement('p');

  connectedCallback(): void {
    const frame = this.querySelector('iframe');
    if (!frame) return;
    this.#said.className = 'save-state';
    this.#said.setAttribute('role', 'status');
    this.append(this.#said);
    this.#sequence = Number(this.getAttribute('sequence') ?? 0);
    const left = this.#saves ? readLeft(this.#key) : null;
    if (left && left.sequence > this.#sequence) {
      this.#pending = left;
      this.#sequence = left.sequence;
      this.#plan(0);
    }
    window.addEventListener('message', (event) => this.#hear(event, frame));
    window.addEventListener('online', () => this.#plan(0));
    if (this.#saves) window.setInterval(() => void this.#send(), BEAT_MS);
    frame.src = this.getAttribute('src') ?? '';
  }

  get #saves(): boolean {
    return this.hasAttribute('commit');
  }
  get #key(): string {
    return `deffinum ${this.getAttribute('commit')}`;
  }

  #hear({ source, origin, data }: MessageEvent, frame: HTMLIFrameElement): void {
    const expected = new URL(frame.src).origin;
    if (source !== frame.contentWindow || origin !== expected) return;
    if (data?.deffinum === 'ready') {
      const state = this.#pending?.cmi ?? JSON.parse(this.getAttribute('state') ?? '{}');
      frame.contentWindow?.postMessage({ deffinum: 'start', state }, expected);
    }
    if (data?.deffinum === 'commit' && typeof data.cmi === 'object' && data.cmi !== null) this.#keep(data.cmi);
  }

  #keep(cmi: object): void {
    if (!this.#saves || this.#stopped) return;
    this.#sequence += 1;
    this.#pending = { sequence: this.#sequence, cmi };
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.#pending));
    } catch {
      // No room on this device: the server alone keeps it.
    }
    this.#plan(0);
  }

  #plan(ms: number): void {
    window.clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = window.setTimeout(() => void this.#send(), ms);
  }

  async #send(): Promise<void> {
    if (this.#sending || this.#stopped) return;
    this.#sending = true;
    const sent = this.#pending;
    const etat = sent ? JSON.stringify(sent.cmi) : '';
    const body = new URLSearchParams({
      onglet: this.getAttribute('holder') ?? '',
      numero: String(sent?.sequence ?? 0),
      etat,
    });
    try {
      const response = await fetch(this.getAttribute('commit') ?? '', {
        ...{ method: 'POST', body, redirect: 'manual', headers: { accept: 'application/json' } },
        keepalive: etat.length < KEEPALIVE_CHARS,
      });
      await this.#judge(response, sent);
    } catch {
      if (sent) this.#wait('Pas de réseau : votre avancement est gardé sur cet appareil et partira dès que possible.');
    } finally {
      this.#sending = false;
    }
    if (this.#pending && this.#pending !== sent) this.#plan(0);
  }

  async #judge(response: Response, sent: Pending | null): Promise<void> {
    if (response.ok) {
      if (!sent) return;
      if (this.#pending === sent) {
        this.#pending = null;
        localStorage.removeItem(this.#key);
      }
      this.#say(`Avancement enregistré à ${new Date().toLocaleTimeString('fr-FR')}.`);
      return;
    }
    if (response.type === 'opaqueredirect')
      return this.#stop('Votre session a expiré : reconnectez-vous, puis rouvrez le module. Rien n’est perdu.');
    if (response.status >= 500 || response.status === 429)
      return this.#wait(
        'L’enregistrement n’a pas abouti : votre avancement est gardé sur cet appareil, nouvel essai bientôt.',
      );
    const answer = (await response.json().catch(() => ({}))) as { text?: string };
    this.#stop(answer.text ?? 'L’avancement n’est plus enregistré ici.');
  }

  #wait(text: string): void {
    this.#say(text, true);
    this.#plan(RETRY_MS);
  }

  #stop(text: string): void {
    this.#stopped = true;
    this.#say(text, true);
  }

  #say(text: string, trouble = false): void {
    this.#said.className = trouble ? 'save-state save-state-trouble' : 'save-state';
    this.#said.textContent = text;
  }
}

/** The last commit of a former tab that never reached the server. */
function readLeft(key: string): Pending | null {
  try {
    const left = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof left?.sequence === 'number' && typeof left.cmi === 'object' ? left : null;
  } catch {
    return null;
  }
}

customElements.define('package-player', PackagePlayer);
