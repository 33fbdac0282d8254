/** Offers words of the catalogue under the search field of the page, while one types; without it the search is the same. */
class WordSuggest extends HTMLElement {
  #asked: AbortController | null = null;
  #timer = 0;

  connectedCallback(): void {
    const input = this.querySelector('input');
    if (!input) return;
    const list = this.appendChild(document.createElement('datalist'));
    list.id = `${input.id}-mots`;
    input.setAttribute('list', list.id);
    input.autocomplete = 'off';
    input.addEventListener('input', () => {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#offer(input.value, list), 120);
    });
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.#timer);
    this.#asked?.abort();
  }

  /** The answer to what was typed before is dropped. */
  async #offer(typed: string, list: HTMLDataListElement): Promise<void> {
    this.#asked?.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    const words = await fetch(`${this.getAttribute('url')}?mots=${encodeURIComponent(typed)}`, { signal })
      .then((response) => (response.ok ? (response.json() as Promise<string[]>) : []))
      .catch(() => null);
    if (words === null || signal.aborted) return;
    list.replaceChildren(...words.map((word) => new Option(word, word)));
  }
}

customElements.define('word-suggest', WordSuggest);
