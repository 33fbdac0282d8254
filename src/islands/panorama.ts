/** For the page that shows a 360° photograph. */
import { Viewer } from '@photo-sphere-viewer/core';
import './elements/full-screen.ts';

/** Replaces the flat image, which stays for who has no script or no graphics, by a sphere that turns. */
class PanoramaView extends HTMLElement {
  connectedCallback(): void {
    const flat = this.querySelector('img');
    try {
      const viewer = new Viewer({
        container: this,
        panorama: this.getAttribute('src') ?? '',
        caption: this.getAttribute('label') ?? '',
        keyboard: 'always',
        navbar: ['zoom', 'move'],
        lang: WORDS,
      });
      viewer.addEventListener('ready', () => flat?.remove(), { once: true });
    } catch {
      // No graphics on this device: the flat image is what it can show.
    }
  }
}

const WORDS = {
  zoom: 'Zoom',
  zoomOut: 'Reculer',
  zoomIn: 'Approcher',
  moveUp: 'Vers le haut',
  moveDown: 'Vers le bas',
  moveLeft: 'Vers la gauche',
  moveRight: 'Vers la droite',
  menu: 'Menu',
  close: 'Fermer',
  twoFingers: 'Deux doigts pour se déplacer',
  ctrlZoom: 'Ctrl et molette pour approcher',
  loadError: 'Le panorama n’a pas pu être chargé.',
  webglError: 'Cet appareil n’affiche pas les panoramas.',
};

customElements.define('panorama-view', PanoramaView);
