/** What a file shows, whatever its format: each form has its variants. */
export type Form = 'scene' | 'picture' | 'panorama';

/** `poster`: shown before loading. `flat`: read without 3D. `light`: loaded in place of the original. */
export type Role = 'poster' | 'flat' | 'light';

export type PictureFormat = 'webp' | 'avif';

/** What the process apart is asked to make. Widths in pixels. */
export type Task =
  | { readonly is: 'picture'; readonly width: number; readonly format: PictureFormat }
  | { readonly is: 'view'; readonly width: number }
  | { readonly is: 'scene'; readonly textures: number; readonly error: number }
  | { readonly is: 'portrait'; readonly width: number };

export interface PlannedStep {
  /** The same for the same file: kept in addresses. */
  readonly name: string;
  readonly role: Role;
  readonly task: Task;
}

export interface Planned {
  readonly form: Form;
  readonly mediaType: string;
  /** Pixels; `null` for a scene. */
  readonly width: number | null;
}

const PICTURE_WIDTHS = [480, 960, 1600] as const;
const LEVEL_WIDTHS = [2048, 4096, 8192] as const;
const POSTER_WIDTH = 960;
const FLAT_WIDTH = 1024;

/** Variants to derive, the most useful first: what shows something, then the lightest. */
export function planOf({ form, mediaType, width }: Planned): PlannedStep[] {
  if (form === 'scene') return SCENE;
  return form === 'panorama' ? panoramaSteps(width ?? 0) : pictureSteps(mediaType, width ?? 0);
}

/** `error`: how far a simplified surface may stray, as a share of the mesh. */
const SCENE: PlannedStep[] = [
  { name: 'poster', role: 'poster', task: { is: 'portrait', width: POSTER_WIDTH } },
  { name: 'mini', role: 'light', task: { is: 'scene', textures: 512, error: 0.01 } },
  { name: 'light', role: 'light', task: { is: 'scene', textures: 1024, error: 0.001 } },
];

/** Never wider than the original. AVIF holds no animation: a GIF has WebP only. */
function pictureSteps(mediaType: string, width: number): PlannedStep[] {
  const widths = [...new Set(PICTURE_WIDTHS.map((one) => Math.min(one, width)))];
  const formats: PictureFormat[] = mediaType === 'image/gif' ? ['webp'] : ['webp', 'avif'];
  return widths.flatMap((one, index) =>
    formats.map(
      (format): PlannedStep =>
        index === 0 && format === 'webp'
          ? { name: 'poster', role: 'poster', task: { is: 'picture', width: one, format } }
          : { name: `picture-${one}-${format}`, role: 'light', task: { is: 'picture', width: one, format } },
    ),
  );
}

const panoramaSteps = (width: number): PlannedStep[] => [
  { name: 'poster', role: 'poster', task: { is: 'view', width: POSTER_WIDTH } },
  { name: 'flat', role: 'flat', task: { is: 'picture', width: Math.min(FLAT_WIDTH, width), format: 'webp' } },
  ...[...new Set(LEVEL_WIDTHS.map((one) => Math.min(one, width)))].map(
    (one): PlannedStep => ({
      name: `level-${one}`,
      role: 'light',
      task: { is: 'picture', width: one, format: 'webp' },
    }),
  ),
];

/** Why a step made nothing. `heavy`: the original is beyond what is opened here. */
export type Reason = 'not-lighter' | 'time' | 'memory' | 'fault' | 'heavy';

/** A variant that would not spare the network is not kept; what shows something before loading always is. */
export const isKept = (role: Role, sizeBytes: number, originalBytes: number): boolean =>
  role !== 'light' || sizeBytes < originalBytes;
