import type { LomFacts } from './lomfr.ts';
import type { Kind } from './verdict.ts';

/** What learning it is, in the words of LRMI. */
const LEARNING_TYPES: Readonly<Record<Kind, string>> = {
  'scorm-1.2': 'module interactif',
  'scorm-2004': 'module interactif',
  cmi5: 'cours en ligne',
  xapi: 'activité interactive',
  h5p: 'activité interactive',
  gltf: 'scène 3D',
  webxr: 'simulation immersive',
  image: 'image',
  panorama: 'photographie à 360°',
  video: 'vidéo',
  audio: 'enregistrement sonore',
  pdf: 'document',
  office: 'document',
  apk: 'simulation immersive',
};

const term = (set: string, code: string) => ({ '@type': 'DefinedTerm', inDefinedTermSet: set, termCode: code });

export const licenceAddress = (spdx: string): string => `https://spdx.org/licenses/${spdx}.html`;

/**
 * A resource as search engines and catalogues read it: a `LearningResource` with the LRMI properties of schema.org.
 *
 * Source: schema.org 28, LRMI 1.1.
 */
export function schemaOrg(facts: LomFacts): Readonly<Record<string, unknown>> {
  const { address, ark, description: d, kind } = facts;
  return {
    '@context': 'https://schema.org',
    '@type': 'LearningResource',
    '@id': address,
    url: address,
    identifier: ark,
    name: d.title,
    description: d.summary,
    inLanguage: d.languages,
    keywords: d.keywords,
    about: d.sector,
    learningResourceType: LEARNING_TYPES[kind],
    ...(d.level === null ? {} : { educationalLevel: `Niveau ${d.level} du cadre national des certifications` }),
    timeRequired: `PT${d.durationMinutes}M`,
    teaches: [
      ...d.formacodes.map((code) => term('Formacode', code)),
      ...d.romes.map((code) => term('ROME', code)),
      ...d.certifications.map((code) => term(code.startsWith('RS') ? 'RS' : 'RNCP', code)),
    ],
    license: licenceAddress(d.licence),
    isAccessibleForFree: true,
    accessibilitySummary: d.accessibility,
    // A person or an organisation: the description does not say which.
    author: d.authors,
    provider: { '@type': 'Organization', name: facts.organisation },
    maintainer: d.maintainer,
    datePublished: facts.publishedOn,
    version: String(facts.version),
    encoding: {
      '@type': 'MediaObject',
      contentUrl: `${address}/fichier`,
      encodingFormat: facts.mediaType,
      contentSize: `${facts.sizeBytes} B`,
    },
  };
}

/** JSON that no HTML parser takes for the end of its element. */
export const inHtml = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
