import { arkPath } from '../commons/index.ts';

/** Where a published resource opens, its version in force or another. */
export const openingPath = (authority: string, arkName: string, version: number | null = null): string =>
  `${arkPath(authority, arkName)}/ouvrir${version === null ? '' : `?version=${version}`}`;
