import {
  Actions,
  Button,
  ButtonLink,
  count,
  Details,
  EmptyState,
  Form,
  formatBytes,
  formatNumber,
  Hidden,
  Notice,
  Page,
  PageHead,
  StatusTag,
  TextField,
  type View,
} from '../../ui/index.ts';
import { searchQuery } from '../form.ts';
import { KIND_LABELS } from '../messages.ts';
import { arkPath } from '../model/ark.ts';
import type { Counted, Found, Results, Search, WayOut } from '../model/search.ts';
import { Chosen, Facets, searchPath } from './facets.tsx';
import { API_PAGE, CATALOGUE_PATH, DEPOSIT_PATH, FEED_PATH, SUGGESTIONS_PATH } from './parts.tsx';
import { Nothing, PlaceReason } from './results.tsx';

export interface CatalogueProps {
  readonly view: View;
  readonly authority: string;
  readonly search: Search;
  readonly results: Results;
  readonly ways: readonly WayOut[];
  readonly all: number;
  readonly organisations: ReadonlyMap<string, string>;
}

const LEAD =
  'Les ressources de formation payées par le plan : modules, scènes immersives, panoramas, films et documents, à reprendre librement selon leur licence.';

export function CataloguePage(props: CatalogueProps) {
  const { view, all, search } = props;
  return (
    <Page view={view} title="Les communs numériques" description={LEAD} islands={['commons']}>
      <PageHead kicker="Communs" title="Les communs numériques" lead={LEAD} />
      {all === 0 ? (
        <EmptyState
          title="Aucune ressource n’est encore publiée"
          action={<ButtonLink href={DEPOSIT_PATH}>Déposer la première</ButtonLink>}
        >
          Une ressource paraît ici dès que son organisme l’a décrite et publiée.
        </EmptyState>
      ) : (
        <>
          <SearchForm search={search} />
          <Chosen search={search} />
          <div class="catalogue">
            <Facets search={search} tallies={props.results.tallies} talliedOn={props.results.talliedOn} />
            <div class="catalogue-results">
              <Answer {...props} />
            </div>
          </div>
          <Actions>
            <ButtonLink href={DEPOSIT_PATH} kind="secondary">
              Déposer une ressource
            </ButtonLink>
            <a href={`${FEED_PATH}?${searchQuery({ ...search, after: null })}`} type="application/atom+xml">
              Suivre cette recherche (fil Atom)
            </a>
            <a href={API_PAGE}>Pour les programmes</a>
          </Actions>
        </>
      )}
    </Page>
  );
}

const SearchForm = ({ search }: { readonly search: Search }) => (
  <Form action={CATALOGUE_PATH} method="get" class="form filters">
    <word-suggest url={SUGGESTIONS_PATH}>
      <TextField
        name="mots"
        type="search"
        label="Mots, métier ou code"
        hint="Une faute de frappe est corrigée ; « VR » trouve aussi « réalité virtuelle »."
        value={search.words}
        optional
      />
    </word-suggest>
    {search.choices.map(({ facet, value }) => (
      <Hidden name={facet} value={value} />
    ))}
    <Actions>
      <Button kind="secondary">Chercher</Button>
      {search.words !== '' || search.choices.length > 0 ? (
        <ButtonLink href={CATALOGUE_PATH} kind="quiet">
          Tout voir
        </ButtonLink>
      ) : null}
    </Actions>
  </Form>
);

/** « plus de 10 000 ressources » : nothing wider is counted. */
const counted = ({ found, atLeast }: Counted) =>
  atLeast ? `plus de ${count(found, 'ressource')}` : count(found, 'ressource');

function Answer(props: CatalogueProps) {
  const { results, search, all, ways } = props;
  if (results.found.length === 0) return <Nothing search={search} mended={results.mended} ways={ways} />;
  const narrowed = search.words !== '' || search.choices.length > 0;
  return (
    <>
      {results.mended.length > 0 ? (
        <Notice title="Nous avons corrigé un mot">
          {results.mended.map(({ typed, meant }) => (
            <p>{`Aucune ressource ne contient « ${typed} » : voici celles qui contiennent « ${meant} ».`}</p>
          ))}
        </Notice>
      ) : null}
      <p>{narrowed ? `${capital(counted(results.total))} sur ${formatNumber(all)}` : count(all, 'ressource')}</p>
      <ul class="laureates">
        {results.found.map((one) => (
          <Line {...props} one={one} />
        ))}
      </ul>
      <Paging search={search} results={results} />
    </>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const Line = ({ one, search, authority, organisations }: CatalogueProps & { readonly one: Found }) => (
  <li class="laureate">
    <h2 class="laureate-title">
      <a href={arkPath(authority, one.arkName)}>{one.description.title}</a>
    </h2>
    <p>{shortened(one.description.summary)}</p>
    <p>
      <StatusTag>{KIND_LABELS[one.kind]}</StatusTag>{' '}
      {`${one.description.durationMinutes} min · ${formatBytes(one.sizeBytes)} · ${organisations.get(one.organisationId) ?? ''}`}
    </p>
    <Details summary={`Pourquoi à cette place : ${count(one.score, 'point')} sur 100`}>
      <PlaceReason found={one} asked={search.words !== ''} />
    </Details>
  </li>
);

/** By the last line shown: a resource published meanwhile neither repeats nor hides another. */
const Paging = ({ search, results }: Pick<CatalogueProps, 'search' | 'results'>) =>
  search.after === null && results.next === null ? null : (
    <nav class="pagination" aria-label="Suite des résultats">
      {search.after === null ? null : <a href={searchPath({ ...search, after: null })}>← Premiers résultats</a>}
      {results.next === null ? null : (
        <a rel="next" href={searchPath({ ...search, after: results.next })}>
          Résultats suivants →
        </a>
      )}
    </nav>
  );

const SHOWN = 220;
const shortened = (text: string) => (text.length <= SHOWN ? text : `${text.slice(0, SHOWN).replace(/\s+\S*$/, '')}…`);
