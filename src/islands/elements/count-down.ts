/**
 * Adds the time left to a deadline already written in the page; without script the date remains.
 *
 * Counts on the server's clock: `server-now` is its instant when the page was made.
 */
class CountDown extends HTMLElement {
  #timer = 0;
  #skewMs = 0;

  connectedCallback(): void {
    const closesAt = Date.parse(this.getAttribute('closes-at') ?? '');
    const serverNow = Date.parse(this.getAttribute('server-now') ?? '');
    this.#skewMs = Number.isNaN(serverNow) ? 0 : serverNow - Date.now();
    const left = this.appendChild(document.createElement('span'));
    const tick = () => {
      left.textContent = remaining(closesAt - Date.now() - this.#skewMs);
    };
    tick();
    this.#timer = window.setInterval(tick, 1000);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.#timer);
  }
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function remaining(ms: number): string {
  if (ms <= 0) return ' (l’heure est passée)';
  if (ms >= 2 * DAY) return ` (dans ${Math.floor(ms / DAY)} jours)`;
  if (ms >= HOUR) return ` (dans ${Math.floor(ms / HOUR)} h ${Math.floor((ms % HOUR) / MINUTE)} min)`;
  return ` (dans ${Math.floor(ms / MINUTE)} min ${Math.floor((ms % MINUTE) / 1000)} s)`;
}

customElements.define('count-down', CountDown);
