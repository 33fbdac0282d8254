const NBSP = '\u00a0';
const integers = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 0 });
const plurals = new Intl.PluralRules('fr-FR');

/**
 * A count with its noun: « 1 dossier », « 0 dossier », « 2 dossiers », « 1 000 000 de dossiers ».
 *
 * @param plural when it is not the singular with an s
 */
export function count(value: number, singular: string, plural = `${singular}s`): string {
  const form = plurals.select(value);
  const noun = form === 'one' ? singular : plural;
  return `${integers.format(value)}${NBSP}${form === 'many' ? `de ${noun}` : noun}`;
}
