import {
  Actions,
  Button,
  ButtonLink,
  count,
  EmptyState,
  Form,
  formatBytes,
  Page,
  PageHead,
  Pagination,
  Select,
  StatusTag,
  TextField,
  type View,
} from '../../ui/index.ts';
import { KIND_LABELS } from '../messages.ts';
import { arkPath } from '../model/ark.ts';
import { FOUND_PER_PAGE, type Found, type Search } from '../model/search.ts';
import { KINDS } from '../model/verdict.ts';
import { CATALOGUE_PATH, DEPOSIT_PATH } from './parts.tsx';

export interface CatalogueProps {
  readonly view: View;
  readonly authority: string;
  readonly search: Search;
  readonly page: number;
  readonly found: readonly Found[];
  readonly total: number;
  readonly all: number;
  readonly organisations: ReadonlyMap<string, string>;
}

const LEAD =
  'Les ressources de formation payées par le plan : modules, scènes immersives, panoramas, films et documents, à reprendre librement selon leur licence.';

export function CataloguePage(props: CatalogueProps) {
  const { view, all, total } = props;
  return (
    <Page view={view} title="Les communs numériques" description={LEAD}>
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
          <SearchForm search={props.search} />
          <p>
            {total === all
              ? count(all, 'ressource')
              : `${count(total, 'ressource trouvée', 'ressources trouvées')} sur ${all}`}
          </p>
          <Results {...props} />
          <Actions>
            <ButtonLink href={DEPOSIT_PATH} kind="secondary">
              Déposer une ressource
            </ButtonLink>
          </Actions>
        </>
      )}
    </Page>
  );
}

const SearchForm = ({ search }: { readonly search: Search }) => (
  <Form action={CATALOGUE_PATH} method="get" class="form filters">
    <TextField name="mots" type="search" label="Mots, métier ou code" value={search.words} optional />
    <Select
      name="type"
      label="Type"
      value={search.kind ?? ''}
      empty="Tous les types"
      options={KINDS.map((kind) => ({ value: kind, label: KIND_LABELS[kind] }))}
    />
    <Actions>
      <Button kind="secondary">Chercher</Button>
      {search.words !== '' || search.kind !== null ? (
        <ButtonLink href={CATALOGUE_PATH} kind="quiet">
          Tout voir
        </ButtonLink>
      ) : null}
    </Actions>
  </Form>
);

function Results({ found, search, page, total, authority, organisations }: CatalogueProps) {
  if (found.length === 0)
    return (
      <EmptyState title="Aucune ressource ne répond à cette recherche">
        Essayez moins de mots, un mot plus général, ou <a href={CATALOGUE_PATH}>toutes les ressources</a>.
      </EmptyState>
    );
  const query = (n: number) => new URLSearchParams({ mots: search.words, type: search.kind ?? '', page: String(n) });
  return (
    <>
      <ul class="laureates">
        {found.map((one) => (
          <li class="laureate">
            <h2 class="laureate-title">
              <a href={arkPath(authority, one.arkName)}>{one.description.title}</a>
            </h2>
            <p>{shortened(one.description.summary)}</p>
            <p>
              <StatusTag>{KIND_LABELS[one.kind]}</StatusTag>{' '}
              {`${one.description.durationMinutes} min · ${formatBytes(one.sizeBytes)} · ${organisations.get(one.organisationId) ?? ''}`}
            </p>
          </li>
        ))}
      </ul>
      <Pagination
        page={page}
        pages={Math.ceil(total / FOUND_PER_PAGE)}
        hrefOf={(n) => `${CATALOGUE_PATH}?${query(n)}`}
      />
    </>
  );
}

const SHOWN = 220;
const shortened = (text: string) => (text.length <= SHOWN ? text : `${text.slice(0, SHOWN).replace(/\s+\S*$/, '')}…`);
