import { type Column, type Field, INDICATOR_COLUMNS, WORK_PACKAGE_COLUMNS } from '../../calls/index.ts';
import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  centsToInput,
  DateField,
  Fieldset,
  MoneyField,
  NumberField,
  Select,
  TextField,
} from '../../ui/index.ts';
import type { Partner } from '../model/consortium.ts';

export interface RowsProps {
  readonly field: Field;
  readonly rows: readonly Record<string, unknown>[];
  readonly errors: FieldErrors;
  /** « Ajouter une ligne » was pressed: one more blank row. */
  readonly extra: boolean;
  readonly partners: readonly Partner[];
}

const ORGANISATION: readonly Column[] = [
  { key: 'siret', label: 'SIRET', kind: 'text' },
  { key: 'name', label: 'Nom', kind: 'text' },
];

function columnsFor(field: Field): readonly Column[] {
  if (field.kind === 'table') return field.columns;
  if (field.kind === 'work-packages') return WORK_PACKAGE_COLUMNS;
  return field.kind === 'indicators' ? INDICATOR_COLUMNS : ORGANISATION;
}

/** A row is a group of fields: it works on a phone and without script; a wholly empty row is not kept. */
export function RowsField({ field, rows, errors, extra, partners }: RowsProps) {
  const shown = extra || rows.length === 0 ? [...rows, {}] : rows;
  return (
    <Fieldset legend={field.label} hint={field.hint}>
      {errors[field.key] ? <p class="field-error">{errors[field.key]}</p> : null}
      {shown.map((row, index) => (
        <Row field={field} row={row} number={index + 1} errors={errors} partners={partners} />
      ))}
      <Actions>
        <Button kind="secondary" name="action" value={`ajouter|${field.key}`}>
          Ajouter une ligne
        </Button>
      </Actions>
    </Fieldset>
  );
}

interface RowProps {
  readonly field: Field;
  readonly row: Record<string, unknown>;
  readonly number: number;
  readonly errors: FieldErrors;
  readonly partners: readonly Partner[];
}

function Row({ field, row, number, errors, partners }: RowProps) {
  return (
    <Fieldset legend={`Ligne ${number}`}>
      {columnsFor(field).map((column) => (
        <Cell
          column={column}
          name={`${field.key}.${number}.${column.key}`}
          value={row[column.key]}
          error={errors[`${field.key}.${number}.${column.key}`]}
          partners={partners}
        />
      ))}
      <Button kind="quiet" name="action" value={`retirer|${field.key}|${number}`}>
        Retirer la ligne {number}
      </Button>
    </Fieldset>
  );
}

interface CellProps {
  readonly column: Column;
  readonly name: string;
  readonly value: unknown;
  readonly error: string | undefined;
  readonly partners: readonly Partner[];
}

function Cell({ column, name, value, error, partners }: CellProps) {
  const text = value as string | number | null | undefined;
  const props = { name, label: column.label, error, value: text };
  if (column.key === 'leadPartnerId') {
    return <Select {...props} options={partners.map((one) => ({ value: one.id, label: one.name }))} />;
  }
  switch (column.kind) {
    case 'text':
      return <TextField {...props} />;
    case 'number':
      return <NumberField {...props} decimals />;
    case 'date':
      return <DateField {...props} />;
    case 'money':
      return <MoneyField {...props} value={typeof text === 'number' ? centsToInput(text) : text} />;
  }
}
