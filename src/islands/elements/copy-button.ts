/** Adds a button that copies the text of another element of the page: a hash, an address. */
class CopyButton extends HTMLElement {
  connectedCallback(): void {
    const target = document.getElementById(this.getAttribute('target') ?? '');
    if (!target || !navigator.clipboard) return;
    const button = this.appendChild(document.createElement('button'));
    button.type = 'button';
    button.className = 'button button-quiet';
    const label = this.getAttribute('label') ?? 'Copier';
    button.textContent = label;
    const said = this.appendChild(document.createElement('span'));
    said.setAttribute('role', 'status');
    button.addEventListener('click', async () => {
      const copied = await navigator.clipboard.writeText(target.textContent?.trim() ?? '').then(
        () => true,
        () => false,
      );
      said.textContent = copied ? 'Copié.' : 'La copie n’a pas marché : sélectionnez le texte et copiez-le.';
      window.setTimeout(() => {
        said.textContent = '';
      }, 4000);
    });
  }
}

customElements.define('copy-button', CopyButton);
