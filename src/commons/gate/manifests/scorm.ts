import type { Found, Kind } from '../../model/verdict.ts';
import { invalid, manifest, needTarget, type Package, targetOf, wishTarget } from '../package.ts';
import { child, childrenOf, everyNode, readXml, textAt, type XmlNode } from '../xml.ts';
import { readLom } from './lom.ts';

export const SCORM_MANIFEST = 'imsmanifest.xml';

export interface ManifestRead {
  readonly kind: Kind;
  readonly found: Found;
  readonly launch: string | null;
  /** Parts that open one by one: objects, assignable units, activities. */
  readonly units: number;
}

/** SCORM 1.2 and 2004 packages. Source: ADL, Content Aggregation Model 1.2 and 1.3. */
export function readScorm(pack: Package): ManifestRead {
  const file = pack.root + SCORM_MANIFEST;
  const top = readXml(pack.judge, file, manifest(pack, SCORM_MANIFEST));
  if (top.name !== 'manifest') throw invalid(file, `sa première balise est « ${top.name} »`);
  const resources = child(top, 'resources');
  const base = baseOf(top) + baseOf(resources);
  const byId = new Map(childrenOf(resources, 'resource').map((one) => [one.attributes.get('identifier') ?? '', one]));
  const organisation = defaultOrganisation(top);
  const wanted = organisation ? itemsOf(organisation) : [];
  for (const { reference, title } of wanted)
    if (!byId.has(reference))
      throw invalid(file, `« ${title} » renvoie à la ressource « ${reference} », qui n’y est pas décrite`);
  const launched = wanted.length > 0 ? wanted.map(({ reference }) => byId.get(reference)) : [...byId.values()];
  const addresses = launched.flatMap((one) => addressOf(one, base) ?? []);
  if (addresses.length === 0) throw invalid(file, 'aucune ressource ne s’y ouvre');
  const launch = judgeAddresses(pack, file, addresses);
  judgeFiles(pack, file, base, [...byId.values()]);
  const found = readLom(top);
  return {
    kind: editionOf(top, file),
    found: { ...found, title: found.title ?? textAt(organisation, 'title') },
    launch,
    units: addresses.length,
  };
}

const baseOf = (node: XmlNode | null | undefined) => node?.attributes.get('base') ?? '';

function editionOf(top: XmlNode, file: string): Kind {
  const told = textAt(child(top, 'metadata'), 'schemaversion') ?? '';
  if (/^1\.2/.test(told)) return 'scorm-1.2';
  if (/2004|CAM 1\.3/i.test(told)) return 'scorm-2004';
  for (const { space, attributes } of everyNode(top)) {
    if (/adlcp_v1p3/.test(space)) return 'scorm-2004';
    if (/adlcp_rootv1p2/.test(space) || attributes.has('scormtype')) return 'scorm-1.2';
  }
  throw invalid(file, 'il ne dit pas suivre SCORM 1.2 ni SCORM 2004');
}

function defaultOrganisation(top: XmlNode): XmlNode | null {
  const organisations = child(top, 'organizations');
  const all = childrenOf(organisations, 'organization');
  const named = organisations?.attributes.get('default');
  return all.find(({ attributes }) => attributes.get('identifier') === named) ?? all[0] ?? null;
}

const itemsOf = (organisation: XmlNode) =>
  [...everyNode(organisation)].flatMap((node) => {
    const reference = node.name === 'item' ? node.attributes.get('identifierref') : undefined;
    return reference ? [{ reference, title: textAt(node, 'title') ?? node.attributes.get('identifier') ?? '' }] : [];
  });

interface Address {
  readonly base: string;
  readonly href: string;
}

function addressOf(resource: XmlNode | undefined, base: string): Address | null {
  const href = resource?.attributes.get('href');
  return href ? { base: base + baseOf(resource), href } : null;
}

/** @returns the first address that opens */
function judgeAddresses(pack: Package, file: string, addresses: readonly Address[]): string | null {
  let launch: string | null = null;
  for (const { base, href } of addresses) {
    const opens = needTarget(pack, file, pack.root + base, href);
    if (opens) launch ??= base + href;
  }
  return launch;
}

function judgeFiles(pack: Package, file: string, base: string, resources: readonly XmlNode[]): void {
  for (const resource of resources) {
    const here = pack.root + base + baseOf(resource);
    const href = resource.attributes.get('href');
    const opened = href === undefined ? null : targetOf(pack, here, href);
    for (const one of childrenOf(resource, 'file')) {
      const reference = one.attributes.get('href') ?? '';
      const target = targetOf(pack, here, reference);
      // Already refused as what opens.
      if (target.kind === 'missing' && opened?.kind === 'missing' && opened.name === target.name) continue;
      wishTarget(pack, file, here, reference);
    }
  }
}

/** A part of a SCORM package that opens by itself. */
export interface Unit {
  readonly title: string;
  /** From the top of the package, with its parameters. */
  readonly href: string;
  /** Given to the module as it is. */
  readonly launchData: string;
  /** From which the author judges it passed: 0 to 100 (1.2), or -1 to 1 (2004); `null`: not said. */
  readonly masteryScore: string | null;
}

/** Units in the order of the manifest. Those of addresses outside of the package are left out. Source: ADL CAM, « item ». */
export function readUnits(top: XmlNode, root: string): Unit[] {
  const resources = child(top, 'resources');
  const base = root + baseOf(top) + baseOf(resources);
  const byId = new Map(childrenOf(resources, 'resource').map((one) => [one.attributes.get('identifier') ?? '', one]));
  const organisation = defaultOrganisation(top);
  const items = organisation ? [...everyNode(organisation)].filter(({ name }) => name === 'item') : [];
  const units = items.flatMap((item) => unitOf(item, byId.get(item.attributes.get('identifierref') ?? ''), base));
  if (units.length > 0) return units;
  return [...byId.values()].flatMap((one) => unitOf(null, one, base));
}

function unitOf(item: XmlNode | null, resource: XmlNode | undefined, base: string): Unit[] {
  const address = addressOf(resource, base);
  if (address === null || /^[a-z][a-z0-9+.-]*:|^\/\//i.test(address.href)) return [];
  const parameters = (item?.attributes.get('parameters') ?? '').trim();
  const joined = parameters === '' ? '' : /^[?#&]/.test(parameters) ? parameters.replace(/^&/, '?') : `?${parameters}`;
  const scaled = item ? [...everyNode(item)].find(({ name }) => name === 'minNormalizedMeasure') : undefined;
  return [
    {
      title: textAt(item, 'title') ?? resource?.attributes.get('identifier') ?? '',
      href: address.base + address.href + joined,
      launchData: textAt(item, 'datafromlms') ?? textAt(item, 'dataFromLMS') ?? '',
      masteryScore: textAt(item, 'masteryscore') ?? scaled?.text.trim() ?? null,
    },
  ];
}
