import { arkPath, type Published, type Unit } from '../commons/index.ts';
import type { Cmi } from './model/scorm.ts';

/** Where a published resource opens, its version in force or another. */
export const openingPath = (authority: string, arkName: string, version: number | null = null): string =>
  `${arkPath(authority, arkName)}/ouvrir${version === null ? '' : `?version=${version}`}`;

/** Where a cmi5 course opens: its units are opened by the slice that owns courses. */
export const coursePath = (authority: string, arkName: string, version: number): string =>
  `${arkPath(authority, arkName)}/cours?version=${version}`;

/** Where an xAPI activity is opened with a credential, by the slice that owns them. */
export const activityPath = (authority: string, arkName: string, version: number): string =>
  `${arkPath(authority, arkName)}/activite?version=${version}`;

/** On the origin of packages: a file, from the top of its package. */
export function contentPath({ arkName, version }: Published, href: string): string {
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(href) ?? [];
  const encoded = path.split('/').map((part) => encodeURIComponent(decoded(part)));
  return `/${arkName}/${version.number}/contenu/${encoded.join('/')}${rest}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const framePath = ({ arkName, version }: Published, unit: number): string =>
  `/${arkName}/${version.number}/cadre?unite=${unit}`;

/** What a module is told the first time: an identifier that means nothing elsewhere, no name, what its author wrote for it. */
export function beginning(edition: string, unit: Unit, learner: string): Cmi {
  const { launchData, masteryScore } = unit;
  if (edition === 'scorm-1.2')
    return {
      core: {
        student_id: learner,
        student_name: 'Apprenant',
        credit: 'credit',
        lesson_mode: 'normal',
        entry: 'ab-initio',
      },
      launch_data: launchData,
      student_data: { mastery_score: masteryScore ?? '' },
    };
  return {
    ...{ learner_id: learner, learner_name: 'Apprenant', credit: 'credit', mode: 'normal', entry: 'ab-initio' },
    launch_data: launchData,
    ...(masteryScore === null ? {} : { scaled_passing_score: masteryScore }),
  };
}
