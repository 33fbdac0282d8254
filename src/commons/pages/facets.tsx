import { Details, formatNumber } from '../../ui/index.ts';
import { searchQuery } from '../form.ts';
import { choiceLabel, FACET_LABELS } from '../messages.ts';
import { type Choice, FACETS, tagOf } from '../model/facets.ts';
import type { Search, Tally } from '../model/search.ts';
import { CATALOGUE_PATH } from './parts.tsx';

export function searchPath(search: Search): string {
  const query = searchQuery(search).toString();
  return query === '' ? CATALOGUE_PATH : `${CATALOGUE_PATH}?${query}`;
}

export const without = (search: Search, dropped: Choice): Search => ({
  ...search,
  choices: search.choices.filter((one) => tagOf(one) !== tagOf(dropped)),
  after: null,
});

const withChoice = (search: Search, { facet, value }: Choice): Search => ({
  ...search,
  choices: [...search.choices, { facet, value }],
  after: null,
});

/** What narrows the search now, each with the link that takes it off. */
export const Chosen = ({ search }: { readonly search: Search }) =>
  search.choices.length === 0 ? null : (
    <ul class="chosen" aria-label="Critères choisis">
      {search.choices.map((one) => (
        <li>
          <a class="chip" href={searchPath(without(search, one))}>
            {`${FACET_LABELS[one.facet]} : ${choiceLabel(one)}`}
            <span class="chip-off">Retirer</span>
          </a>
        </li>
      ))}
    </ul>
  );

const VALUES = 15;

interface FacetsProps {
  readonly search: Search;
  readonly tallies: readonly Tally[];
  readonly talliedOn: number | null;
}

/** Values of each facet among what is found, with how many; each is a link, and they combine. */
export function Facets({ search, tallies, talliedOn }: FacetsProps) {
  const chosen = new Set(search.choices.map(tagOf));
  const offered = FACETS.map(({ name }) => ({
    name,
    values: tallies.filter((one) => one.facet === name && !chosen.has(tagOf(one))).slice(0, VALUES),
  })).filter(({ values }) => values.length > 0);
  if (offered.length === 0) return null;
  return (
    <nav class="facets" aria-labelledby="affiner">
      <h2 id="affiner" class="facets-title">
        Affiner
      </h2>
      {talliedOn === null ? null : (
        <p class="hint">{`Nombres comptés sur ${formatNumber(talliedOn)} des ressources trouvées.`}</p>
      )}
      {offered.map(({ name, values }) => (
        <Details summary={FACET_LABELS[name]}>
          <ul class="facet-values">
            {values.map((one) => (
              <li>
                <a href={searchPath(withChoice(search, one))} rel="nofollow">
                  {choiceLabel(one)}
                </a>{' '}
                <span class="facet-count">{`${formatNumber(one.found)}${talliedOn === null ? '' : ' ou plus'}`}</span>
              </li>
            ))}
          </ul>
        </Details>
      ))}
    </nav>
  );
}
