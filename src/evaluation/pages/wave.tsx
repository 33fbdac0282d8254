import type { Wave } from '../../calls/index.ts';
import {
  Actions,
  type Answered,
  Button,
  ButtonLink,
  Checkbox,
  count,
  Details,
  EmptyState,
  Form,
  Notice,
  NumberField,
  Page,
  PageHead,
  Panel,
  parisDateTime,
  Said,
  Stat,
  Stats,
  Table,
  type TableColumn,
  type View,
} from '../../ui/index.ts';
import { DOMAIN_LABELS } from '../domains.ts';
import type { ExpertLoad, FileAssignments } from '../model/officer-view.ts';
import type { EvaluatedWave } from '../model/opening.ts';
import { invalid } from './parts.tsx';

export const waveBase = (wave: Pick<Wave, 'id'>) => `/agent/evaluation/${wave.id}`;

export interface WavesProps {
  readonly view: View;
  readonly waves: readonly { readonly wave: Wave; readonly callTitle: string; readonly opened: boolean }[];
}

export function EvaluationWavesPage({ view, waves }: WavesProps) {
  return (
    <Page view={view} title="Évaluation" layout="wide">
      <PageHead
        title="Évaluation des vagues"
        lead="Une vague s’évalue une fois close, avec la grille publiée de son appel."
      />
      <p>
        <a href="/agent/experts">Experts, charges et liens entre organisations</a>
      </p>
      {waves.length === 0 ? (
        <EmptyState title="Aucune vague close">Les vagues apparaîtront ici après leur clôture.</EmptyState>
      ) : (
        <Table
          caption="Vagues closes, la plus récente d’abord"
          columns={[
            {
              label: 'Vague',
              header: true,
              cell: ({ wave }: WavesProps['waves'][number]) => (
                <a href={waveBase(wave)}>{`Vague ${wave.number} – ${wave.name}`}</a>
              ),
            },
            { label: 'Appel', cell: ({ callTitle }) => callTitle },
            { label: 'Évaluation', cell: ({ opened }) => (opened ? 'Ouverte' : 'À ouvrir') },
            { label: 'Grille', cell: ({ wave }) => <a href={`/agent/grilles/${wave.callId}`}>Grille de l’appel</a> },
          ]}
          rows={waves}
        />
      )}
    </Page>
  );
}

export interface EvaluationWaveProps extends Answered {
  readonly view: View;
  readonly wave: Wave;
  /** `null`: not opened yet. */
  readonly evaluated: EvaluatedWave | null;
  readonly eligible: number;
  readonly files: readonly FileAssignments[];
  readonly experts: readonly ExpertLoad[];
}

export function EvaluationWavePage(props: EvaluationWaveProps) {
  const { view, wave, evaluated } = props;
  return (
    <Page
      view={view}
      title={`Évaluation de la vague ${wave.number}`}
      layout="wide"
      invalid={invalid(props)}
      breadcrumbs={[{ href: '/agent/evaluation', label: 'Évaluation' }]}
    >
      <Said {...props} />
      <PageHead title={`Évaluation de la vague ${wave.number}`} kicker={wave.name} />
      {evaluated ? <Opened {...props} evaluated={evaluated} /> : <ToOpen {...props} />}
    </Page>
  );
}

function ToOpen({ wave, eligible, errors = {}, typed = {} }: EvaluationWaveProps) {
  return (
    <Panel title="Ouvrir l’évaluation">
      <p>
        {`${count(eligible, 'dossier éligible', 'dossiers éligibles')} à ce jour ; ceux déclarés éligibles ensuite suivront. La vague garde la grille publiée aujourd’hui, et le choix de masquer les noms, jusqu’au bout.`}
      </p>
      <Form action={`${waveBase(wave)}/ouvrir`}>
        <NumberField
          name="expertsPerFile"
          label="Experts par dossier"
          value={typed.expertsPerFile ?? 3}
          error={errors.expertsPerFile}
          unit="experts"
        />
        <Checkbox
          name="blinded"
          label="Masquer aux experts les noms des partenaires"
          checked={typed.blinded === 'oui'}
          hint="Le sujet d’un projet peut tout de même révéler son porteur."
        />
        <Actions>
          <Button>Ouvrir l’évaluation</Button>
          <a href={`/agent/grilles/${wave.callId}`}>Voir la grille de l’appel</a>
        </Actions>
      </Form>
    </Panel>
  );
}

function Opened(props: EvaluationWaveProps & { readonly evaluated: EvaluatedWave }) {
  const { wave, evaluated, files, experts } = props;
  const active = files.flatMap(({ lines }) => lines.filter(({ recusedAt }) => recusedAt === null));
  const submitted = active.filter(({ submittedAt }) => submittedAt !== null).length;
  const wanted = files.length * evaluated.expertsPerFile;
  const recused = files.flatMap(({ lines }) => lines).length - active.length;
  return (
    <>
      {evaluated.frozenAt ? (
        <Notice title="Notes figées">
          <p>{`Le comité s’est saisi des notes le ${parisDateTime(evaluated.frozenAt)} : aucune ne change plus.`}</p>
        </Notice>
      ) : null}
      <Stats>
        <Stat
          label="Dossiers"
          value={String(files.length)}
          note={evaluated.blinded ? 'noms masqués' : 'noms visibles'}
        />
        <Stat
          label="Affectations"
          value={`${active.length} sur ${wanted}`}
          note={`${evaluated.expertsPerFile} par dossier`}
        />
        <Stat label="Évaluations remises" value={`${submitted} sur ${active.length}`} />
        <Stat label="Récusations" value={String(recused)} />
      </Stats>
      <Actions>
        <ButtonLink href={`${waveBase(wave)}/divergences`} kind="secondary">
          Divergences
        </ButtonLink>
        <ButtonLink href={`${waveBase(wave)}/auditions`} kind="secondary">
          Auditions
        </ButtonLink>
      </Actions>
      {evaluated.frozenAt === null && active.length < wanted ? (
        <Form action={`${waveBase(wave)}/affecter`}>
          <Actions>
            <Button>Compléter les affectations</Button>
          </Actions>
        </Form>
      ) : null}
      <FilesTable files={files} wave={wave} experts={experts} />
      <Details summary={`Charge des experts (${experts.length})`}>
        <LoadTable experts={experts} />
      </Details>
    </>
  );
}

function FilesTable({ files, wave, experts }: Pick<EvaluationWaveProps, 'files' | 'wave' | 'experts'>) {
  const names = new Map(experts.map(({ personId, name }) => [personId, name]));
  const columns: TableColumn<FileAssignments>[] = [
    {
      label: 'Dossier',
      header: true,
      cell: (file) => <a href={`${waveBase(wave)}/dossiers/${file.applicationId}`}>{file.title}</a>,
    },
    { label: 'Récépissé', cell: ({ depositNumber }) => depositNumber },
    {
      label: 'Experts',
      cell: ({ lines }) =>
        lines
          .filter(({ recusedAt }) => recusedAt === null)
          .map(({ personId, submittedAt }) => `${names.get(personId) ?? 'Expert'}${submittedAt ? ' (remise)' : ''}`)
          .join(', ') || 'aucun',
    },
    {
      label: 'Récusés',
      numeric: true,
      cell: ({ lines }) => lines.filter(({ recusedAt }) => recusedAt !== null).length,
    },
  ];
  return files.length === 0 ? (
    <EmptyState title="Aucun dossier éligible">
      Les dossiers apparaîtront ici dès qu’ils seront déclarés éligibles.
    </EmptyState>
  ) : (
    <Table caption="Dossiers et experts" columns={columns} rows={files} />
  );
}

export function LoadTable({ experts }: { readonly experts: readonly ExpertLoad[] }) {
  const columns: TableColumn<ExpertLoad>[] = [
    { label: 'Expert', header: true, cell: ({ name }) => name },
    {
      label: 'Domaines',
      cell: ({ domains }) => domains.map((one) => DOMAIN_LABELS[one] ?? one).join(', ') || 'non indiqués',
    },
    { label: 'Dossiers', numeric: true, cell: ({ assigned, capacity }) => `${assigned} sur ${capacity}` },
    { label: 'Remises', numeric: true, cell: ({ submitted }) => submitted },
    { label: 'Récusations', numeric: true, cell: ({ recused }) => recused },
  ];
  return (
    <Table
      caption="Charge et avancement"
      columns={columns}
      rows={experts}
      empty="Aucune personne n’a le rôle d’évaluateur : un administrateur le donne."
    />
  );
}
