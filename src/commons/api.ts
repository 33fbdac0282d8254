import { z } from 'zod';
import { FACETS } from './model/facets.ts';
import { FOUND_PER_PAGE, type Found, type Results } from './model/search.ts';
import { KINDS } from './model/verdict.ts';

/** The public interface of the commons for programs; every answer is made here, and described from the same shapes. */
const resource = z
  .object({
    ark: z.string().describe('Identifiant permanent, à citer'),
    adresse: z.url().describe('Page de la ressource'),
    fichier: z.url().describe('Fichier de la version en cours'),
    noticeLomFr: z.url().describe('Notice LOM-FR de la version en cours, en XML'),
    titre: z.string(),
    resume: z.string(),
    type: z.enum(KINDS),
    secteur: z.string(),
    motsCles: z.array(z.string()),
    formacodes: z.array(z.string()),
    rome: z.array(z.string()),
    certifications: z.array(z.string()),
    niveau: z.int().nullable().describe('Cadre national des certifications, 2 à 8 ; null : tous niveaux'),
    dureeMinutes: z.int(),
    modalites: z.array(z.string()),
    materiel: z.array(z.string()),
    langues: z.array(z.string()).describe('BCP 47'),
    licence: z.string().describe('Identifiant SPDX'),
    accessibilite: z.string(),
    precautions: z.string(),
    auteurs: z.array(z.string()),
    organisme: z.string().describe('Organisme qui l’a déposée'),
    octets: z.int(),
    publieeLe: z.iso.datetime(),
  })
  .meta({ id: 'Ressource' });
export type ResourceAnswer = z.infer<typeof resource>;

const place = z
  .object({
    total: z.int().describe('Sur 100 : la somme des quatre parts'),
    mots: z.int(),
    qualite: z.int(),
    usage: z.int(),
    fraicheur: z.int(),
  })
  .meta({ id: 'Place' });

const results = z
  .object({
    total: z.int().describe('Ressources trouvées'),
    totalMinimal: z.boolean().describe('true : il y en a davantage, au-delà de ce qui est compté'),
    corrections: z.array(z.object({ saisi: z.string(), compris: z.string() })),
    criteres: z.array(
      z.object({ critere: z.enum(FACETS.map(({ name }) => name)), valeur: z.string(), ressources: z.int() }),
    ),
    criteresMinimaux: z
      .boolean()
      .describe('true : chaque valeur a davantage de ressources que le nombre donné, ou autant'),
    ressources: z.array(z.object({ place, ressource: resource })).max(FOUND_PER_PAGE),
    suite: z.url().nullable().describe('Adresse de la page suivante ; null : c’est la dernière'),
  })
  .meta({ id: 'Resultats' });
export type ResultsAnswer = z.infer<typeof results>;

const problem = z.object({ titre: z.string() }).meta({ id: 'Absente' });

export const ANSWERS = { resource, results, problem };

export interface Means {
  readonly origin: string;
  readonly authority: string;
  readonly organisations: ReadonlyMap<string, string>;
}

type Shown = Pick<Found, 'arkName' | 'organisationId' | 'publishedAt' | 'kind' | 'sizeBytes' | 'description'>;

export function resourceAnswer(one: Shown, { origin, authority, organisations }: Means): ResourceAnswer {
  const d = one.description;
  const ark = `ark:/${authority}/${one.arkName}`;
  const address = `${origin}/communs/${ark}`;
  return {
    ...{ ark, adresse: address, fichier: `${address}/fichier`, noticeLomFr: `${address}/lom-fr.xml` },
    ...{ titre: d.title, resume: d.summary, type: one.kind, secteur: d.sector, motsCles: [...d.keywords] },
    ...{ formacodes: [...d.formacodes], rome: [...d.romes], certifications: [...d.certifications] },
    ...{ niveau: d.level, dureeMinutes: d.durationMinutes, modalites: [...d.modalities], materiel: [...d.equipment] },
    ...{ langues: [...d.languages], licence: d.licence, accessibilite: d.accessibility, precautions: d.safety },
    ...{ auteurs: [...d.authors], organisme: organisations.get(one.organisationId) ?? '', octets: one.sizeBytes },
    publieeLe: one.publishedAt.toISOString(),
  };
}

export function resultsAnswer(found: Results, next: string | null, means: Means): ResultsAnswer {
  return {
    total: found.total.found,
    totalMinimal: found.total.atLeast,
    corrections: found.mended.map(({ typed, meant }) => ({ saisi: typed, compris: meant })),
    criteres: found.tallies.map((one) => ({ critere: one.facet, valeur: one.value, ressources: one.found })),
    criteresMinimaux: found.talliedOn !== null,
    ressources: found.found.map((one) => ({
      place: {
        ...{ total: one.score, mots: one.text, qualite: one.quality, usage: one.reuse, fraicheur: one.freshness },
      },
      ressource: resourceAnswer(one, means),
    })),
    suite: next,
  };
}

const parameter = (name: string, description: string, schema: object, several = false) => ({
  name,
  ...{ in: 'query', required: false, description },
  ...(several ? { style: 'form', explode: true, schema: { type: 'array', items: schema } } : { schema }),
});

const answer = (description: string, name: 'Resultats' | 'Ressource' | 'Absente') => ({
  description,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
});

/** OpenAPI 3.1 document of these two addresses: schemas are those of the answers, JSON Schema 2020-12. */
export function openApi(origin: string): object {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    uri: (id) => `#/components/schemas/${id}`,
    target: 'draft-2020-12',
  });
  const ours = Object.fromEntries(
    ['Ressource', 'Place', 'Resultats', 'Absente'].map((id) => {
      const { $schema: _schema, $id: _id, ...shape } = schemas[id] ?? {};
      return [id, shape];
    }),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'Communs numériques',
      version: '1',
      description:
        'Chercher et lire les ressources publiées. Sans clé. Les données se reprennent sous Licence Ouverte 2.0.',
    },
    servers: [{ url: origin }],
    paths: {
      '/api/communs/ressources': {
        get: {
          operationId: 'chercher',
          summary: 'Chercher des ressources',
          parameters: [
            parameter('mots', 'Mots, métier ou code ; entre guillemets, tels quels', {
              type: 'string',
              maxLength: 120,
            }),
            ...FACETS.map(({ name, values }) =>
              parameter(
                name,
                'Critère ; les critères se cumulent',
                values ? { enum: [...values] } : { type: 'string' },
                true,
              ),
            ),
            parameter('suite', 'Repère de page : suivez l’adresse « suite » de la réponse', { type: 'string' }),
          ],
          responses: { '200': answer('Une page de résultats, les meilleurs d’abord', 'Resultats') },
        },
      },
      '/api/communs/ressources/ark:/{autorite}/{nom}': {
        get: {
          operationId: 'lire',
          summary: 'Lire une ressource',
          parameters: ['autorite', 'nom'].map((name) => ({
            name,
            in: 'path',
            required: true,
            schema: { type: 'string' },
          })),
          responses: {
            '200': answer('La ressource, dans sa version en cours', 'Ressource'),
            '404': answer('Aucune ressource publiée n’a cet identifiant', 'Absente'),
          },
        },
      },
    },
    components: { schemas: ours },
  };
}
