import { type Child, createContext, useContext } from 'hono/jsx';

/** What every field takes. An error is one sentence that says what to do. */
export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: Child;
  readonly error?: string | undefined;
  readonly value?: string | number | null | undefined;
  readonly required?: boolean;
  /** Says « facultatif » beside the label: say it of the rare field that may stay empty. */
  readonly optional?: boolean;
  readonly disabled?: boolean;
  readonly autocomplete?: string;
}

/** Tells apart the forms of one page that hold fields of the same names: see `Form`. */
export const FormScope = createContext('');

/** Address of a field in the page, inside its form: the error summary links there. Called while rendering. */
export function fieldId(name: string): string {
  const scope = useContext(FormScope);
  return `champ-${`${scope}${name}`.replace(/[^\w-]/g, '-')}`;
}

/** Attributes that tie a control to its hint and its error. */
export function tied({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>, more: readonly string[] = []) {
  const id = fieldId(name);
  const ids = [hint ? `${id}-aide` : '', error ? `${id}-erreur` : '', ...more].filter(Boolean).join(' ');
  return { id, ...(ids ? { 'aria-describedby': ids } : {}), ...(error ? { 'aria-invalid': 'true' as const } : {}) };
}

/** The attributes common to native controls. */
export function control(props: FieldProps, more: readonly string[] = []) {
  const { name, required, disabled, autocomplete } = props;
  return {
    ...tied(props, more),
    name,
    ...(required ? { required: true } : {}),
    ...(disabled ? { disabled: true } : {}),
    ...(autocomplete ? { autocomplete } : {}),
  };
}

export const textOf = (value: FieldProps['value']): string =>
  value === null || value === undefined ? '' : String(value);

export function Hint({ name, children }: { readonly name: string; readonly children?: Child }) {
  return children ? (
    <p class="field-hint" id={`${fieldId(name)}-aide`}>
      {children}
    </p>
  ) : null;
}

export function FieldError({ name, children }: { readonly name: string; readonly children?: Child }) {
  return children ? (
    <p class="field-error" id={`${fieldId(name)}-erreur`}>
      <span class="sr-only">Erreur : </span>
      {children}
    </p>
  ) : null;
}

export const Optional = ({ when }: { readonly when: boolean | undefined }) =>
  when ? <span class="field-optional"> (facultatif)</span> : null;

/** Label, hint, error, then the control: the order in which they are read aloud. */
export function FieldShell(props: FieldProps & { readonly children?: Child }) {
  const { name, label, hint, error, optional, children } = props;
  return (
    <div class={error ? 'field field-invalid' : 'field'}>
      <label class="field-label" for={fieldId(name)}>
        {label}
        <Optional when={optional} />
      </label>
      <Hint name={name}>{hint}</Hint>
      <FieldError name={name}>{error}</FieldError>
      {children}
    </div>
  );
}

export type FieldWidth = 'short' | 'medium' | 'full';

export interface TextFieldProps extends FieldProps {
  readonly type?: 'text' | 'email' | 'password' | 'tel' | 'url' | 'search';
  readonly width?: FieldWidth;
  readonly maxLength?: number;
  readonly inputmode?: 'numeric' | 'decimal' | 'email' | 'tel' | 'url' | 'search' | 'text';
}

export function TextField(props: TextFieldProps) {
  const { type = 'text', width = 'full', maxLength, inputmode, value } = props;
  return (
    <FieldShell {...props}>
      <input
        {...control(props)}
        class={`input input-${width}`}
        type={type}
        value={type === 'password' ? '' : textOf(value)}
        {...(maxLength ? { maxlength: maxLength } : {})}
        {...(inputmode ? { inputmode } : {})}
      />
    </FieldShell>
  );
}

export interface TextAreaProps extends FieldProps {
  readonly rows?: number;
  /** Characters; the server counts too. The field does not stop the typing: a paste is never cut in silence. */
  readonly limit?: number;
}

export function TextArea(props: TextAreaProps) {
  const { rows = 5, limit, value, name } = props;
  const counterId = `${fieldId(name)}-limite`;
  const area = (
    <textarea {...control(props, limit ? [counterId] : [])} class="input input-full" rows={rows}>
      {textOf(value)}
    </textarea>
  );
  if (!limit) return <FieldShell {...props}>{area}</FieldShell>;
  return (
    <FieldShell {...props}>
      <char-count limit={String(limit)}>
        {area}
        <p class="field-limit" id={counterId} data-limit>
          {`${limit.toLocaleString('fr-FR')}\u00a0caractères au plus.`}
        </p>
      </char-count>
    </FieldShell>
  );
}

export interface NumberFieldProps extends FieldProps {
  /** Written after the field: « mois », « % », « apprenants ». */
  readonly unit?: string;
  readonly decimals?: boolean;
}

/** A text field with the right keyboard: `type=number` scrolls by accident and hides what was typed. */
export function NumberField(props: NumberFieldProps) {
  const { unit, decimals = false, value, name } = props;
  const unitId = `${fieldId(name)}-unite`;
  return (
    <FieldShell {...props}>
      <span class="affixed">
        <input
          {...control(props, unit ? [unitId] : [])}
          class="input input-number"
          type="text"
          inputmode={decimals ? 'decimal' : 'numeric'}
          value={textOf(value).replace('.', ',')}
        />
        {unit ? (
          <span class="affix" id={unitId}>
            {unit}
          </span>
        ) : null}
      </span>
    </FieldShell>
  );
}

/** `value` is what was typed, or an amount already formatted without its sign: see `centsToInput`. */
export function MoneyField(props: FieldProps) {
  const { value, name } = props;
  const unitId = `${fieldId(name)}-unite`;
  return (
    <FieldShell {...props}>
      <money-format class="affixed">
        <input
          {...control(props, [unitId])}
          class="input input-number"
          type="text"
          inputmode="decimal"
          value={textOf(value)}
        />
        <span class="affix" id={unitId}>
          <span aria-hidden="true">€</span>
          <span class="sr-only">en euros</span>
        </span>
      </money-format>
    </FieldShell>
  );
}

/** Integer cents as a person reads them in a field: « 1 250,50 », « 1 250 ». Read back by `parseCents`. */
export const centsToInput = (amountCents: number | null | undefined): string => {
  if (amountCents === null || amountCents === undefined) return '';
  const fraction = Math.abs(amountCents % 100);
  const whole = Math.trunc(amountCents / 100).toLocaleString('fr-FR');
  return fraction === 0 ? whole : `${whole},${String(fraction).padStart(2, '0')}`;
};
