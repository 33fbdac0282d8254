import { type Found, NOTHING_FOUND } from '../../model/verdict.ts';
import { child, childrenOf, everyNode, textAt, type XmlNode } from '../xml.ts';

/** Metadata of a LOM record, in either binding (IMS 1.2 `langstring`, IEEE 1484.12.3 `string`). Source: LOM-FR, NF Z76-040. */
export function readLom(top: XmlNode): Found {
  const lom = firstNamed(top, 'lom');
  if (lom === null) return NOTHING_FOUND;
  const general = child(lom, 'general');
  return {
    title: phrase(child(general, 'title')),
    summary: phrase(child(general, 'description')),
    languages: texts(childrenOf(general, 'language')),
    keywords: childrenOf(general, 'keyword').flatMap((one) => phrase(one) ?? []),
    duration: durationOf(child(lom, 'educational')),
    authors: authorsOf(child(lom, 'lifeCycle') ?? child(lom, 'lifecycle')),
    licence: phrase(child(child(lom, 'rights'), 'description')),
    version: phrase(child(child(lom, 'lifeCycle') ?? child(lom, 'lifecycle'), 'version')),
  };
}

const firstNamed = (top: XmlNode, name: string): XmlNode | null => {
  for (const node of everyNode(top)) if (node.name === name) return node;
  return null;
};

const texts = (nodes: readonly XmlNode[]): string[] => nodes.flatMap((node) => textAt(node) ?? []);

/** The French wording if there is one, else the first. */
function phrase(node: XmlNode | null): string | null {
  const wordings = node?.children.filter(({ name }) => name === 'string' || name === 'langstring') ?? [];
  const french = wordings.find(({ attributes }) =>
    /^fr/i.test(attributes.get('language') ?? attributes.get('lang') ?? ''),
  );
  return textAt(french ?? wordings[0] ?? node);
}

function durationOf(educational: XmlNode | null): string | null {
  const time = child(educational, 'typicalLearningTime') ?? child(educational, 'typicallearningtime');
  const text = textAt(time, 'duration') ?? textAt(time, 'datetime');
  return text !== null && /^P(?=.)/.test(text) ? text : null;
}

/** `FN` of each vCard of an author. Source: RFC 2426. */
function authorsOf(lifeCycle: XmlNode | null): string[] {
  return childrenOf(lifeCycle, 'contribute').flatMap((one) => {
    const role = textAt(one, 'role', 'value') ?? textAt(one, 'role', 'value', 'langstring');
    if (role !== null && !/author|auteur|content provider/i.test(role)) return [];
    const cards = [...childrenOf(one, 'entity'), ...childrenOf(child(one, 'centity'), 'vcard')];
    return cards.flatMap((card) => /FN(?:;[^:]*)?:\s*(.+?)(?:\s+[A-Z-]+[:;]|$)/s.exec(card.text)?.[1]?.trim() ?? []);
  });
}
