/** For the page that shows a 3D scene. */
import { ModelViewerElement } from '@google/model-viewer';
import { $loader } from '@google/model-viewer/lib/three-components/CachingGLTFLoader.js';
import { Renderer } from '@google/model-viewer/lib/three-components/Renderer.js';
import { MeshoptDecoder } from 'three/examples/jsm/libs/meshopt_decoder.module.js';
import './elements/full-screen.ts';

// Each of these would otherwise be fetched from somebody else's server the first time a scene asks for it.
ModelViewerElement.dracoDecoderLocation = '/assets/';
ModelViewerElement.ktx2TranscoderLocation = '/assets/';
ModelViewerElement.lottieLoaderLocation = '/assets/';

// The light forms are coded by meshopt: the viewer brings its decoder, and uses it only once it is given.
Renderer.singleton.loader[$loader].setMeshoptDecoder(MeshoptDecoder);

const viewer = document.querySelector('model-viewer');
const wait = viewer?.querySelector('.stage-wait');
viewer?.addEventListener('load', () => wait?.remove());
viewer?.addEventListener('error', () => {
  if (!wait) return;
  wait.setAttribute('role', 'alert');
  wait.textContent =
    'La scène ne s’affiche pas sur cet appareil. Téléchargez-la pour l’ouvrir dans un autre logiciel, ou lisez sa description.';
});
