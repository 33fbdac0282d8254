import { SaxesParser } from 'saxes';
import { Refused } from '../model/verdict.ts';
import type { Judge } from './judge.ts';
import { LIMITS } from './limits.ts';

export interface XmlNode {
  /** Without prefix. */
  readonly name: string;
  readonly space: string;
  /** Local name → value; two of one local name: the last. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  /** Its own text, children's left out. */
  readonly text: string;
}

interface Growing extends XmlNode {
  readonly children: Growing[];
  text: string;
}

/** A document of unknown origin: no DTD, no entity of its own, bounded in bytes, depth and nodes. */
export function readXml(judge: Judge, file: string, bytes: Buffer): XmlNode {
  if (bytes.length > LIMITS.xmlBytes)
    throw new Refused({ rule: 'xml-large', file, measured: bytes.length, limit: LIMITS.xmlBytes });
  const text = decode(file, bytes);
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Growing[] = [];
  let top: Growing | null = null;
  let nodes = 0;
  parser.on('error', (error) => {
    throw new Refused({ rule: 'xml-malformed', file, found: error.message.slice(0, 120) });
  });
  parser.on('doctype', () => judge.refuse({ rule: 'xml-dtd', file }));
  parser.on('opentag', (tag) => {
    nodes += 1;
    if (nodes > LIMITS.xmlNodes) judge.refuse({ rule: 'xml-nodes', file, measured: nodes, limit: LIMITS.xmlNodes });
    if (open.length >= LIMITS.xmlDepth)
      judge.refuse({ rule: 'xml-depth', file, measured: open.length + 1, limit: LIMITS.xmlDepth });
    const node = growing(tag);
    open.at(-1)?.children.push(node);
    top ??= node;
    open.push(node);
  });
  parser.on('closetag', () => void open.pop());
  const gather = (piece: string) => {
    const here = open.at(-1);
    if (here) here.text += piece;
  };
  parser.on('text', gather);
  parser.on('cdata', gather);
  parser.write(text).close();
  if (top === null) throw new Refused({ rule: 'xml-malformed', file, found: 'document vide' });
  return top;
}

function growing(tag: { local: string; uri: string; attributes: Record<string, { local: string; value: string }> }) {
  const attributes = new Map(Object.values(tag.attributes).map(({ local, value }) => [local, value]));
  const node: Growing = { name: tag.local, space: tag.uri, attributes, children: [], text: '' };
  return node;
}

const ENCODINGS = new Set([
  'utf-8',
  'utf-16',
  'utf-16le',
  'utf-16be',
  'iso-8859-1',
  'iso-8859-15',
  'windows-1252',
  'us-ascii',
]);

function decode(file: string, bytes: Buffer): string {
  const label = encodingOf(bytes);
  if (!ENCODINGS.has(label))
    throw new Refused({ rule: 'xml-malformed', file, found: `encodage ${label.slice(0, 30)}` });
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw new Refused({ rule: 'xml-malformed', file, found: `octets qui ne sont pas de l’${label}` });
  }
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const declared = /^[\s\ufeff]*(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*encoding=["']([\w.-]+)["']/.exec(
    bytes.toString('latin1', 0, 200),
  );
  return (declared?.[1] ?? 'utf-8').toLowerCase();
}

/** First child of this name, whatever its namespace. */
export const child = (node: XmlNode | null | undefined, name: string): XmlNode | null =>
  node?.children.find((one) => one.name === name) ?? null;

export const childrenOf = (node: XmlNode | null | undefined, name: string): readonly XmlNode[] =>
  node?.children.filter((one) => one.name === name) ?? [];

/** Every node under this one, itself included, without recursion. */
export function* everyNode(top: XmlNode): Generator<XmlNode> {
  const waiting = [top];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node;
    for (let index = node.children.length - 1; index >= 0; index -= 1) waiting.push(node.children[index] as XmlNode);
  }
}

/** Text of a path of children, trimmed; `null` when absent or empty. */
export function textAt(node: XmlNode | null, ...path: readonly string[]): string | null {
  let here: XmlNode | null = node;
  for (const name of path) here = child(here, name);
  const text = here?.text.replace(/\s+/g, ' ').trim() ?? '';
  return text === '' ? null : text;
}
