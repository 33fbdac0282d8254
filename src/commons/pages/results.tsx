import { ButtonLink, count, EmptyState } from '../../ui/index.ts';
import { choiceLabel, FACET_LABELS } from '../messages.ts';
import type { Found, Mended, Search, WayOut } from '../model/search.ts';
import { SHARES } from '../model/standing.ts';
import { searchPath, without } from './facets.tsx';
import { CATALOGUE_PATH } from './parts.tsx';

interface ReasonProps {
  readonly found: Found;
  /** Words were asked: where they are gives points. */
  readonly asked: boolean;
}

/** The four shares of a place, in words. */
export const PlaceReason = ({ found, asked }: ReasonProps) => (
  <ul>
    {asked ? (
      <li>
        {`Vos mots : ${found.text} sur ${SHARES.text}, ${found.text === SHARES.text ? 'tous dans le titre' : 'dans la description, pas tous dans le titre'}.`}
      </li>
    ) : null}
    <li>
      {`Qualité : ${found.quality} sur ${SHARES.quality}. Cinq points chacun : un résumé développé, des mots-clés et un code, l’accessibilité vérifiée, un niveau, un fichier sans remarque à l’examen.`}
    </li>
    <li>{`Usage réel : ${found.reuse} sur ${SHARES.reuse}, selon les fichiers pris depuis un an.`}</li>
    <li>
      {`Fraîcheur : ${found.freshness} sur ${SHARES.freshness}, tous les points la première année, aucun après cinq ans.`}
    </li>
  </ul>
);

interface NothingProps {
  readonly search: Search;
  readonly mended: readonly Mended[];
  readonly ways: readonly WayOut[];
}

/** Why nothing answers, and what to try. */
export const Nothing = ({ search, mended, ways }: NothingProps) => (
  <EmptyState
    title="Aucune ressource ne répond à cette recherche"
    action={
      <ButtonLink href={CATALOGUE_PATH} kind="secondary">
        Voir toutes les ressources
      </ButtonLink>
    }
  >
    {mended.map(({ typed, meant }) => (
      <p>{`« ${typed} » n’est dans aucune description ; nous avons cherché « ${meant} ».`}</p>
    ))}
    <p>{reason(search, ways)}</p>
    {ways.length > 0 ? (
      <ul>
        {ways.map((way) => (
          <li>
            <a href={searchPath(pathOut(search, way))}>{wayLabel(search, way)}</a>
            {` : ${way.total.atLeast ? 'plus de ' : ''}${count(way.total.found, 'ressource')}`}
          </li>
        ))}
      </ul>
    ) : null}
  </EmptyState>
);

function reason({ words, choices }: Search, ways: readonly WayOut[]): string {
  if (ways.length > 0) return 'Chaque critère trouve des ressources, mais aucune ne les réunit tous. Essayez :';
  if (choices.length === 0) return 'Ces mots ne sont ensemble dans aucune description. Essayez un mot plus général.';
  if (words === '') return 'Aucune ressource ne réunit ces critères. Retirez-en plusieurs.';
  return 'Ni ces mots ni ces critères ne trouvent de ressource. Essayez un mot plus général, sans critère.';
}

const pathOut = (search: Search, { dropped }: WayOut): Search =>
  dropped === null ? { ...search, words: '', after: null } : without(search, dropped);

const wayLabel = ({ words }: Search, { dropped }: WayOut) =>
  dropped === null
    ? `Sans les mots « ${words} »`
    : `Sans le critère « ${FACET_LABELS[dropped.facet]} : ${choiceLabel(dropped)} »`;
