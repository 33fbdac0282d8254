import type { FieldErrors } from '../../kernel/decision.ts';
import type { Role } from '../../kernel/http.ts';
import type { Instant } from '../../kernel/instant.ts';
import {
  Button,
  DateField,
  ErrorSummary,
  Form,
  Notice,
  Page,
  PageHead,
  Select,
  StatusTag,
  Table,
  TextField,
  type View,
} from '../../ui/index.ts';
import { periodState, periodText } from '../form/periods.ts';
import { ROLE_LABELS } from '../messages/roles.ts';
import type { PersonCard } from '../model.ts';
import { Action } from './parts.tsx';

interface Line {
  readonly id: string;
  readonly fromPersonId: string;
  readonly toPersonId: string;
  readonly role: Role;
  readonly actReference: string;
  readonly validFrom: Instant;
  readonly validTo: Instant;
}

export interface DelegationsProps {
  readonly view: View;
  readonly now: Date;
  readonly viewerId: string;
  readonly lines: readonly Line[];
  readonly people: ReadonlyMap<string, PersonCard>;
  /** What the viewer may delegate. */
  readonly delegable: readonly Role[];
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
  readonly done: string | null;
}

const WORDS = {
  current: { tone: 'success', label: 'En cours' },
  coming: { tone: 'info', label: 'À venir' },
  over: { tone: 'neutral', label: 'Échue' },
} as const;

export function DelegationsPage(props: DelegationsProps) {
  const { view, now, viewerId, lines, people, done, errors = {}, delegable } = props;
  const name = (id: string) => people.get(id)?.name ?? 'Compte supprimé';
  const state = (line: Line) => periodState({ from: line.validFrom, to: line.validTo }, now);
  return (
    <Page view={view} title="Délégations de signature" layout="wide" invalid={Object.keys(errors).length > 0}>
      <ErrorSummary errors={errors} />
      <PageHead
        title="Délégations de signature"
        lead="Un agent fait agir un autre dans son rôle, en vertu d’un acte, pour un temps. Elle cesse aussi quand le délégant perd son rôle."
      />
      {done ? (
        <Notice tone="success" live>
          <p>{done}</p>
        </Notice>
      ) : null}
      <Table
        caption="Délégations"
        captionHidden
        columns={[
          { label: 'De', header: true, cell: (l: Line) => name(l.fromPersonId) },
          { label: 'À', cell: (l: Line) => name(l.toPersonId) },
          { label: 'Rôle', cell: (l: Line) => ROLE_LABELS[l.role] },
          { label: 'Acte', cell: (l: Line) => l.actReference },
          { label: 'Dates', cell: (l: Line) => periodText(l.validFrom, l.validTo) },
          {
            label: 'État',
            cell: (l: Line) => <StatusTag tone={WORDS[state(l)].tone}>{WORDS[state(l)].label}</StatusTag>,
          },
          {
            label: 'Action',
            cell: (l: Line) =>
              l.fromPersonId === viewerId && state(l) !== 'over' ? (
                <Action
                  action={`/agent/delegations/${l.id}/terminer`}
                  label={`Mettre fin à la délégation à ${name(l.toPersonId)}`}
                />
              ) : (
                '–'
              ),
          },
        ]}
        rows={lines}
        empty="Aucune délégation."
      />
      {delegable.length > 0 ? <NewDelegation {...props} /> : <p>Vous ne tenez aucun rôle qui se délègue.</p>}
    </Page>
  );
}

function NewDelegation({ delegable, errors = {}, typed = {} }: DelegationsProps) {
  const options = delegable.map((value) => ({ value, label: ROLE_LABELS[value] }));
  return (
    <section>
      <h2>Déléguer</h2>
      <Form action="/agent/delegations">
        <TextField
          name="email"
          label="Adresse électronique de l’agent"
          type="email"
          autocomplete="off"
          value={typed.email}
          error={errors.email}
        />
        <Select name="role" label="Rôle délégué" options={options} value={typed.role} error={errors.role} />
        <TextField
          name="motif"
          label="Acte de délégation"
          hint="Arrêté ou décision, tel que publié."
          value={typed.motif}
          error={errors.motif}
        />
        <DateField
          name="du"
          label="Premier jour"
          hint="Vide : tout de suite."
          value={typed.du}
          error={errors.du}
          optional
        />
        <DateField name="au" label="Dernier jour" value={typed.au} error={errors.au} />
        <Button>Déléguer</Button>
      </Form>
    </section>
  );
}
