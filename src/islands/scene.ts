/** For the page that shows a 3D scene. */
import { ModelViewerElement } from '@google/model-viewer';
import './elements/full-screen.ts';

// Each of these would otherwise be fetched from somebody else's server the first time a scene asks for it.
ModelViewerElement.dracoDecoderLocation = '/assets/';
ModelViewerElement.ktx2TranscoderLocation = '/assets/';
ModelViewerElement.lottieLoaderLocation = '/assets/';

const viewer = document.querySelector('model-viewer');
const wait = viewer?.querySelector('.stage-wait');
viewer?.addEventListener('load', () => wait?.remove());
viewer?.addEventListener('error', () => {
  if (!wait) return;
  wait.setAttribute('role', 'alert');
  wait.textContent =
    'La scène ne s’affiche pas sur cet appareil. Téléchargez-la pour l’ouvrir dans un autre logiciel, ou lisez sa description.';
});
