import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';

const schema = (fileName: string) => ({
  fileName,
  contents: readFileSync(join(import.meta.dirname, 'fixtures', fileName), 'utf8'),
});

/** Sentences of the schema of OAI-PMH 2.0 about this answer: none, it is valid. */
export async function faultsOf(xml: string): Promise<string[]> {
  const checked = await validateXML({
    xml: { fileName: 'answer.xml', contents: xml },
    schema: [schema('oai-pmh.xsd')],
    preload: [schema('oai_dc.xsd'), schema('dc.xsd')],
  });
  return checked.errors.map(({ message }) => message);
}

/** The client side of the protocol: one answer, read. */
export interface OaiAnswer {
  readonly errors: readonly string[];
  readonly headers: readonly OaiHeader[];
  /** Empty at the end of a list; `null`: there is none. */
  readonly token: string | null;
  readonly xml: string;
}

export interface OaiHeader {
  readonly identifier: string;
  readonly datestamp: string;
  readonly deleted: boolean;
  readonly sets: readonly string[];
  readonly title: string | null;
}

const inside = (xml: string, name: string) => new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`).exec(xml)?.[1];

export function readAnswer(xml: string): OaiAnswer {
  const items = [...xml.matchAll(/<record>.*?<\/record>|<header[ >].*?<\/header>/gs)].map(([item]) => item);
  return {
    errors: [...xml.matchAll(/<error code="(\w+)">/g)].map(([, code = '']) => code),
    headers: items.map((item) => ({
      identifier: inside(item, 'identifier') ?? '',
      datestamp: inside(item, 'datestamp') ?? '',
      deleted: item.includes('<header status="deleted">'),
      sets: [...item.matchAll(/<setSpec>([^<]*)<\/setSpec>/g)].map(([, spec = '']) => spec),
      title: inside(item, 'dc:title') ?? null,
    })),
    token: inside(xml, 'resumptionToken') ?? null,
    xml,
  };
}
