import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Block, Course, MoveOn, Unit, Wording } from './course.ts';

/** An element of the course structure, as the gate of the commons reads it: names without prefix. */
export interface Node {
  readonly name: string;
  readonly space: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Node[];
  readonly text: string;
}

/** What the structure breaks, and in which part of it. */
export interface StructureRefusal {
  readonly code: 'order' | 'missing' | 'unknown' | 'wording' | 'url' | 'empty' | 'score' | 'objective';
  readonly part: string;
  readonly found: string;
}

class Broken extends Error {
  readonly refusal: StructureRefusal;
  constructor(refusal: StructureRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Children of each element, in the order of the schema; `?`: may be absent, `*`: any number, in any order. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  courseStructure: ['course', 'objectives?', '*au|block'],
  course: ['title', 'description'],
  block: ['title', 'description', 'objectives?', '*au|block'],
  au: ['title', 'description', 'objectives?', 'url', 'launchParameters?', 'entitlementKey?'],
};

/**
 * Reads what the gate let pass: identifiers, values and addresses inside the package were judged there. Here: the order and
 * presence of elements (CourseStructure.xsd), wordings, and addresses as a whole.
 */
export function readStructure(top: Node): Decision<Course, StructureRefusal> {
  try {
    ordered(top);
    const course = only(top, 'course');
    ordered(course);
    const ranks = { unit: 0, block: 0 };
    const objectives = objectiveIds(top);
    const children = partsOf(top, ranks, objectives);
    return accept({ ...partOf(course), children });
  } catch (error) {
    if (error instanceof Broken) return refuse(error.refusal);
    throw error;
  }
}

const idOf = (node: Node) => node.attributes.get('id')?.trim() ?? node.name;
const ours = (node: Node) => node.children.filter(({ space }) => space === node.space);
const all = (node: Node, name: string) => ours(node).filter((one) => one.name === name);

function only(node: Node, name: string): Node {
  const [found] = all(node, name);
  if (found === undefined) throw new Broken({ code: 'missing', part: idOf(node), found: name });
  return found;
}

/** @throws Broken unless the children are those of the schema, in its order; those of other namespaces may stand anywhere */
function ordered(node: Node): void {
  const waiting = [...ours(node)];
  for (const rule of ORDER[node.name] ?? []) {
    if (rule.startsWith('*')) takeMany(node, waiting, rule.slice(1).split('|'));
    else if (waiting[0]?.name === rule.replace('?', '')) waiting.shift();
    else if (!rule.endsWith('?')) throw notThere(node, waiting, rule);
  }
  const [left] = waiting;
  if (left !== undefined) throw new Broken({ code: 'unknown', part: idOf(node), found: left.name });
}

function takeMany(node: Node, waiting: Node[], names: readonly string[]): void {
  const isNext = () => names.includes(waiting[0]?.name ?? '');
  if (!isNext()) throw new Broken({ code: 'empty', part: idOf(node), found: node.name });
  while (isNext()) waiting.shift();
}

const notThere = (node: Node, waiting: readonly Node[], found: string) =>
  new Broken({ code: waiting.some(({ name }) => name === found) ? 'order' : 'missing', part: idOf(node), found });

function partsOf(
  parent: Node,
  ranks: { unit: number; block: number },
  objectives: ReadonlySet<string>,
): (Block | Unit)[] {
  return ours(parent)
    .filter(({ name }) => name === 'au' || name === 'block')
    .map((node) => {
      ordered(node);
      knownObjectives(node, objectives);
      if (node.name === 'au') return unitOf(node, ranks.unit++);
      const index = ranks.block++;
      return { kind: 'block' as const, index, ...partOf(node), children: partsOf(node, ranks, objectives) };
    });
}

function objectiveIds(top: Node): ReadonlySet<string> {
  const defined = all(top, 'objectives').flatMap((list) => all(list, 'objective'));
  for (const one of defined) partOf(one);
  return new Set(defined.map(idOf));
}

function knownObjectives(node: Node, known: ReadonlySet<string>): void {
  for (const one of all(node, 'objectives').flatMap((list) => all(list, 'objective'))) {
    const found = one.attributes.get('idref')?.trim() ?? '';
    if (!known.has(found)) throw new Broken({ code: 'objective', part: idOf(node), found });
  }
}

const partOf = (node: Node) => ({
  id: idOf(node),
  title: wordingOf(node, 'title'),
  description: wordingOf(node, 'description'),
});

function wordingOf(node: Node, name: string): Wording {
  const strings = all(only(node, name), 'langstring').map((one) => [
    one.attributes.get('lang')?.trim() || 'und',
    one.text.replace(/\s+/g, ' ').trim(),
  ]);
  if (strings.length === 0) throw new Broken({ code: 'wording', part: idOf(node), found: name });
  return Object.fromEntries(strings) as Wording;
}

/** White space around a value is no part of it: authors lay their files out. */
function trimmedText(node: Node, name: string): string | null {
  const text = all(node, name)[0]?.text.trim() ?? '';
  return text === '' ? null : text;
}

function unitOf(node: Node, index: number): Unit {
  const given = (name: string) => node.attributes.get(name)?.trim() || null;
  const score = given('masteryScore');
  if (score !== null && !/^(?:0(?:\.\d+)?|1(?:\.0+)?|\.\d+)$/.test(score))
    throw new Broken({ code: 'score', part: idOf(node), found: score });
  return {
    kind: 'unit',
    index,
    ...partOf(node),
    url: addressOf(node),
    moveOn: (given('moveOn') ?? 'NotApplicable') as MoveOn,
    masteryScore: score === null ? null : Number(score),
    launchMethod: (given('launchMethod') ?? 'AnyWindow') as Unit['launchMethod'],
    launchParameters: trimmedText(node, 'launchParameters'),
    entitlementKey: trimmedText(node, 'entitlementKey'),
    activityType: given('activityType'),
  };
}

/** Absolute, of the web; or relative to the top of the package, where the gate found its file. */
export const isAbsolute = (url: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(url);

function addressOf(node: Node): string {
  const url = trimmedText(node, 'url') ?? '';
  const isGood =
    url !== '' &&
    !/[\s<>"{}|\\^`]/.test(url) &&
    !url.startsWith('//') &&
    (isAbsolute(url)
      ? /^https?:\/\/[^/?#]/i.test(url) && URL.canParse(url)
      : URL.canParse(url, 'https://paquet.invalid/'));
  if (!isGood) throw new Broken({ code: 'url', part: idOf(node), found: url.slice(0, 200) });
  return url;
}
