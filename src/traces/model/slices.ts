const [QUOTE, BACKSLASH, COMMA] = ['"', '\\', ','].map((char) => char.charCodeAt(0)) as [number, number, number];
const OPENS = new Set(['{', '['].map((char) => char.charCodeAt(0)));
const CLOSES = new Set(['}', ']'].map((char) => char.charCodeAt(0)));

/**
 * The text of each item of a JSON list, as it was written; of the value itself when it is no list.
 *
 * @param json text that `JSON.parse` accepted
 */
export function slicesOf(json: string): string[] {
  const whole = json.trim();
  if (!whole.startsWith('[')) return [whole];
  const slices: string[] = [];
  let [depth, from] = [0, 1];
  for (let at = 1; at < whole.length - 1; at += 1) {
    const code = whole.charCodeAt(at);
    if (code === QUOTE) at = endOfText(whole, at);
    else if (OPENS.has(code)) depth += 1;
    else if (CLOSES.has(code)) depth -= 1;
    else if (code === COMMA && depth === 0) {
      slices.push(whole.slice(from, at).trim());
      from = at + 1;
    }
  }
  const last = whole.slice(from, -1).trim();
  return last === '' ? slices : [...slices, last];
}

/** Position of the quotation mark that closes the text opened at `from`. */
function endOfText(json: string, from: number): number {
  let at = from + 1;
  while (json.charCodeAt(at) !== QUOTE) at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}
