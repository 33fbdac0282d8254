import type { Child } from 'hono/jsx';
import { control, FieldError, type FieldProps, FieldShell, fieldId, Hint, Optional, textOf, tied } from '../fields.tsx';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
}

export interface SelectProps extends FieldProps {
  readonly options: readonly Choice[];
  /** First line, which chooses nothing; `null` when one is always chosen. */
  readonly empty?: string | null;
}

export function Select(props: SelectProps) {
  const { options, empty = 'Choisir…', value } = props;
  return (
    <FieldShell {...props}>
      <select {...control(props)} class="input input-select">
        {empty === null ? null : <option value="">{empty}</option>}
        {options.map((option) => (
          <option
            value={option.value}
            selected={option.value === textOf(value)}
            {...(option.disabled ? { disabled: true } : {})}
          >
            {option.label}
          </option>
        ))}
      </select>
    </FieldShell>
  );
}

export interface FieldsetProps {
  readonly legend: Child;
  readonly hint?: Child;
  readonly children?: Child;
}

/** Several fields that answer one question. */
export function Fieldset({ legend, hint, children }: FieldsetProps) {
  return (
    <fieldset class="fieldset">
      <legend class="fieldset-legend">{legend}</legend>
      {hint ? <p class="field-hint">{hint}</p> : null}
      {children}
    </fieldset>
  );
}

type GroupProps = Omit<FieldProps, 'value' | 'autocomplete'> & { readonly options: readonly Choice[] };

function ChoiceGroup(props: GroupProps & { readonly type: 'radio' | 'checkbox'; readonly chosen: readonly string[] }) {
  const { name, label, hint, error, optional, options, type, chosen } = props;
  const { id, ...described } = tied(props);
  return (
    <fieldset
      class={error ? 'field field-invalid' : 'field'}
      {...described}
      {...(type === 'radio' ? { role: 'radiogroup' } : {})}
    >
      <legend class="field-label">
        {label}
        <Optional when={optional} />
      </legend>
      <Hint name={name}>{hint}</Hint>
      <FieldError name={name}>{error}</FieldError>
      {options.map((option, index) => (
        <Tick
          type={type}
          id={index === 0 ? id : `${id}-${index}`}
          name={name}
          option={option}
          checked={chosen.includes(option.value)}
          disabled={props.disabled === true || option.disabled === true}
        />
      ))}
    </fieldset>
  );
}

interface TickProps {
  readonly type: 'radio' | 'checkbox';
  readonly id: string;
  readonly name: string;
  readonly option: Choice;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly attributes?: Readonly<Record<string, string | boolean>>;
}

function Tick({ type, id, name, option, checked, disabled, attributes = {} }: TickProps) {
  const hintId = `${id}-precision`;
  return (
    <div class="tick">
      <input
        class="tick-input"
        type={type}
        id={id}
        name={name}
        value={option.value}
        checked={checked}
        {...(disabled ? { disabled: true } : {})}
        {...(option.hint ? { 'aria-describedby': hintId } : {})}
        {...attributes}
      />
      <label class="tick-label" for={id}>
        {option.label}
      </label>
      {option.hint ? (
        <p class="tick-hint" id={hintId}>
          {option.hint}
        </p>
      ) : null}
    </div>
  );
}

export function Radios(props: GroupProps & { readonly value?: string | null | undefined }) {
  return <ChoiceGroup {...props} type="radio" chosen={props.value ? [props.value] : []} />;
}

export function Checkboxes(props: GroupProps & { readonly values?: readonly string[] | undefined }) {
  return <ChoiceGroup {...props} type="checkbox" chosen={props.values ?? []} />;
}

export interface CheckboxProps extends Omit<FieldProps, 'value' | 'autocomplete' | 'optional'> {
  readonly checked?: boolean | undefined;
  /** Sent when ticked. */
  readonly value?: string;
}

/** One statement, true or not. */
export function Checkbox(props: CheckboxProps) {
  const { name, label, hint, error, checked = false, value = 'oui', disabled = false, required } = props;
  const { id, ...described } = tied(props);
  return (
    <div class={error ? 'field field-invalid' : 'field'}>
      <FieldError name={name}>{error}</FieldError>
      <Tick
        type="checkbox"
        id={id}
        name={name}
        option={{ value, label }}
        checked={checked}
        disabled={disabled}
        attributes={{ ...described, ...(required ? { required: true } : {}) }}
      />
      {hint ? (
        <p class="tick-hint" id={`${fieldId(name)}-aide`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}
