import { arkPath, type Light, type Published } from '../../commons/index.ts';
import { ORIGINAL_LABELS, variantLabel } from '../../variants/index.ts';
import { openingPath } from '../model.ts';

/** Name under which the deposited file itself is asked for. */
const ORIGINAL = 'original';

/** One form of a medium: its file, its weight, and where it opens. */
export interface MediaForm {
  readonly name: string;
  readonly label: string;
  readonly sizeBytes: number;
  readonly file: string;
  readonly href: string;
}

export interface MediaForms {
  /** What the page loads. */
  readonly shown: MediaForm;
  /** What the person may ask for instead, the lightest first. */
  readonly others: readonly MediaForm[];
}

/**
 * The form that opens: the one asked for when there is such a one, else the one offered to the device.
 *
 * @param asked `forme` of the address
 */
export function formsOf(
  authority: string,
  opened: Published,
  light: Light | null,
  asked: string | undefined,
): MediaForms {
  const { arkName, version } = opened;
  const path = arkPath(authority, arkName);
  const opening = (name: string) => `${openingPath(authority, arkName, version.number)}&forme=${name}`;
  const original: MediaForm = {
    name: ORIGINAL,
    label: light ? ORIGINAL_LABELS[light.form] : 'Le fichier d’origine',
    sizeBytes: version.sizeBytes,
    file: `${path}/fichier?version=${version.number}`,
    href: opening(ORIGINAL),
  };
  const made = (light?.variants ?? [])
    .filter(({ role }) => role === 'light')
    .map(({ name, sizeBytes }) => ({
      ...{ name, label: variantLabel(name), sizeBytes, href: opening(name) },
      file: `${path}/variante/${name}?version=${version.number}`,
    }));
  const all = [...made, original].sort((a, b) => a.sizeBytes - b.sizeBytes);
  const shown = all.find(({ name }) => name === asked) ?? all.find(({ name }) => name === light?.offered) ?? original;
  return { shown, others: all.filter((one) => one !== shown) };
}
