import { at, type Check, type Fault, fault, listOf, type Members, object, oneOf, text } from './check.ts';
import { extensions, iri, languageMap } from './formats.ts';

/** Which lists of components each type of interaction may have. */
const COMPONENTS: Readonly<Record<string, readonly string[]>> = {
  choice: ['choices'],
  sequencing: ['choices'],
  likert: ['scale'],
  matching: ['source', 'target'],
  performance: ['steps'],
  'true-false': [],
  'fill-in': [],
  'long-fill-in': [],
  numeric: [],
  other: [],
};
const LISTS = ['choices', 'scale', 'source', 'target', 'steps'] as const;

const component = object({ id: text, description: languageMap }, { required: ['id'] });
const eachComponent = listOf(component);

const components: Check = (value, edition) => {
  const found = eachComponent(value, edition);
  if (found !== null) return found;
  const seen = new Set<unknown>();
  for (const [index, { id }] of (value as readonly Members[]).entries()) {
    if (seen.has(id)) return at(index, at('id', fault('component-twice')));
    if (id === '') return at(index, at('id', fault('empty')));
    seen.add(id);
  }
  return null;
};

const definition = object(
  {
    name: languageMap,
    description: languageMap,
    type: iri,
    moreInfo: iri,
    extensions,
    interactionType: oneOf(...Object.keys(COMPONENTS)),
    correctResponsesPattern: listOf(text),
    ...Object.fromEntries(LISTS.map((name) => [name, components])),
  },
  { together: interactionHolds },
);

function interactionHolds(value: Members): Fault | null {
  const type = value.interactionType;
  if (typeof type !== 'string') {
    const stray = [...LISTS, 'correctResponsesPattern'].some((name) => Object.hasOwn(value, name));
    return stray ? at('interactionType', fault('interaction-type-missing')) : null;
  }
  const allowed = COMPONENTS[type] ?? [];
  const stray = LISTS.find((name) => Object.hasOwn(value, name) && !allowed.includes(name));
  return stray === undefined ? null : at(stray, fault('component-not-allowed', type));
}

export const activity = object({ objectType: oneOf('Activity'), id: iri, definition }, { required: ['id'] });
export const verb = object({ id: iri, display: languageMap }, { required: ['id'] });
