/** Sections with a list of links to them become tabs: one shows at a time, arrows move between them. */
class TabSet extends HTMLElement {
  #links: HTMLAnchorElement[] = [];

  connectedCallback(): void {
    const nav = this.querySelector('nav');
    const list = nav?.querySelector('ul');
    this.#links = [...(list?.querySelectorAll('a') ?? [])];
    if (!nav || !list || this.#links.length < 2) return;
    nav.setAttribute('role', 'presentation');
    list.setAttribute('role', 'tablist');
    list.setAttribute('aria-label', nav.getAttribute('aria-label') ?? '');
    nav.removeAttribute('aria-label');
    for (const link of this.#links) {
      link.parentElement?.setAttribute('role', 'presentation');
      link.setAttribute('role', 'tab');
      link.setAttribute('aria-controls', idOf(link));
      const panel = document.getElementById(idOf(link));
      panel?.setAttribute('role', 'tabpanel');
      link.addEventListener('click', (event) => {
        event.preventDefault();
        this.#show(link);
        history.replaceState(null, '', link.hash);
      });
      link.addEventListener('keydown', (event) => this.#move(event));
    }
    this.#showFromAddress();
    window.addEventListener('hashchange', () => this.#showFromAddress());
  }

  /** The address may name a tab, or something inside one. */
  #showFromAddress(): void {
    const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const named = this.#links.find((link) => document.getElementById(idOf(link))?.contains(target));
    const first = this.#links[0];
    if (named ?? first) this.#show((named ?? first) as HTMLAnchorElement);
  }

  #show(chosen: HTMLAnchorElement): void {
    for (const link of this.#links) {
      const selected = link === chosen;
      link.setAttribute('aria-selected', String(selected));
      link.tabIndex = selected ? 0 : -1;
      const panel = document.getElementById(idOf(link));
      if (panel) panel.hidden = !selected;
    }
  }

  #move(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.#links.indexOf(event.target as HTMLAnchorElement);
    const next = this.#links[(at + step + this.#links.length) % this.#links.length];
    if (!next) return;
    this.#show(next);
    next.focus();
  }
}

const idOf = (link: HTMLAnchorElement) => decodeURIComponent(link.hash.slice(1));

customElements.define('tab-set', TabSet);
