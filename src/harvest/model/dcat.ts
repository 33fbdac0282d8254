import type { Harvested } from '../../commons/index.ts';

const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  hydra: 'http://www.w3.org/ns/hydra/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

const fr = (value: string) => ({ '@value': value, '@language': 'fr' });
const id = (address: string) => ({ '@id': address });

export interface CataloguePage {
  /** Address of the whole catalogue. */
  readonly address: string;
  readonly page: string;
  /** `null`: the last page. */
  readonly next: string | null;
  readonly records: readonly Harvested[];
}

/** The catalogue of the commons as DCAT 3, in JSON-LD: a page of it. Source: W3C DCAT 3; Hydra for the pages. */
export const dcatCatalogue = ({ address, page, next, records }: CataloguePage): Readonly<Record<string, unknown>> => ({
  '@context': CONTEXT,
  '@id': address,
  '@type': 'dcat:Catalog',
  'dct:title': fr('Communs numériques de la formation'),
  'dct:description': fr(
    'Ressources de formation financées ou partagées, avec leur fichier, leur licence et leur notice.',
  ),
  'dct:language': id('http://publications.europa.eu/resource/authority/language/FRA'),
  'dct:publisher': { '@type': 'foaf:Organization', 'foaf:name': 'Deffinum' },
  'hydra:view': {
    '@id': page,
    '@type': 'hydra:PartialCollectionView',
    ...(next === null ? {} : { 'hydra:next': id(next) }),
  },
  'dcat:dataset': records.map(datasetOf),
});

function datasetOf({ facts, changedAt }: Harvested) {
  const { address, ark, description: d } = facts;
  const licence = id(`https://spdx.org/licenses/${d.licence}.html`);
  return {
    '@id': address,
    '@type': 'dcat:Dataset',
    'dct:identifier': ark,
    'dct:title': fr(d.title),
    'dct:description': fr(d.summary),
    'dcat:keyword': d.keywords.map(fr),
    'dct:language': d.languages,
    'dct:publisher': { '@type': 'foaf:Organization', 'foaf:name': facts.organisation },
    'dct:issued': { '@value': facts.publishedOn, '@type': 'xsd:date' },
    'dct:modified': { '@value': changedAt.toISOString(), '@type': 'xsd:dateTime' },
    'dcat:landingPage': id(address),
    'dcat:version': String(facts.version),
    'dcat:distribution': {
      '@type': 'dcat:Distribution',
      'dcat:accessURL': id(address),
      'dcat:downloadURL': id(`${address}/fichier`),
      'dcat:mediaType': id(`https://www.iana.org/assignments/media-types/${facts.mediaType}`),
      'dcat:byteSize': { '@value': String(facts.sizeBytes), '@type': 'xsd:nonNegativeInteger' },
      'dct:license': licence,
    },
  };
}
