import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { receiptFonts } from '../deposits/index.ts';
import type { Config } from '../kernel/config.ts';
import { REHEARSAL_WORD } from '../kernel/rehearsal.ts';
import type { Paper } from './model/paper.ts';

const TEMPLATE = readFileSync(join(import.meta.dirname, 'paper.typ'), 'utf8');

/** On paper: tagged PDF/UA-1, some hundreds of milliseconds of processor. For the job process, never for a request. */
export function paperPdf(paper: Paper, { REHEARSAL: rehearsal }: Pick<Config, 'REHEARSAL'>): Buffer {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: receiptFonts() }] });
  const printed = { ...paper, title: `${rehearsal ? REHEARSAL_WORD : ''}${paper.title}`, rehearsal };
  return compiler.pdf(
    { mainFileContent: TEMPLATE, inputs: { data: JSON.stringify(printed) } },
    { pdfStandard: 'ua-1' },
  );
}
