import { NOTHING_FOUND, type Report } from '../model/verdict.ts';
import type { Package } from './package.ts';
import { child, everyNode, readXml, textAt, type XmlNode } from './xml.ts';

export interface Office {
  readonly mediaType: string;
  /** Where the document says its title and author. */
  readonly core: string;
}

const OOXML = 'application/vnd.openxmlformats-officedocument';
const PARTS: readonly (readonly [string, string])[] = [
  ['word/document.xml', `${OOXML}.wordprocessingml.document`],
  ['ppt/presentation.xml', `${OOXML}.presentationml.presentation`],
  ['xl/workbook.xml', `${OOXML}.spreadsheetml.sheet`],
];

/** OOXML and OpenDocument, by the parts that every document of each has. Source: ECMA-376 part 2; ODF 1.3 part 2. */
export function officeOf(names: ReadonlySet<string>): Office | null {
  if (names.has('[Content_Types].xml')) {
    const part = PARTS.find(([file]) => names.has(file));
    return part ? { mediaType: part[1], core: 'docProps/core.xml' } : null;
  }
  const open = names.has('mimetype') && names.has('META-INF/manifest.xml') && names.has('content.xml');
  return open ? { mediaType: 'application/vnd.oasis.opendocument', core: 'meta.xml' } : null;
}

/** Programs inside a document: VBA of Microsoft, Basic and scripts of OpenDocument. */
const MACROS = /(^|\/)(vbaProject\.bin|vbaData\.xml)$|^(Basic|Scripts)\//i;

export function describeOffice(
  pack: Package,
  { mediaType, core }: Office,
): Pick<Report, 'kind' | 'mediaType' | 'launch' | 'found' | 'measures'> {
  const macro = [...pack.files.keys()].find((name) => MACROS.test(name));
  if (macro !== undefined) pack.judge.refuse({ rule: 'office-macros', file: pack.name, found: macro });
  const bytes = pack.kept.get(core);
  const top = bytes ? readXml(pack.judge, core, bytes) : null;
  const properties = core === 'meta.xml' ? child(top, 'meta') : top;
  const found = {
    ...NOTHING_FOUND,
    title: textAt(properties, 'title'),
    summary: textAt(properties, 'description') ?? textAt(properties, 'subject'),
    languages: textAt(properties, 'language') === null ? [] : [textAt(properties, 'language') ?? ''],
    keywords: keywordsOf(properties),
    authors: textAt(properties, 'creator') === null ? [] : [textAt(properties, 'creator') ?? ''],
  };
  return { kind: 'office', mediaType, found, launch: null, measures: [] };
}

const keywordsOf = (properties: XmlNode | null): string[] =>
  properties === null
    ? []
    : [...everyNode(properties)]
        .filter(({ name }) => name === 'keyword' || name === 'keywords')
        .flatMap((node) => (textAt(node) ?? '').split(/[;,]/))
        .map((word) => word.trim())
        .filter((word) => word !== '');
