import { newId } from '../kernel/ids.ts';
import { CATEGORY, LAUNCH_DATA, MOVE_ON_CATEGORY, PREFERENCES, VERBS, type Verb } from './model/words.ts';

/** Course structures written for this project. */
const words = (text: string) =>
  `<title><langstring lang="fr">${text}</langstring></title><description><langstring lang="fr">${text}.</langstring></description>`;

interface UnitXml {
  readonly id?: string;
  readonly attributes?: string;
  readonly url?: string;
  readonly more?: string;
}

export const unitXml = ({ id = 'unite-1', attributes = '', url, more = '' }: UnitXml = {}): string =>
  `<au id="https://exemple.org/cours/${id}" ${attributes}>${words(id)}<url>${url ?? 'https://contenu.exemple.org/unite/index.html?a=1&amp;b=2'}</url>${more}</au>`;

export const blockXml = (inside: string, id = 'bloc-1'): string =>
  `<block id="https://exemple.org/cours/${id}">${words(id)}${inside}</block>`;

export const courseXml = (inside: string, more = ''): string => `<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
<course id="https://exemple.org/cours">${words('Porter une charge')}</course>${more}${inside}</courseStructure>`;

export const ACTOR = { objectType: 'Agent', account: { homePage: 'https://exemple.org', name: 'apprenant-1' } };

/** What a unit reads in its address. */
export interface Opened {
  readonly url: URL;
  readonly registration: string;
  readonly session: string;
  readonly activityId: string;
}

type Members = Record<string, unknown>;
const MOVES = new Set<Verb>(['completed', 'passed', 'failed']);
const RESULTS: Partial<Record<Verb, Members>> = {
  completed: { completion: true, duration: 'PT1M' },
  passed: { success: true, duration: 'PT1M' },
  failed: { success: false, duration: 'PT1M' },
  terminated: { duration: 'PT2M' },
};

/** A statement as a unit that follows cmi5 makes it, from the template that it was given. */
export function unitStatement(opened: Opened, template: Members, verb: Verb, at: string): Members {
  const activities = template.contextActivities as Members;
  const categories = [CATEGORY, ...(MOVES.has(verb) ? [MOVE_ON_CATEGORY] : [])];
  return {
    id: newId(),
    actor: ACTOR,
    verb: { id: VERBS[verb], display: { fr: verb } },
    object: { objectType: 'Activity', id: opened.activityId },
    ...(RESULTS[verb] ? { result: RESULTS[verb] } : {}),
    context: {
      ...template,
      registration: opened.registration,
      contextActivities: { ...activities, category: categories.map((id) => ({ id })) },
    },
    timestamp: at,
  };
}

/** A unit that runs somewhere else: it fetches its credential, reads its documents, and speaks. */
export function unitOf(site: { fetch(path: string, init: RequestInit): Promise<Response> }, opened: Opened) {
  let token = '';
  const call = (method: string, path: string, body?: unknown, type = 'application/json') =>
    site.fetch(`/xapi/${path}`, {
      method,
      headers: {
        authorization: `Basic ${token}`,
        'x-experience-api-version': '1.0.3',
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const state = (stateId: string) =>
    `activities/state?${new URLSearchParams({ stateId, activityId: opened.activityId, agent: JSON.stringify(ACTOR), registration: opened.registration })}`;
  const profile = (profileId: string, agent: unknown = ACTOR) =>
    `agents/profile?${new URLSearchParams({ profileId, agent: JSON.stringify(agent) })}`;
  return {
    call,
    state,
    profile,
    fetchToken: async () => {
      const response = await site.fetch(new URL(opened.url.searchParams.get('fetch') ?? '').pathname, {
        method: 'POST',
      });
      const value = (await response.json()) as Record<string, string>;
      token = value['auth-token'] ?? token;
      return { response, value };
    },
    /** @returns the launch data */
    read: async () => {
      const response = await call('GET', state(LAUNCH_DATA));
      await call('GET', profile(PREFERENCES));
      return (await response.json()) as Record<string, unknown> & { contextTemplate: Members };
    },
    say: (statement: unknown) => call('POST', 'statements', statement),
  };
}
