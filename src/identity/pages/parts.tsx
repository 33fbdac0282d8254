import type { Child } from 'hono/jsx';
import type { FieldErrors } from '../../kernel/decision.ts';

export interface FormState {
  readonly values?: Readonly<Record<string, string>>;
  readonly errors?: FieldErrors;
  /** A sentence that belongs to no field. */
  readonly alert?: string;
}

interface FieldProps extends FormState {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'email' | 'password';
  readonly hint?: string;
  readonly autocomplete: string;
}

export function TextField({ name, label, type = 'text', hint, autocomplete, values, errors }: FieldProps) {
  const error = errors?.[name];
  const described = [hint ? `${name}-aide` : '', error ? `${name}-erreur` : ''].filter(Boolean).join(' ');
  return (
    <div class={error ? 'field field--error' : 'field'}>
      <label for={name}>{label}</label>
      {hint ? (
        <p class="hint" id={`${name}-aide`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p class="error" id={`${name}-erreur`}>
          {error}
        </p>
      ) : null}
      <input
        id={name}
        name={name}
        type={type}
        autocomplete={autocomplete}
        value={type === 'password' ? undefined : (values?.[name] ?? '')}
        required
        {...(described ? { 'aria-describedby': described } : {})}
        {...(error ? { 'aria-invalid': 'true' } : {})}
      />
    </div>
  );
}

/** What is wrong, first on the page, with a link to each field. */
export function Errors({ errors, alert }: FormState) {
  const list = Object.entries(errors ?? {});
  if (list.length === 0 && !alert) return null;
  return (
    <div class="error-summary" role="alert">
      <h2>{list.length > 0 ? 'À corriger' : 'Impossible pour le moment'}</h2>
      {alert ? <p>{alert}</p> : null}
      {list.length > 0 ? (
        <ul>
          {list.map(([name, sentence]) => (
            <li>
              <a href={`#${name}`}>{sentence}</a>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** A form of one button. */
export function Action({ action, label, children }: { action: string; label: string; children?: Child }) {
  return (
    <form method="post" action={action}>
      {children}
      <button type="submit">{label}</button>
    </form>
  );
}
