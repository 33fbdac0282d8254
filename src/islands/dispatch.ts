/** Beside a module opened by a thin package: what was kept here is told to the page that opened this window. */
const LOOK_MS = 4000;
/** Time for the player to save what a module has just committed. */
const SETTLE_MS = 700;

class DispatchRelay extends HTMLElement {
  #told = '';

  connectedCallback(): void {
    void this.#tell();
    window.setInterval(() => void this.#tell(), LOOK_MS);
    window.addEventListener('message', ({ data }) => {
      if (data?.deffinum === 'commit') window.setTimeout(() => void this.#tell(), SETTLE_MS);
    });
  }

  async #tell(): Promise<void> {
    const response = await fetch(this.getAttribute('state') ?? '').catch(() => null);
    if (!response?.ok) return;
    const reached: unknown = await response.json();
    const text = JSON.stringify(reached);
    const opener = window.opener as Window | null;
    if (text === this.#told || !opener) return;
    this.#told = text;
    opener.postMessage({ deffinum: 'reached', reached }, this.getAttribute('host') ?? '');
  }
}

customElements.define('dispatch-relay', DispatchRelay);
