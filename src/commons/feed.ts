import { ATOM_ENTRIES, type Found } from './model/search.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// A control character is no XML, even escaped.
const xml = (text: string) =>
  [...text]
    .filter((char) => char >= ' ' || char === '\n' || char === '\t')
    .map((char) => ESCAPES[char] ?? char)
    .join('');

interface Feed {
  readonly title: string;
  /** Page of the search, and the address of the feed itself. */
  readonly page: string;
  readonly self: string;
  readonly hrefOf: (found: Found) => string;
  readonly found: readonly Found[];
}

const DAWN = '1970-01-01T00:00:00.000Z';

/** The last publications that answer a search, newest first. Source: RFC 4287. */
export function searchFeed({ title, page, self, hrefOf, found }: Feed): string {
  const newest = found.slice(0, ATOM_ENTRIES);
  const entries = newest.map(
    (one) =>
      `<entry><id>urn:uuid:${one.id}</id><title>${xml(one.description.title)}</title><updated>${one.publishedAt.toISOString()}</updated>${one.description.authors.map((name) => `<author><name>${xml(name)}</name></author>`).join('')}<link href="${xml(hrefOf(one))}"/><summary>${xml(one.description.summary)}</summary></entry>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><id>${xml(self)}</id><title>${xml(title)}</title><author><name>Deffinum</name></author><updated>${newest[0]?.publishedAt.toISOString() ?? DAWN}</updated><link rel="self" href="${xml(self)}"/><link href="${xml(page)}"/>${entries.join('')}</feed>
`;
}
