import type { Instant } from '../../kernel/instant.ts';
import type { Cents } from '../../kernel/money.ts';

export const FILE_NAMES = [
  'subventions-scdl.csv',
  'subventions-360giving.json',
  'subventions.csv',
  'subventions.json',
] as const;
export type FileName = (typeof FILE_NAMES)[number];
export const isFileName = (name: string): name is FileName => (FILE_NAMES as readonly string[]).includes(name);

export interface FileFacts {
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface Edition {
  readonly number: number;
  /** Rules by which its files are written; an edition keeps its own. */
  readonly format: number;
  readonly madeAt: Instant;
  readonly lines: number;
  readonly agreements: number;
  readonly totalCents: Cents;
  readonly files: Readonly<Record<FileName, FileFacts>>;
}

export const EDITIONS_PER_PAGE = 20;
