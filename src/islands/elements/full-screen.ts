/** Adds a button that gives the whole screen to another element, where the device knows how. */
class FullScreen extends HTMLElement {
  connectedCallback(): void {
    const target = document.getElementById(this.getAttribute('target') ?? '');
    if (!target || !document.fullscreenEnabled) return;
    const button = this.appendChild(document.createElement('button'));
    button.type = 'button';
    button.className = 'button button-secondary';
    button.textContent = 'Plein écran';
    button.addEventListener('click', () => void target.requestFullscreen());
  }
}

customElements.define('full-screen', FullScreen);
