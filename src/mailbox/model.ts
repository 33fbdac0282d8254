export interface TextPart {
  readonly text: string;
  /** Where it leads, when it is a link of this site. */
  readonly href: string | null;
}

const ADDRESS = /https?:\/\/[^\s<>"«»]+/g;
const CLOSING = /[.,;:!?)\]]+$/;

/**
 * Cuts a line into text and links; only addresses of this site become links.
 *
 * @param origin scheme, host and port of this site
 */
export function linkParts(line: string, origin: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of line.matchAll(ADDRESS)) {
    const address = match[0].replace(CLOSING, '');
    if (!URL.canParse(address) || new URL(address).origin !== origin) continue;
    if (match.index > from) parts.push({ text: line.slice(from, match.index), href: null });
    parts.push({ text: address, href: address });
    from = match.index + address.length;
  }
  if (from < line.length) parts.push({ text: line.slice(from), href: null });
  return parts;
}
