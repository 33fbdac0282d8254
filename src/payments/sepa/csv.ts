import { parse } from 'csv-parse/sync';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { parseCents } from '../../kernel/money.ts';
import { hideIbans } from '../bank/iban.ts';
import { reasonText } from './reasons.ts';
import { RETURN_MAX_LINES, type Report, type ReportRefusal, type Said, type ToldLine } from './report.ts';
import { fromTravelId } from './text.ts';

/** What people write in the column « statut ». */
const STATUSES: ReadonlyMap<string, Said> = new Map(
  Object.entries({
    ...{ paye: 'executed', execute: 'executed', acsc: 'executed', accc: 'executed' },
    ...{ rejete: 'rejected', retourne: 'rejected', rejet: 'rejected', retour: 'rejected', rjct: 'rejected' },
    ...{ 'en cours': 'pending', pdng: 'pending', acsp: 'pending' },
  } as const),
);
export const CSV_COLUMNS = ['identifiant', 'statut', 'montant', 'motif', 'libelle'] as const;
const REQUIRED = ['identifiant', 'statut'] as const;

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

type Row = Readonly<Record<string, string>>;

/** A table kept by hand, for who has no report: one payment a line, `;` between, or `,` when the titles have no `;`. */
export function readCsv(text: string): Decision<Report, ReportRefusal> {
  const rows = rowsOf(text);
  if (rows === null) return refuse({ code: 'not-a-report' });
  const [first] = rows;
  if (!first) return refuse({ code: 'says-nothing' });
  for (const column of REQUIRED) if (!(column in first)) return refuse({ code: 'no-column', column });
  if (rows.length > RETURN_MAX_LINES) return refuse({ code: 'too-many-lines' });
  const lines: ToldLine[] = [];
  for (const [index, row] of rows.entries()) {
    const line = lineOf(row);
    if (typeof line === 'string') return refuse({ code: 'bad-line', line: index + 2, text: line });
    lines.push(line);
  }
  return accept({ format: 'csv', lines, batches: [] });
}

function rowsOf(text: string): Row[] | null {
  try {
    return parse(text, {
      ...{ bom: true, columns: (names: string[]) => names.map(plain), delimiter: /^[^\n]*;/.test(text) ? ';' : ',' },
      ...{ trim: true, skip_empty_lines: true, relax_column_count: true },
    }) as Row[];
  } catch {
    return null;
  }
}

/** Text: what is wrong with it. */
function lineOf(row: Row): ToldLine | string {
  const { identifiant: reference = '', statut = '', montant = '', motif = '', libelle = '' } = row;
  const said = STATUSES.get(plain(statut));
  if (said === undefined) return `le statut « ${statut.slice(0, 20)} » n’est ni payé, ni rejeté, ni en cours`;
  const amountCents = montant === '' ? null : parseCents(montant);
  if (montant !== '' && amountCents === null) return `« ${montant.slice(0, 20)} » n’est pas un montant en euros`;
  const code = motif.toUpperCase();
  if (code !== '' && !/^[A-Z0-9]{1,4}$/.test(code)) return `« ${motif.slice(0, 20)} » n’est pas un code de motif`;
  const given = code === '' ? null : code;
  return {
    ...{
      reference: hideIbans(reference).slice(0, 70),
      orderId: fromTravelId(reference),
      batchId: null,
      said,
      amountCents,
    },
    code: said === 'rejected' ? given : null,
    reason: said === 'rejected' ? reasonText(given, libelle) : WORDS[said],
  };
}

const WORDS = {
  executed: 'Virement exécuté, selon l’agent comptable.',
  pending: 'En cours à la banque : ni exécuté ni rejeté.',
} as const;
