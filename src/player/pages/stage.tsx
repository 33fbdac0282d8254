import { Actions } from '../../ui/index.ts';

const STAGE = 'module';
/** What a foreign page may do in its frame, everywhere one is shown. */
const RIGHTS = {
  sandbox: 'allow-scripts allow-same-origin allow-forms allow-modals allow-downloads',
  allow: 'fullscreen; xr-spatial-tracking; autoplay',
} as const;

interface StageProps {
  readonly title: string;
}

/** The frame of a package that its own address opens: its address bears what it needs. */
export const FrameStage = ({ title, src }: StageProps & { readonly src: string }) => (
  <>
    <div class="stage" id={STAGE}>
      <iframe title={title} src={src} {...RIGHTS} />
    </div>
    <FullScreen />
  </>
);

/**
 * The frame of a package that a player opens, and saves for.
 *
 * @param player attributes of `<package-player>`
 */
export const PlayerStage = ({ title, player }: StageProps & { readonly player: Readonly<Record<string, string>> }) => (
  <>
    <package-player {...player}>
      <div class="stage" id={STAGE}>
        <iframe title={title} {...RIGHTS} />
      </div>
    </package-player>
    <noscript>
      <p class="text">Ce lecteur a besoin de JavaScript : autorisez-le dans votre navigateur.</p>
    </noscript>
    <FullScreen />
  </>
);

const FullScreen = () => (
  <Actions>
    <full-screen target={STAGE} />
  </Actions>
);
