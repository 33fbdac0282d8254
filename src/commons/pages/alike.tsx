import { KIND_LABELS } from '../messages.ts';
import { arkPath } from '../model/ark.ts';
import type { Alike } from '../model/search.ts';

interface AlikeProps {
  readonly alike: readonly Alike[];
  readonly authority: string;
}

/** Resources near to this one, and why they are; nothing when there is none. */
export const AlikeList = ({ alike, authority }: AlikeProps) =>
  alike.length === 0 ? null : (
    <>
      <h2>Ressources proches</h2>
      <ul>
        {alike.map(({ found, shared }) => (
          <li>
            <a href={arkPath(authority, found.arkName)}>{found.description.title}</a>
            {` (${KIND_LABELS[found.kind]}) : en commun, ${shared.join(', ')}`}
          </li>
        ))}
      </ul>
    </>
  );
