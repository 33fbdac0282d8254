import type { Wave } from '../../calls/index.ts';
import { EVENT_NAMES } from '../../instruction/index.ts';
import type { HistoryLine } from '../../kernel/journal.ts';
import {
  type Answered,
  Button,
  Details,
  Form,
  Hidden,
  Page,
  PageHead,
  Panel,
  parisDateTime,
  Said,
  Select,
  StatusTag,
  TextArea,
  type View,
  WhyPanel,
} from '../../ui/index.ts';
import { CONFLICT_WORDS, recusalText } from '../messages.ts';
import type { Conflict } from '../model/interests.ts';
import type { AssignmentLine, ExpertLoad, FileAssignments } from '../model/officer-view.ts';
import { invalid } from './parts.tsx';
import { waveBase } from './wave.tsx';

export interface AssignProps extends Answered {
  readonly view: View;
  readonly wave: Wave;
  readonly file: FileAssignments;
  readonly frozen: boolean;
  readonly experts: readonly ExpertLoad[];
  /** By person: why this file is closed to them. */
  readonly conflicts: ReadonlyMap<string, Conflict>;
  readonly history: readonly HistoryLine[];
}

/** Who reads this file, who may not, and why. */
export function AssignPage(props: AssignProps) {
  const { view, wave, file, frozen, history, experts } = props;
  const names = new Map(experts.map(({ personId, name }) => [personId, name]));
  return (
    <Page
      view={view}
      title={file.title}
      invalid={invalid(props)}
      breadcrumbs={[
        { href: '/agent/evaluation', label: 'Évaluation' },
        { href: waveBase(wave), label: `Vague ${wave.number}` },
      ]}
    >
      <Said {...props} />
      <PageHead title={file.title} kicker={file.depositNumber}>
        <a href={`/agent/instruction/dossiers/${file.applicationId}`}>Voir l’instruction</a>
      </PageHead>
      <h2>Experts</h2>
      {file.lines.length === 0 ? <p>Personne n’a encore ce dossier.</p> : null}
      {file.lines.map((line) => (
        <Line line={line} {...props} name={names.get(line.personId) ?? 'Expert'} />
      ))}
      {frozen ? null : <ByHand {...props} />}
      <Closed {...props} />
      <WhyPanel history={history} eventNames={EVENT_NAMES} authorNames={names} />
    </Page>
  );
}

function Line({
  line,
  name,
  wave,
  file,
  frozen,
}: AssignProps & { readonly line: AssignmentLine; readonly name: string }) {
  const base = `${waveBase(wave)}/dossiers/${file.applicationId}`;
  if (line.recusedAt !== null)
    return (
      <Panel title={name} level={3}>
        <StatusTag tone="muted">Récusation</StatusTag>
        <p>{`Depuis le ${parisDateTime(line.recusedAt)} : ${recusalText(line.recusalReason ?? '')}. Ses notes, s’il y en a, ne comptent pas et restent dans l’historique.`}</p>
      </Panel>
    );
  return (
    <Panel title={name} level={3}>
      <StatusTag tone={line.submittedAt ? 'success' : 'info'}>{line.submittedAt ? 'Remise' : 'En cours'}</StatusTag>
      {line.submittedAt ? <p>{`Le ${parisDateTime(line.submittedAt)}.`}</p> : null}
      {frozen ? null : (
        <Details summary={line.submittedAt ? `Récuser ${name}, ou lui rouvrir son évaluation` : `Récuser ${name}`}>
          <Form action={`${base}/recuser`} scope={line.personId}>
            <Hidden name="personId" value={line.personId} />
            <TextArea name="reason" label="Motif" rows={2} limit={1000} />
            <Button kind="warning">Récuser</Button>{' '}
            {line.submittedAt ? (
              <Button kind="secondary" formaction={`${base}/rouvrir`}>
                Rouvrir son évaluation
              </Button>
            ) : null}
          </Form>
        </Details>
      )}
    </Panel>
  );
}

function ByHand({ wave, file, experts, conflicts, errors = {}, typed = {} }: AssignProps) {
  const held = new Set(file.lines.map(({ personId }) => personId));
  const free = experts.filter(({ personId }) => !held.has(personId) && !conflicts.has(personId));
  if (free.length === 0) return <p>Aucun autre expert ne peut recevoir ce dossier.</p>;
  return (
    <Form action={`${waveBase(wave)}/dossiers/${file.applicationId}/affecter`}>
      <Select
        name="personId"
        label="Confier aussi à"
        value={typed.personId}
        error={errors.personId}
        options={free.map((one) => ({
          value: one.personId,
          label: `${one.name} – ${one.assigned} dossiers sur ${one.capacity}`,
        }))}
      />
      <Button>Confier le dossier</Button>
    </Form>
  );
}

function Closed({ experts, conflicts }: AssignProps) {
  const closed = experts.filter(({ personId }) => conflicts.has(personId));
  if (closed.length === 0) return null;
  return (
    <Details summary={`Experts écartés (${closed.length})`}>
      <ul>
        {closed.map(({ personId, name }) => (
          <li>{`${name} : ${CONFLICT_WORDS[conflicts.get(personId) ?? 'declared-tie']}`}</li>
        ))}
      </ul>
    </Details>
  );
}
