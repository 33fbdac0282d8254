import type { Config } from '../kernel/config.ts';
import type { Paper } from './model/paper.ts';

/** A letter of another slice on the template of ours. The compiler is loaded when a page is printed, never at start. */
export async function printPaper(paper: Paper, config: Pick<Config, 'REHEARSAL'>): Promise<Buffer> {
  const { paperPdf } = await import('./pdf.ts');
  return paperPdf(paper, config);
}
