import { DOMAIN_LABELS } from '../evaluation/index.ts';
import type { Choice } from '../ui/index.ts';
import type { InputFile } from './model/inputs.ts';

const unique = (values: readonly (string | null)[]): string[] =>
  [...new Set(values)].filter((value) => value !== null && value !== '').sort() as string[];

/** What the files of the wave have in common, as a rule may name it: `dimension:value`. */
export function quotaChoices(files: readonly InputFile[]): Choice[] {
  const named = (dimension: string, word: string, values: readonly string[]) =>
    values.map((value) => ({ value: `${dimension}:${value}`, label: `${word} : ${DOMAIN_LABELS[value] ?? value}` }));
  return [
    { value: 'scope:transverse', label: 'Projets transverses' },
    { value: 'scope:sectoral', label: 'Projets sectoriels' },
    ...named('axis', 'Levier', unique(files.map(({ axis }) => axis))),
    ...named('sector', 'Secteur', unique(files.flatMap(({ sectors }) => sectors))),
    ...named('territory', 'Territoire', unique(files.flatMap(({ territories }) => territories))),
  ];
}
