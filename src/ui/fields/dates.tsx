import { control, type FieldProps, FieldShell, fieldId, textOf } from '../fields.tsx';

export interface DateFieldProps extends FieldProps {
  /** `YYYY-MM-DD`. */
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** A calendar day, `YYYY-MM-DD`. The browser's own field: keyboard, calendar and reading aloud are already there. */
export function DateField(props: DateFieldProps) {
  const { min, max, value } = props;
  return (
    <FieldShell {...props}>
      <input
        {...control(props)}
        class="input input-date"
        type="date"
        value={textOf(value)}
        {...(min ? { min } : {})}
        {...(max ? { max } : {})}
      />
    </FieldShell>
  );
}

export interface DateTimeFieldProps extends DateFieldProps {
  /** Said beside the field, for an hour without its zone is no instant. */
  readonly zone?: string;
  readonly seconds?: boolean;
}

/** A local date and time, `YYYY-MM-DDTHH:MM`: read it with `zonedInstant`. */
export function DateTimeField(props: DateTimeFieldProps) {
  const { min, max, value, name, seconds = false, zone = 'heure de Paris' } = props;
  const zoneId = `${fieldId(name)}-fuseau`;
  return (
    <FieldShell {...props}>
      <span class="affixed">
        <input
          {...control(props, [zoneId])}
          class="input input-date"
          type="datetime-local"
          value={textOf(value)}
          {...(seconds ? { step: 1 } : {})}
          {...(min ? { min } : {})}
          {...(max ? { max } : {})}
        />
        <span class="affix" id={zoneId}>
          {zone}
        </span>
      </span>
    </FieldShell>
  );
}
