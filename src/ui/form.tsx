import type { Child } from 'hono/jsx';
import type { FieldErrors } from '../kernel/decision.ts';
import { FormScope, fieldId } from './fields.tsx';
import { count } from './format.ts';
import { Notice } from './notice.tsx';

export interface FormProps {
  readonly action: string;
  /** `get` for a search that may be kept as an address. */
  readonly method?: 'post' | 'get';
  /** With file fields. */
  readonly multipart?: boolean;
  /**
   * Address to which the whole form is also sent after a pause in typing (bundle `forms`). It answers JSON: 200
   * `{ savedAt, version? }` (`version` replaces the value of the hidden field of that name); 409 `{ text, href? }`
   * when somebody changed the same; 422 `{ text }`.
   */
  readonly autosave?: { readonly url: string; readonly savedAt?: Date | undefined };
  readonly id?: string;
  readonly class?: string;
  /** Where several forms of a page ask the same names: what tells this one apart. The fields' ids begin with it. */
  readonly scope?: string;
  readonly children?: Child;
}

/** The server judges, so that everybody reads the same sentences: the browser's own bubbles are off. */
export function Form({
  action,
  method = 'post',
  multipart = false,
  autosave,
  id,
  class: className,
  scope,
  children,
}: FormProps) {
  const form = (
    <form
      action={action}
      method={method}
      class={className ?? 'form'}
      novalidate
      {...(id ? { id } : {})}
      {...(multipart ? { enctype: 'multipart/form-data' } : {})}
    >
      {scope ? <FormScope.Provider value={`${scope}-`}>{children}</FormScope.Provider> : children}
    </form>
  );
  if (!autosave) return form;
  const saved = autosave.savedAt ? { 'saved-at': autosave.savedAt.toISOString() } : {};
  return (
    <auto-save url={autosave.url} {...saved}>
      {form}
    </auto-save>
  );
}

export const Hidden = ({ name, value }: { readonly name: string; readonly value: string | number }) => (
  <input type="hidden" name={name} value={String(value)} />
);

export interface ErrorSummaryProps {
  readonly errors: FieldErrors;
  readonly title?: string;
  /** Field names that are not the `name` of a single control: name → id in the page. */
  readonly targets?: Readonly<Record<string, string>>;
  /** That of the form that was sent back. */
  readonly scope?: string;
}

/** First thing of a page that was sent back; gives nothing when there is no error. `errors['']` is about the whole form. */
export function ErrorSummary({ errors, title, targets = {}, scope }: ErrorSummaryProps) {
  const entries = Object.entries(errors);
  if (entries.length === 0) return null;
  const heading = title ?? `${count(entries.length, 'point')} à corriger avant de continuer`;
  return (
    <div class="error-summary" role="alert" tabindex={-1} id="erreurs" data-focus aria-labelledby="erreurs-titre">
      <h2 class="error-summary-title" id="erreurs-titre">
        {heading}
      </h2>
      <ul>
        {entries.map(([name, sentence]) => (
          <li>
            {name === '' ? (
              sentence
            ) : (
              <FormScope.Provider value={scope ? `${scope}-` : ''}>
                <FieldLink href={targets[name]} name={name}>
                  {sentence}
                </FieldLink>
              </FormScope.Provider>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

const FieldLink = ({ href, name, children }: { readonly href: string | undefined; name: string; children: Child }) => (
  <a href={`#${href ?? fieldId(name)}`}>{children}</a>
);

export interface ButtonProps {
  readonly kind?: 'primary' | 'secondary' | 'warning' | 'quiet';
  readonly name?: string;
  readonly value?: string;
  readonly form?: string;
  /** Sends the form elsewhere than its action. */
  readonly formaction?: string;
  readonly disabled?: boolean;
  readonly children?: Child;
}

export function Button({ kind = 'primary', children, disabled, ...attributes }: ButtonProps) {
  return (
    <button type="submit" class={`button button-${kind}`} {...attributes} {...(disabled ? { disabled: true } : {})}>
      {children}
    </button>
  );
}

export interface ButtonLinkProps {
  readonly href: string;
  readonly kind?: 'primary' | 'secondary' | 'warning' | 'quiet';
  readonly download?: boolean;
  readonly children?: Child;
}

/** Looks like a button because it begins something; stays a link because it goes somewhere. */
export function ButtonLink({ href, kind = 'primary', download = false, children }: ButtonLinkProps) {
  return (
    <a class={`button button-${kind}`} href={href} {...(download ? { download: true } : {})}>
      {children}
    </a>
  );
}

/** Buttons and links in a row, the main one first. */
export const Actions = ({ children }: { readonly children?: Child }) => <div class="actions">{children}</div>;

export interface ConfirmFormProps {
  readonly action: string;
  /** What will happen, in a sentence. */
  readonly consequence: Child;
  /** The verb of the act: « Retirer le dossier ». */
  readonly confirm: string;
  readonly cancelHref: string;
  readonly cancel?: string;
  readonly kind?: 'warning' | 'primary';
  /** Hidden fields, or a reason to give. */
  readonly children?: Child;
}

/** The page between a wish and an act that cannot be undone. */
export function ConfirmForm(props: ConfirmFormProps) {
  const { action, consequence, confirm, cancelHref, cancel = 'Ne rien changer', kind = 'warning', children } = props;
  return (
    <Form action={action}>
      <Notice tone="warning">
        <p>{consequence}</p>
      </Notice>
      {children}
      <Actions>
        <Button kind={kind}>{confirm}</Button>
        <a href={cancelHref}>{cancel}</a>
      </Actions>
    </Form>
  );
}
