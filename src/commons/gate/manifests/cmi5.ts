import { NOTHING_FOUND } from '../../model/verdict.ts';
import { invalid, manifest, needTarget, type Package } from '../package.ts';
import { child, everyNode, readXml, textAt, type XmlNode } from '../xml.ts';
import type { ManifestRead } from './scorm.ts';

export const CMI5_MANIFEST = 'cmi5.xml';

const NAMESPACE = 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd';
const MOVE_ON = new Set(['NotApplicable', 'Passed', 'Completed', 'CompletedAndPassed', 'CompletedOrPassed']);
const LAUNCH_METHOD = new Set(['AnyWindow', 'OwnWindow']);
/** Given by the launching system: an address that carries its own would be launched with two. */
const LAUNCH_PARAMETERS = new Set(['endpoint', 'fetch', 'actor', 'registration', 'activityid']);
const IRI = /^[a-z][a-z0-9+.-]*:\S+$/i;

/** A cmi5 course structure. Source: cmi5 specification, quartz 1.0, sections 13 and 14. */
export function readCmi5(pack: Package): ManifestRead {
  const file = pack.root + CMI5_MANIFEST;
  const top = readXml(pack.judge, file, manifest(pack, CMI5_MANIFEST));
  if (top.name !== 'courseStructure' || top.space !== NAMESPACE)
    throw invalid(file, 'ce n’est pas une structure de cours cmi5');
  const course = child(top, 'course');
  if (course === null) throw invalid(file, 'le cours n’y est pas décrit');
  const units = [...everyNode(top)].filter(({ name }) => name === 'au');
  if (units.length === 0) throw invalid(file, 'aucune unité à ouvrir n’y est décrite');
  judgeIds(file, top);
  let launch: string | null = null;
  for (const unit of units) {
    const address = judgeUnit(pack, file, unit);
    launch ??= address;
  }
  const title = wordingOf(child(course, 'title'));
  return {
    kind: 'cmi5',
    found: {
      ...NOTHING_FOUND,
      title: title.text,
      summary: wordingOf(child(course, 'description')).text,
      languages: title.language ? [title.language] : [],
    },
    launch,
    units: units.length,
  };
}

function judgeIds(file: string, top: XmlNode): void {
  const seen = new Set<string>();
  for (const { name, attributes } of everyNode(top)) {
    if (!['course', 'block', 'au', 'objective'].includes(name)) continue;
    // An objective is referred to by its identifier from blocks and units: those have no `id` of their own to twin.
    const id = attributes.get('id')?.trim() ?? '';
    if (name === 'objective' && attributes.has('idref')) continue;
    if (!IRI.test(id)) throw invalid(file, `l’identifiant « ${id} » n’est pas une adresse complète (IRI)`);
    const key = `${name} ${id}`;
    if (seen.has(key)) throw invalid(file, `l’identifiant « ${id} » y sert deux fois`);
    seen.add(key);
  }
}

/** @returns its address, when it opens inside the package */
function judgeUnit(pack: Package, file: string, unit: XmlNode): string | null {
  const id = unit.attributes.get('id') ?? '';
  const value = (name: string, absent: string) => unit.attributes.get(name)?.trim() ?? absent;
  if (!MOVE_ON.has(value('moveOn', 'NotApplicable')))
    throw invalid(file, `« moveOn » de ${id} n’est pas une valeur de cmi5`);
  if (!LAUNCH_METHOD.has(value('launchMethod', 'AnyWindow')))
    throw invalid(file, `« launchMethod » de ${id} n’est pas une valeur de cmi5`);
  const score = Number(value('masteryScore', '0'));
  if (!(score >= 0 && score <= 1)) throw invalid(file, `« masteryScore » de ${id} ne va pas de 0 à 1`);
  const url = textAt(unit, 'url');
  if (url === null) throw invalid(file, `l’unité ${id} n’a pas d’adresse`);
  for (const name of new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? '').keys())
    if (LAUNCH_PARAMETERS.has(name.toLowerCase()))
      throw invalid(file, `l’adresse de ${id} porte déjà le paramètre « ${name} »`);
  return needTarget(pack, file, pack.root, url) ? url : null;
}

function wordingOf(node: XmlNode | null): { readonly text: string | null; readonly language: string | null } {
  const wordings = node?.children.filter(({ name }) => name === 'langstring') ?? [];
  const best = wordings.find(({ attributes }) => /^fr/i.test(attributes.get('lang') ?? '')) ?? wordings[0] ?? null;
  return { text: textAt(best), language: best?.attributes.get('lang') ?? null };
}
