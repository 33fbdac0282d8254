import type { Wave } from '../../calls/index.ts';
import {
  Actions,
  type Answered,
  Button,
  Checkboxes,
  DateTimeField,
  EmptyState,
  Form,
  NumberField,
  Panel,
  parisDateTime,
  Select,
  TextField,
} from '../../ui/index.ts';
import { type CommitteeWave, present, type Session } from '../model/list.ts';
import { committeeBase } from './parts.tsx';

export interface Person {
  readonly id: string;
  readonly name: string;
}

interface ConveneProps extends Answered {
  readonly wave: Wave;
  readonly people: readonly Person[];
}

export function Convene({ wave, people, errors = {}, typed = {} }: ConveneProps) {
  const options = people.map(({ id, name }) => ({ value: id, label: name }));
  if (options.length === 0)
    return (
      <EmptyState title="Personne n’a le rôle de membre du comité">
        Donnez ce rôle sur la page des rôles, puis revenez convoquer une séance.
      </EmptyState>
    );
  return (
    <Panel title="Convoquer une séance">
      <Form action={`${committeeBase(wave.id)}/convoquer`}>
        <DateTimeField name="heldAt" label="Jour et heure (Paris)" value={typed.heldAt} error={errors.heldAt} />
        <TextField name="place" label="Lieu" value={typed.place} error={errors.place} maxLength={300} />
        <NumberField
          name="quorum"
          label="Quorum"
          unit="membres"
          value={typed.quorum}
          error={errors.quorum}
          hint="Membres présents et sans lien, pour chaque dossier."
        />
        <Checkboxes
          name="members"
          label="Membres convoqués"
          options={options}
          values={options.map(({ value }) => value)}
          error={errors.members}
        />
        <Select name="chair" label="Présidence" options={options} value={typed.chair} error={errors.chair} />
        <Actions>
          <Button>Convoquer</Button>
        </Actions>
      </Form>
    </Panel>
  );
}

interface SessionPanelProps {
  readonly wave: Wave;
  readonly committee: CommitteeWave;
  readonly session: Session;
  readonly masked: ReadonlySet<string>;
  readonly names: ReadonlyMap<string, string>;
  readonly mayManage: boolean;
}

export function SessionPanel({ wave, committee, session, names, masked, mayManage }: SessionPanelProps) {
  const nameOf = (id: string) => names.get(id) ?? 'une personne';
  const titleOf = (id: string) =>
    masked.has(id)
      ? 'un dossier dont vous êtes écarté'
      : `« ${committee.items.find((item) => item.applicationId === id)?.title ?? ''} »`;
  const when = `${parisDateTime(session.heldAt)}, ${session.place}. Quorum : ${session.quorum}.`;
  if (session.state === 'planned')
    return (
      <Panel title={`Séance ${session.number} prévue`}>
        <p>{when}</p>
        {mayManage ? (
          <Form action={`${committeeBase(wave.id)}/ouvrir`}>
            <Checkboxes
              name="present"
              label="Qui est présent ?"
              options={session.members.map(({ personId, role }) => ({
                value: personId,
                label: `${nameOf(personId)}${role === 'chair' ? ' (préside)' : ''}`,
              }))}
            />
            <Actions>
              <Button>Ouvrir la séance</Button>
            </Actions>
          </Form>
        ) : null}
      </Panel>
    );
  return (
    <Panel title={`Séance ${session.number} ouverte`}>
      <p>{`${when} Présents : ${present(session)
        .map(({ personId }) => nameOf(personId))
        .join(', ')}.`}</p>
      {session.recusals.length > 0 ? (
        <ul>
          {session.recusals.map(({ applicationId, personId, detail }) => (
            <li>{`${nameOf(personId)} se retire pour ${titleOf(applicationId)} : ${detail}.`}</li>
          ))}
        </ul>
      ) : (
        <p>Aucun retrait : personne n’a de lien connu avec un dossier.</p>
      )}
    </Panel>
  );
}
