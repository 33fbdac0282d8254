/** Counts down the characters left, as the server counts them; says it aloud only after a pause. */
class CharCount extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    const area = this.querySelector('textarea');
    const said = this.querySelector<HTMLElement>('[data-limit]');
    const limit = Number(this.getAttribute('limit'));
    if (!area || !said || !Number.isInteger(limit)) return;
    const aloud = this.appendChild(document.createElement('p'));
    aloud.className = 'sr-only';
    aloud.setAttribute('role', 'status');
    const show = () => {
      const left = limit - [...area.value.replace(/\r\n/g, '\n')].length;
      said.textContent = sentence(left);
      said.classList.toggle('field-limit-over', left < 0);
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => {
        if (document.activeElement === area) aloud.textContent = sentence(left);
      }, 1500);
    };
    area.addEventListener('input', show);
    show();
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.#timer);
  }
}

const numbers = new Intl.NumberFormat('fr-FR');

function sentence(left: number): string {
  const plural = Math.abs(left) > 1 ? 's' : '';
  const figure = `${numbers.format(Math.abs(left))}\u00a0caractère${plural}`;
  return left < 0 ? `${figure} de trop.` : `Encore ${figure}.`;
}

customElements.define('char-count', CharCount);
