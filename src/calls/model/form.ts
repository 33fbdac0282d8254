/**
 * A form as data: what a call asks. A revision is frozen when published; an application keeps the one it began with.
 *
 * Answers are kept by field key as JSON: text and long-text string · number number · money integer cents · date
 * `YYYY-MM-DD` · choice string · choices string[] · table row objects by column key · files, organisation,
 * work-packages and indicators lists of objects of the kinds below.
 */
export interface FormRevision {
  readonly id: string;
  readonly callId: string;
  /** 1, 2, 3… within the call. */
  readonly number: number;
  readonly sections: readonly Section[];
}

export interface Section {
  /** Unique in the form: `[a-z][a-z0-9-]*`, at most 40 characters. Never reused for another meaning in a later revision. */
  readonly key: string;
  readonly title: string;
  readonly hint?: string;
  readonly fields: readonly Field[];
}

interface FieldBase {
  /** Unique in the form, same shape as a section key. */
  readonly key: string;
  readonly label: string;
  readonly hint?: string;
  readonly required: boolean;
  /** Asked only when this holds; otherwise neither shown nor required. */
  readonly when?: Condition;
}

export type Condition =
  | { readonly field: string; readonly is: 'filled' }
  | { readonly field: string; readonly is: 'equals' | 'differs' | 'includes'; readonly value: string };

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface Column {
  readonly key: string;
  readonly label: string;
  readonly kind: 'text' | 'number' | 'money' | 'date';
}

export type Field =
  | (FieldBase & { readonly kind: 'text'; readonly maxLength: number })
  | (FieldBase & { readonly kind: 'long-text'; readonly maxLength: number })
  | (FieldBase & { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly unit?: string })
  | (FieldBase & { readonly kind: 'money'; readonly minCents?: number; readonly maxCents?: number })
  | (FieldBase & { readonly kind: 'date'; readonly notBefore?: string; readonly notAfter?: string })
  | (FieldBase & { readonly kind: 'choice' | 'choices'; readonly options: readonly Option[] })
  | (FieldBase & { readonly kind: 'table'; readonly columns: readonly Column[]; readonly maxRows: number })
  | (FieldBase & {
      readonly kind: 'files';
      readonly accept: readonly string[];
      readonly maxBytes: number;
      readonly maxFiles: number;
    })
  | (FieldBase & { readonly kind: 'organisation' })
  | (FieldBase & { readonly kind: 'work-packages'; readonly maxRows: number })
  | (FieldBase & { readonly kind: 'indicators'; readonly maxRows: number });

export type FieldKind = Field['kind'];

/** `work-packages` answer, one a row. Months count from the start of the project, 1-based. */
export interface WorkPackage {
  readonly title: string;
  readonly leadPartnerId: string | null;
  readonly startMonth: number;
  readonly endMonth: number;
  readonly deliverable: string;
}

/** `indicators` answer, one a row. */
export interface Indicator {
  readonly name: string;
  readonly unit: string;
  readonly baseline: number;
  readonly target: number;
  /** How it will be measured. */
  readonly source: string;
}
