import { NOTHING_FOUND } from '../../model/verdict.ts';
import { invalid, manifest, needTarget, type Package } from '../package.ts';
import { child, childrenOf, readXml, textAt, type XmlNode } from '../xml.ts';
import type { ManifestRead } from './scorm.ts';

export const TINCAN_MANIFEST = 'tincan.xml';

/** The activities that open, each with its address. */
const launchedIn = (top: XmlNode) =>
  childrenOf(child(top, 'activities'), 'activity').flatMap((activity) => {
    const address = textAt(activity, 'launch');
    return address === null ? [] : [{ activity, address }];
  });

/** Identifier of the activity that opens first. */
export const firstActivity = (top: XmlNode): string | null => launchedIn(top)[0]?.activity.attributes.get('id') ?? null;

/** Activities that speak xAPI by themselves. Source: Rustici Software, Tin Can launch, tincan.xsd. */
export function readTincan(pack: Package): ManifestRead {
  const file = pack.root + TINCAN_MANIFEST;
  const top = readXml(pack.judge, file, manifest(pack, TINCAN_MANIFEST));
  const launched = launchedIn(top);
  const [first] = launched;
  if (!first) throw invalid(file, 'aucune activité ne s’y ouvre');
  for (const { activity } of launched)
    if (!activity.attributes.get('id')) throw invalid(file, 'une activité n’a pas d’identifiant');
  for (const { address } of launched) needTarget(pack, file, pack.root, address);
  const language = child(first.activity, 'launch')?.attributes.get('lang');
  return {
    kind: 'xapi',
    found: {
      ...NOTHING_FOUND,
      title: textAt(first.activity, 'name'),
      summary: textAt(first.activity, 'description'),
      languages: language && language !== 'und' ? [language] : [],
    },
    launch: first.address,
    units: launched.length,
  };
}
