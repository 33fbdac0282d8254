import { chooseForm, type Form, type Hints, type Progress, type Variant } from '../../variants/index.ts';
import type { Version } from './resource.ts';
import type { Kind, Report } from './verdict.ts';

/** Lighter forms of a version, with the one offered to the device that asks: `null`, the original. */
export interface Light {
  readonly form: Form;
  readonly variants: readonly Variant[];
  readonly progress: Progress | undefined;
  readonly offered: string | null;
}

/** The kinds of which lighter forms are derived. */
const FORMS: Readonly<Partial<Record<Kind, Form>>> = { gltf: 'scene', image: 'picture', panorama: 'panorama' };

export const formOf = (kind: Kind): Form | null => FORMS[kind] ?? null;

/** Pixels across, as the gate read them. */
export function widthOf({ measures }: Report): number | null {
  const value = measures.find(({ what }) => what === 'width')?.value;
  return typeof value === 'number' ? value : null;
}

/** The newest version whose file the gate let in and that has lighter forms. */
export const lightVersion = (versions: readonly Version[]): Version | null =>
  versions.find(({ report }) => report !== null && formOf(report.kind) !== null) ?? null;

/** The one offered to this device among those that are loaded in place of the original; `null`: the original. */
export const offeredOf = (
  variants: readonly Variant[],
  report: Report,
  sizeBytes: number,
  hints: Hints,
): Variant | null =>
  chooseForm(
    variants.filter(({ role }) => role === 'light'),
    { sizeBytes, width: widthOf(report) },
    hints,
  );
