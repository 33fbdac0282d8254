import { arkPath, type Published, viewerOf } from '../../commons/index.ts';
import { Actions, asset, ButtonLink, formatBytes, Notice, Page, PageHead, type View } from '../../ui/index.ts';
import { waitText } from '../../variants/index.ts';
import type { MediaForms } from '../model/forms.ts';

export interface MediaProps {
  readonly view: View;
  readonly authority: string;
  readonly opened: Published;
  readonly forms: MediaForms;
}

const STAGE = 'scene';

/** A scene, a panorama or an ordinary medium, with what it says in words for who does not see or hear it. */
export function MediaPage({ view, authority, opened, forms }: MediaProps) {
  const { description, report, version, arkName } = opened;
  const path = arkPath(authority, arkName);
  const viewer = viewerOf(report.kind);
  return (
    <Page
      view={view}
      title={description.title}
      islands={viewer ? [viewer] : []}
      breadcrumbs={[
        { href: '/communs', label: 'Communs' },
        { href: `${path}?version=${version.number}`, label: description.title },
      ]}
      layout="wide"
    >
      <PageHead title={description.title} />
      {description.safety === '' ? null : (
        <Notice tone="warning" title="Avant de commencer">
          <p>{description.safety}</p>
        </Notice>
      )}
      {report.kind === 'panorama' ? <link rel="stylesheet" href={asset('panorama.css')} /> : null}
      <div class="stage" id={STAGE}>
        <Stage opened={opened} file={forms.shown.file} />
      </div>
      <Actions>
        {viewer ? <full-screen target={STAGE} /> : null}
        <ButtonLink href={forms.shown.file} kind="secondary" download>
          {`Télécharger (${formatBytes(forms.shown.sizeBytes)})`}
        </ButtonLink>
      </Actions>
      <OtherForms {...forms} />
      <Help kind={report.kind} />
      <h2>En mots</h2>
      {description.summary.split(/\n{2,}/).map((one) => (
        <p class="text">{one}</p>
      ))}
      <p class="text">{description.accessibility}</p>
    </Page>
  );
}

/** What was loaded, and what the person may rather have, each with what it costs. */
function OtherForms({ shown, others }: MediaForms) {
  if (others.length === 0) return null;
  return (
    <>
      <p>{`Ouvert ici : ${shown.label} (${formatBytes(shown.sizeBytes)}).`}</p>
      <ul>
        {others.map(({ label, sizeBytes, href }) => (
          <li>
            <a href={href}>{`Ouvrir plutôt : ${label}`}</a>
            {`, ${formatBytes(sizeBytes)}, ${waitText(sizeBytes)} sur un réseau à 1,6 Mbit/s`}
          </li>
        ))}
      </ul>
    </>
  );
}

interface StageProps {
  readonly opened: Published;
  readonly file: string;
}

function Stage({ opened: { report, description }, file }: StageProps) {
  const { title } = description;
  switch (report.kind) {
    case 'gltf':
      return <Scene title={title} file={file} />;
    case 'panorama':
      return (
        <panorama-view src={file} label={title}>
          <img src={file} alt={title} />
        </panorama-view>
      );
    case 'video':
      // biome-ignore lint/a11y/useMediaCaption: captions come with the file of its author; the page says it in words below
      return <video src={file} controls preload="metadata" aria-label={title} />;
    case 'audio':
      // biome-ignore lint/a11y/useMediaCaption: as above
      return <audio src={file} controls preload="metadata" aria-label={title} />;
    default:
      return <img src={file} alt={title} />;
  }
}

/** The sentences that the viewer speaks when the scene turns, in place of its English ones. */
const SPOKEN = {
  front: 'Vue de face',
  back: 'Vue de dos',
  left: 'Vue de gauche',
  right: 'Vue de droite',
  'upper-front': 'Vue de face, d’en haut',
  'upper-back': 'Vue de dos, d’en haut',
  'upper-left': 'Vue de gauche, d’en haut',
  'upper-right': 'Vue de droite, d’en haut',
  'lower-front': 'Vue de face, d’en bas',
  'lower-back': 'Vue de dos, d’en bas',
  'lower-left': 'Vue de gauche, d’en bas',
  'lower-right': 'Vue de droite, d’en bas',
  'interaction-prompt': 'Flèches pour tourner, Page précédente et Page suivante pour approcher ou reculer',
};

const Scene = ({ title, file }: { readonly title: string; readonly file: string }) => (
  <model-viewer
    src={file}
    alt={title}
    ar
    ar-modes="webxr quick-look"
    camera-controls
    touch-action="pan-y"
    shadow-intensity="0.6"
    interaction-prompt="none"
    a11y={JSON.stringify(SPOKEN)}
  >
    <div slot="poster" class="stage-wait">
      <p>La scène se charge…</p>
    </div>
    <button slot="ar-button" type="button" class="button button-primary">
      Voir dans la pièce
    </button>
  </model-viewer>
);

function Help({ kind }: { readonly kind: Published['report']['kind'] }) {
  const turns = {
    gltf: 'Faites glisser pour tourner autour, pincez ou utilisez la molette pour approcher. Au clavier : placez-vous sur la scène, puis les flèches tournent, Page précédente et Page suivante approchent et reculent. Sur un appareil équipé, « Voir dans la pièce » pose la scène devant vous.',
    panorama:
      'Faites glisser pour regarder autour de vous. Au clavier : les flèches tournent, + et − approchent et reculent.',
  } as const;
  const text = kind === 'gltf' || kind === 'panorama' ? turns[kind] : null;
  return text === null ? null : (
    <>
      <h2>Se déplacer</h2>
      <p class="text">{text}</p>
      <noscript>
        <p class="text">Ce lecteur a besoin de JavaScript : sans lui, téléchargez le fichier.</p>
      </noscript>
    </>
  );
}
