import { canonical } from '../kernel/journal.ts';
import type { ExpertFile, ExpertLine } from './model/expert-view.ts';

/** A cell that a spreadsheet reads as text, never as a formula. */
const cell = (value: string | number): string => {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replace(/"/g, '""')}"`;
};

/** UTF-8 with its mark, semicolons: as French spreadsheets open it. */
export function linesCsv(lines: readonly ExpertLine[]): string {
  const rows = lines.map((line) =>
    [line.depositNumber, line.title, (line.requestedCents / 100).toFixed(2).replace('.', ','), line.state]
      .map(cell)
      .join(';'),
  );
  return `\uFEFF${['recepisse;titre;aide_demandee_euros;etat', ...rows].join('\r\n')}\r\n`;
}

/** The file as this expert may read it, with their own scores. */
export const fileExport = (file: ExpertFile): string =>
  canonical({
    depositNumber: file.depositNumber,
    blinded: file.blinded,
    content: file.content,
    grid: { number: file.grid.number, criteria: file.grid.criteria },
    review: file.review,
    others: file.others,
  });
