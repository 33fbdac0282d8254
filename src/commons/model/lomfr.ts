import { arkOf, arkPath } from './ark.ts';
import type { Description } from './description.ts';
import type { Version } from './resource.ts';
import type { Kind, Report } from './verdict.ts';

export interface LomFacts {
  readonly ark: string;
  readonly address: string;
  readonly kind: Kind;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly version: number;
  /** `YYYY-MM-DD`. */
  readonly publishedOn: string;
  readonly organisation: string;
  readonly description: Description;
}

type Told = Pick<Version, 'number' | 'sizeBytes' | 'publishedAt'> & {
  readonly report: Report;
  readonly description: Description;
};

export const lomFactsOf = (
  { ARK_AUTHORITY, PUBLIC_URL }: { readonly ARK_AUTHORITY: string; readonly PUBLIC_URL: string },
  arkName: string,
  { number, sizeBytes, publishedAt, report, description }: Told,
  organisation: string,
): LomFacts => ({
  ark: arkOf(ARK_AUTHORITY, arkName),
  address: PUBLIC_URL + arkPath(ARK_AUTHORITY, arkName),
  ...{ kind: report.kind, mediaType: report.mediaType, sizeBytes, version: number },
  publishedOn: publishedAt?.toISOString().slice(0, 10) ?? '',
  ...{ organisation, description },
});

/** LOM-FR 1.9: what the document is. */
const DOCUMENT_TYPE: Readonly<Record<Kind, string>> = {
  'scorm-1.2': 'ressource interactive',
  'scorm-2004': 'ressource interactive',
  cmi5: 'ressource interactive',
  xapi: 'ressource interactive',
  h5p: 'ressource interactive',
  gltf: 'ressource interactive',
  webxr: 'ressource interactive',
  image: 'image fixe',
  panorama: 'image fixe',
  video: 'image en mouvement',
  audio: 'son',
  pdf: 'texte',
  office: 'texte',
  apk: 'logiciel',
};
const LEARNING_TYPE: Partial<Readonly<Record<Kind, string>>> = {
  webxr: 'simulation',
  apk: 'simulation',
  gltf: 'simulation',
  pdf: 'narrative text',
  office: 'narrative text',
};

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string | number) => String(text).replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);
const element = (name: string, ...children: readonly string[]) =>
  children.join('') === '' ? '' : `<lom:${name}>${children.join('')}</lom:${name}>`;
const text = (name: string, value: string | number) =>
  value === '' ? '' : `<lom:${name}>${escaped(value)}</lom:${name}>`;
const phrase = (name: string, value: string) =>
  value === '' ? '' : `<lom:${name}><lom:string language="fr">${escaped(value)}</lom:string></lom:${name}>`;
const term = (name: string, value: string, source = 'LOMv1.0') =>
  element(name, text('source', source), text('value', value));

/** A resource as a LOM-FR record, whole. */
export const lomFr = (facts: LomFacts): string => `<?xml version="1.0" encoding="UTF-8"?>\n${lomFrElement(facts)}\n`;

/** Its element alone. Source: IEEE 1484.12.3; LOM-FR, NF Z76-040 (December 2006). */
export function lomFrElement(facts: LomFacts): string {
  const parts = [
    general(facts),
    lifeCycle(facts),
    technical(facts),
    educational(facts),
    rights(facts),
    ...classifications(facts),
  ];
  return `<lom:lom xmlns:lom="http://ltsc.ieee.org/xsd/LOM" xmlns:lomfr="http://www.lom-fr.fr/xsd/LOMFR">${parts.join('')}</lom:lom>`;
}

const general = ({ ark, description, kind }: LomFacts) =>
  element(
    'general',
    element('identifier', text('catalog', 'ARK'), text('entry', ark)),
    phrase('title', description.title),
    ...description.languages.map((one) => text('language', one)),
    phrase('description', description.summary),
    ...description.keywords.map((one) => phrase('keyword', one)),
    term('structure', 'atomic'),
    term('aggregationLevel', '2'),
    `<lomfr:documentType><lomfr:source>LOMFRv1.0</lomfr:source><lomfr:value>${DOCUMENT_TYPE[kind]}</lomfr:value></lomfr:documentType>`,
  );

const contribute = (role: string, name: string, day: string) =>
  element(
    'contribute',
    term('role', role),
    text('entity', `BEGIN:VCARD\nVERSION:3.0\nFN:${name}\nN:${name}\nEND:VCARD`),
    element('date', text('dateTime', day)),
  );

const lifeCycle = ({ version, publishedOn, organisation, description }: LomFacts) =>
  element(
    'lifeCycle',
    phrase('version', String(version)),
    term('status', 'final'),
    ...description.authors.map((name) => contribute('author', name, publishedOn)),
    contribute('publisher', organisation, publishedOn),
  );

const technical = ({ mediaType, sizeBytes, address, description }: LomFacts) =>
  element(
    'technical',
    text('format', mediaType),
    text('size', sizeBytes),
    text('location', address),
    phrase('otherPlatformRequirements', description.equipment.join(', ')),
  );

const educational = ({ kind, description }: LomFacts) =>
  element(
    'educational',
    LEARNING_TYPE[kind] ? term('learningResourceType', LEARNING_TYPE[kind]) : '',
    term('intendedEndUserRole', 'learner'),
    term('context', 'training'),
    element('typicalLearningTime', text('duration', `PT${description.durationMinutes}M`)),
    ...description.languages.map((one) => text('language', one)),
  );

const rights = ({ description }: LomFacts) =>
  element(
    'rights',
    term('cost', 'no'),
    term('copyrightAndOtherRestrictions', 'yes'),
    phrase('description', description.licence),
  );

const taxon = (purpose: string, source: string, id: string) =>
  element(
    'classification',
    term('purpose', purpose),
    element('taxonPath', phrase('source', source), element('taxon', text('id', id))),
  );

const classifications = ({ description }: LomFacts): string[] => [
  ...description.formacodes.map((id) => taxon('discipline', 'Formacode', id)),
  ...description.romes.map((id) => taxon('competency', 'ROME', id)),
  ...description.certifications.map((id) => taxon('competency', id.startsWith('RS') ? 'RS' : 'RNCP', id)),
  ...(description.level === null
    ? []
    : [taxon('educational level', 'Cadre national des certifications', String(description.level))]),
  description.accessibility === ''
    ? ''
    : element(
        'classification',
        term('purpose', 'accessibility restrictions'),
        phrase('description', description.accessibility),
      ),
];
