/**
 * A part of a page whose figures move: read again from the page at `url` every `every` seconds while somebody looks at it,
 * and stopped by its reader (WCAG 2.2.2). Without script the page is read again by its link.
 *
 * Nothing moves under a hand: a part that holds the focus or a selection waits for its next turn.
 */
class LivePart extends HTMLElement {
  #timer = 0;
  readonly #said = document.createElement('span');
  readonly #button = document.createElement('button');

  connectedCallback(): void {
    this.#said.setAttribute('role', 'status');
    this.#button.type = 'button';
    this.#button.className = 'button button-quiet';
    this.#button.addEventListener('click', () => (this.#timer ? this.#stop('Actualisation arrêtée.') : this.#go()));
    const bar = document.createElement('p');
    bar.className = 'live-bar';
    bar.append(this.#button, ' ', this.#said);
    this.before(bar);
    this.#go();
  }

  disconnectedCallback(): void {
    window.clearInterval(this.#timer);
    this.#button.parentElement?.remove();
  }

  #go(): void {
    const everyMs = Number(this.getAttribute('every') ?? 30) * 1000;
    this.#button.textContent = 'Arrêter l’actualisation';
    this.#said.textContent = `Cette partie s’actualise toutes les ${everyMs / 1000} secondes.`;
    this.#timer = window.setInterval(() => void this.#read(), everyMs);
  }

  #stop(why: string): void {
    window.clearInterval(this.#timer);
    this.#timer = 0;
    this.#button.textContent = 'Reprendre l’actualisation';
    this.#said.textContent = why;
  }

  async #read(): Promise<void> {
    if (document.hidden || this.#inHand()) return;
    const fresh = await this.#fresh().catch(() => undefined);
    // The network is away: what is shown stays, the next turn tries again.
    if (fresh === undefined || this.#timer === 0 || this.#inHand()) return;
    if (fresh === null)
      return this.#stop('Rechargez la page : votre session a pris fin, ou cette partie n’y est plus.');
    const open = detailsOf(this).map((one) => one.open);
    this.replaceChildren(...fresh.childNodes);
    for (const [rank, one] of detailsOf(this).entries()) one.open = open[rank] ?? one.open;
  }

  /** This part as the page has it now; `null`: the page has none. */
  async #fresh(): Promise<Element | null | undefined> {
    const response = await fetch(this.getAttribute('url') ?? location.href);
    if (response.status >= 500) return undefined;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    return page.getElementById(this.id);
  }

  #inHand(): boolean {
    const selection = document.getSelection();
    return (
      this.contains(document.activeElement) || (!selection?.isCollapsed && this.contains(selection?.anchorNode ?? null))
    );
  }
}

const detailsOf = (part: Element) => [...part.querySelectorAll('details')];

customElements.define('live-part', LivePart);
