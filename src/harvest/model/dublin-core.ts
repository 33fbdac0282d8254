import { KIND_LABELS, type Kind, type LomFacts } from '../../commons/index.ts';
import { textElement } from './xml.ts';

const OPEN = `<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">`;

/** DCMI types. Source: DCMI Type Vocabulary. */
const TYPES: Partial<Readonly<Record<Kind, string>>> = {
  image: 'StillImage',
  panorama: 'StillImage',
  video: 'MovingImage',
  audio: 'Sound',
  pdf: 'Text',
  office: 'Text',
  apk: 'Software',
};

/** A resource in unqualified Dublin Core. Source: OAI-PMH 2.0, oai_dc. */
export function dublinCore({
  description: d,
  ark,
  address,
  kind,
  mediaType,
  organisation,
  publishedOn,
}: LomFacts): string {
  const elements: readonly (readonly [string, readonly string[]])[] = [
    ['title', [d.title]],
    ['creator', d.authors],
    ['subject', [d.sector, ...d.keywords, ...d.formacodes, ...d.romes, ...d.certifications]],
    ['description', [d.summary]],
    ['publisher', [organisation]],
    ['date', [publishedOn]],
    ['type', [TYPES[kind] ?? 'InteractiveResource', KIND_LABELS[kind]]],
    ['format', [mediaType]],
    ['identifier', [address, ark]],
    ['language', d.languages],
    ['rights', [d.licence]],
  ];
  const inside = elements.flatMap(([name, values]) =>
    values.filter((value) => value !== '').map((value) => textElement(`dc:${name}`, value)),
  );
  return `${OPEN}${inside.join('')}</oai_dc:dc>`;
}
