/**
 * Adds, after an instant written in the zone of the call, the same instant on the reader's clock when the two differ.
 */
class LocalTime extends HTMLElement {
  connectedCallback(): void {
    const at = new Date(this.querySelector('time')?.dateTime ?? '');
    if (Number.isNaN(at.getTime())) return;
    const shown = (timeZone?: string) =>
      new Intl.DateTimeFormat('fr-FR', {
        ...(timeZone ? { timeZone } : {}),
        dateStyle: 'long',
        timeStyle: 'short',
      }).format(at);
    const here = shown();
    if (here === shown(this.getAttribute('zone') ?? undefined)) return;
    this.append(` – ${here} à votre heure`);
  }
}

customElements.define('local-time', LocalTime);
