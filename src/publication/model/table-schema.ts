import { isDay } from '../../kernel/instant.ts';
/** The part of the Table Schema specification that the national schema of grants uses, and its declared checks. */
export interface TableSchema {
  readonly fields: readonly SchemaField[];
  readonly custom_checks?: readonly { readonly name: string; readonly params: Readonly<Record<string, string>> }[];
}

export interface SchemaField {
  readonly name: string;
  readonly type: string;
  readonly trueValues?: readonly string[];
  readonly falseValues?: readonly string[];
  readonly constraints?: Constraints;
}

interface Constraints {
  readonly required?: boolean;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Fault {
  readonly field: string;
  readonly text: string;
}

/** @returns whether this text is a SIRET: length, key and exceptions are the caller's to know */
export type IsSiret = (text: string) => boolean;

type Row = Readonly<Record<string, string>>;

/** Everything in this row that the schema refuses; empty when the row is valid. */
export const faultsOfRow = (schema: TableSchema, row: Row, isSiret: IsSiret): Fault[] => [
  ...schema.fields.flatMap((field) =>
    faultsOfCell(field, row[field.name] ?? '').map((text) => ({ field: field.name, text })),
  ),
  ...Object.keys(row)
    .filter((name) => !schema.fields.some((field) => field.name === name))
    .map((name) => ({ field: name, text: 'cette colonne n’est pas du schéma' })),
  ...(schema.custom_checks ?? []).flatMap((check) => customFault(check, row, isSiret)),
];

/** The columns, in the order of the schema. */
export const headerFaults = (schema: TableSchema, header: readonly string[]): string[] => {
  const wanted = schema.fields.map(({ name }) => name);
  return JSON.stringify(wanted) === JSON.stringify(header) ? [] : [`colonnes attendues : ${wanted.join(', ')}`];
};

const NUMBER = /^-?\d+(\.\d+)?$/;

function faultsOfCell(field: SchemaField, text: string): string[] {
  const { constraints = {} } = field;
  if (text === '') return constraints.required ? ['cette valeur est obligatoire'] : [];
  return [typeFault(field, text), ...constraintFaults(constraints, text)].filter((fault) => fault !== null);
}

function typeFault({ type, trueValues = [], falseValues = [] }: SchemaField, text: string): string | null {
  switch (type) {
    case 'string':
      return null;
    case 'number':
      return NUMBER.test(text) ? null : `« ${text} » n’est pas un nombre à point décimal`;
    case 'boolean':
      return [...trueValues, ...falseValues].includes(text) ? null : `« ${text} » n’est ni oui ni non`;
    case 'date':
      return isDay(text) ? null : `« ${text} » n’est pas un jour AAAA-MM-JJ`;
    default:
      return `le type ${type} n’est pas connu de ce contrôle`;
  }
}

function constraintFaults({ pattern, maxLength, enum: allowed, minimum, maximum }: Constraints, text: string) {
  return [
    pattern && !new RegExp(pattern).test(text) ? `« ${text} » n’a pas la forme attendue` : null,
    maxLength && [...text].length > maxLength ? `plus de ${maxLength} caractères` : null,
    allowed && !allowed.includes(text) ? `« ${text} » n’est pas une valeur permise` : null,
    minimum !== undefined && Number(text) < minimum ? `moins de ${minimum}` : null,
    maximum !== undefined && Number(text) > maximum ? `plus de ${maximum}` : null,
  ];
}

function customFault(
  { name, params }: { readonly name: string; readonly params: Readonly<Record<string, string>> },
  row: Row,
  isSiret: IsSiret,
): Fault[] {
  if (name === 'french-siret-value') {
    const { column = '' } = params;
    const text = row[column] ?? '';
    return text === '' || isSiret(text) ? [] : [{ field: column, text: `« ${text} » n’est pas un SIRET` }];
  }
  if (name === 'one-of-required') {
    const columns = Object.values(params);
    const some = columns.some((column) => (row[column] ?? '') !== '');
    return some ? [] : [{ field: columns[0] ?? '', text: `l’un de ${columns.join(', ')} est obligatoire` }];
  }
  return [{ field: '', text: `le contrôle ${name} n’est pas connu` }];
}
