import type { Child } from 'hono/jsx';
import type { FieldErrors } from '../../kernel/decision.ts';
import { Button, Form } from '../../ui/index.ts';

export interface FormState {
  readonly values?: Readonly<Record<string, string>>;
  readonly errors?: FieldErrors;
  /** A sentence that belongs to no field. */
  readonly alert?: string;
}

/** Errors of the fields, and what is about the whole form under no name. */
export const allErrors = ({ errors, alert }: FormState): FieldErrors => ({
  ...(alert ? { '': alert } : {}),
  ...errors,
});

export const invalid = (state: FormState): boolean => Object.keys(allErrors(state)).length > 0;

/** Title of the summary: « points à corriger » counts fields only. */
export const summaryTitle = ({ errors, alert }: FormState) =>
  alert && Object.keys(errors ?? {}).length === 0 ? { title: 'Cela n’a pas abouti' } : {};

interface ActionProps {
  readonly action: string;
  readonly label: string;
  readonly kind?: 'primary' | 'secondary' | 'warning' | 'quiet';
  readonly children?: Child;
}

/** A form of one button. */
export function Action({ action, label, kind = 'secondary', children }: ActionProps) {
  return (
    <Form action={action}>
      {children}
      <Button kind={kind}>{label}</Button>
    </Form>
  );
}
