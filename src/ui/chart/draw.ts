import { type PlotOptions, plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** Two drawings of the same figures: text in an SVG shrinks with it, so a phone gets its own. */
export const WIDTHS = { wide: 680, narrow: 320 } as const;
export type Width = keyof typeof WIDTHS;

export interface Drawing {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** What the eye sees, in a sentence or two. */
  readonly description: string;
}

const KEPT = 200;
const drawn = new Map<string, string>();

/**
 * Draws once for the same figures: the same public page is asked thousands of times between two changes of its data.
 *
 * @param figures everything that the drawing depends on
 */
export function draw(drawing: Drawing, figures: unknown, options: (width: Width) => PlotOptions): string {
  const key = JSON.stringify([drawing, figures]);
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const svg = (Object.keys(WIDTHS) as Width[]).map((width) => render(drawing, width, options(width))).join('');
  const oldest = drawn.keys().next().value;
  if (drawn.size >= KEPT && oldest !== undefined) drawn.delete(oldest);
  drawn.set(key, svg);
  return svg;
}

function render({ id, title, description }: Drawing, width: Width, options: PlotOptions): string {
  const { document } = parseHTML('<main></main>');
  const svg = plot({ ...options, width: WIDTHS[width], document: document as unknown as Document });
  // The policy of content forbids the inline sheet that the library writes: its few rules are in `charts.css`.
  for (const sheet of svg.querySelectorAll('style')) sheet.remove();
  const titleId = `${id}-${width}`;
  svg.setAttribute('class', `chart-svg chart-${width}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-labelledby', `${titleId}-titre ${titleId}-texte`);
  const named = (tag: string, nameId: string, text: string) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    element.setAttribute('id', nameId);
    element.textContent = text;
    return element as unknown as Node;
  };
  svg.prepend(named('title', `${titleId}-titre`, title), named('desc', `${titleId}-texte`, description));
  for (const part of svg.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label');
  return svg.outerHTML;
}

export const colour = (index: number): string => `var(--chart-${(index % 6) + 1})`;
