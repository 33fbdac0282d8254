import type { FieldErrors } from '../kernel/decision.ts';
import { PARIS } from '../kernel/instant.ts';
import {
  Button,
  count,
  DateTimeField,
  EmptyState,
  ErrorSummary,
  Form,
  Notice,
  Page,
  PageHead,
  parisDateTime,
  Table,
  TextField,
  type View,
} from '../ui/index.ts';
import type { Incident, MinuteLine } from './model.ts';

const HOUR_MINUTES = 60;
const QUARTER = 15;

const wordOf = (lines: readonly MinuteLine[]): 'down' | 'unknown' | 'up' => {
  if (lines.some((line) => line.state === 'unavailable')) return 'down';
  if (lines.some((line) => line.state === 'silent')) return 'unknown';
  return lines.some((line) => line.state === 'available') ? 'up' : 'unknown';
};

function chunks(lines: readonly MinuteLine[], size: number): MinuteLine[][] {
  const groups: MinuteLine[][] = [];
  for (let from = 0; from < lines.length; from += size) groups.push(lines.slice(from, from + size));
  return groups;
}

const timeOf = (at: Date) =>
  new Intl.DateTimeFormat('fr-FR', { timeZone: PARIS, weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(
    at,
  );

interface StateProps {
  readonly view: View;
  readonly lines: readonly MinuteLine[];
  readonly incidents: readonly Incident[];
}

export function StatePage({ view, lines, incidents }: StateProps) {
  const down = lines.filter((line) => line.state === 'unavailable').length;
  const silent = lines.filter((line) => line.state === 'silent').length;
  const measured = lines.some((line) => line.state !== 'not-measured');
  const quiet = measured
    ? 'Aucune indisponibilité constatée sur les dernières 24 heures.'
    : 'Aucune mesure n’a encore été faite.';
  const hours = chunks(lines, HOUR_MINUTES).reverse();
  return (
    <Page view={view} title="État du service" description="Disponibilité du dépôt sur les dernières 24 heures.">
      <PageHead
        title="État du service"
        lead="Le dépôt a-t-il fonctionné, minute par minute, ces dernières 24 heures ?"
      />
      <Notice tone={down + silent > 0 ? 'warning' : 'success'}>
        <p>
          {down > 0
            ? `${count(down, 'minute indisponible', 'minutes indisponibles')} sur les dernières 24 heures.`
            : quiet}
        </p>
        {silent > 0 ? (
          <p>
            {`${count(silent, 'minute sans mesure', 'minutes sans mesure')} : la plateforme était éteinte ou coupée. Elles comptent comme indisponibles, sauf pour une vague de démonstration.`}
          </p>
        ) : null}
      </Notice>
      <div class="health-strip" aria-hidden="true">
        {chunks(lines, QUARTER).map((quarter) => (
          <span class={`health-${wordOf(quarter)}`} />
        ))}
      </div>
      <Table
        caption="Heure par heure, la plus récente d’abord (heure de Paris)"
        columns={[
          { label: 'À partir de', header: true, cell: (hour) => (hour[0] ? timeOf(hour[0].at) : '') },
          { label: 'Disponibles', numeric: true, cell: (hour) => countOf(hour, 'available') },
          { label: 'Indisponibles', numeric: true, cell: (hour) => countOf(hour, 'unavailable') },
          { label: 'Sans mesure', numeric: true, cell: (hour) => countOf(hour, 'silent') },
          { label: 'Avant toute mesure', numeric: true, cell: (hour) => countOf(hour, 'not-measured') },
        ]}
        rows={hours}
        phone="scroll"
      />
      <h2>Incidents déclarés</h2>
      {incidents.length === 0 ? <EmptyState title="Aucun incident déclaré" /> : null}
      <ul>
        {incidents.map((incident) => (
          <li>{`Du ${parisDateTime(incident.from)} au ${parisDateTime(incident.to)} : ${incident.cause} (source : ${incident.source})`}</li>
        ))}
      </ul>
      <h2>Ce que compte la règle de report</h2>
      <p class="text">
        Une minute compte comme indisponible si la sonde a échoué, si un dépôt a échoué de notre fait, si rien n’a été
        mesuré alors que la mesure avait commencé, ou si un incident déclaré la couvre : c’est à l’administration de
        prouver que son service fonctionnait. Pour une vague de démonstration, une minute sans mesure ne compte pas :
        l’ordinateur qui la montre peut être éteint.
      </p>
    </Page>
  );
}

const countOf = (lines: readonly MinuteLine[], state: MinuteLine['state']) =>
  lines.filter((line) => line.state === state).length;

interface FormProps {
  readonly view: View;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

export function IncidentFormPage({ view, errors = {}, typed = {} }: FormProps) {
  const field = (name: string) => ({ name, error: errors[name], value: typed[name] });
  return (
    <Page view={view} title="Déclarer une indisponibilité" breadcrumbs={[{ href: '/etat', label: 'État du service' }]}>
      <ErrorSummary errors={errors} />
      <PageHead
        title="Déclarer une indisponibilité"
        lead="Pour ce que la sonde ne pouvait pas voir. Ce qui est déclaré reste."
      />
      <Form action="/agent/incidents">
        <DateTimeField {...field('from')} label="Début" required />
        <DateTimeField {...field('to')} label="Fin" required />
        <TextField {...field('cause')} label="Ce qui s’est passé" required maxLength={300} />
        <TextField
          {...field('source')}
          label="Source"
          hint="Ticket, message de l’hébergeur, relevé…"
          required
          maxLength={300}
        />
        <Button>Déclarer</Button>
      </Form>
    </Page>
  );
}
