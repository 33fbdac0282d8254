import { arkPath, type Published } from '../../commons/index.ts';
import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  ButtonLink,
  ConfirmForm,
  DateField,
  Form,
  Notice,
  NumberField,
  Page,
  PageHead,
  parisDateTime,
  Said,
  Select,
  StatusTag,
  Table,
  TextField,
  type View,
} from '../../ui/index.ts';
import { STATES } from '../messages.ts';
import { type DispatchLine, dispatchesPath } from '../model/dispatch.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

interface TakeProps {
  readonly view: View;
  readonly authority: string;
  readonly opened: Published;
  readonly organisations: readonly Named[];
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

export function TakePage({ view, authority, opened, organisations, errors = {}, typed = {} }: TakeProps) {
  const path = arkPath(authority, opened.arkName);
  const title = 'Emporter dans votre plateforme';
  return (
    <Page
      view={view}
      title={title}
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[
        { href: '/communs', label: 'Communs' },
        { href: path, label: opened.description.title },
      ]}
    >
      <PageHead
        title={title}
        kicker={opened.description.title}
        lead="Un paquet SCORM de quelques kilo-octets, à déposer dans votre plateforme. Il ouvre toujours la version en vigueur du commun, et rend à votre plateforme l’achèvement, le score et l’endroit atteint."
      />
      <Said told={undefined} errors={errors} />
      {organisations.length === 0 ? (
        <Notice tone="info" title="Il faut agir pour un organisme">
          <p>
            Rejoignez ou déclarez le vôtre sur <a href="/compte/organisations">Mes organismes</a>.
          </p>
        </Notice>
      ) : (
        <Form action={`${path}/emporter`}>
          <Select
            label="Organisme"
            name="organisme"
            value={typed.organisme ?? organisations[0]?.id}
            empty={null}
            options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextField
            label="Nom du paquet"
            name="nom"
            value={typed.nom ?? ''}
            error={errors.nom}
            hint="Pour le reconnaître : « CAP maçon, 2e année »."
          />
          <DateField
            label="Jusqu’au (facultatif)"
            name="jusqu-au"
            value={typed['jusqu-au'] ?? ''}
            error={errors['jusqu-au']}
            hint="Dernier jour compris."
          />
          <NumberField
            label="Nombre d’apprenants au plus (facultatif)"
            name="apprenants"
            value={typed.apprenants ?? ''}
            error={errors.apprenants}
          />
          <Actions>
            <Button>Préparer le paquet</Button>
          </Actions>
        </Form>
      )}
    </Page>
  );
}

interface DispatchesProps {
  readonly view: View;
  readonly authority: string;
  readonly organisation: Named;
  readonly lines: readonly DispatchLine[];
  readonly told?: string | undefined;
}

const crumbsOf = ({ id, name }: Named, inside = false) => [
  { href: '/compte/organisations', label: 'Mes organismes' },
  { href: `/compte/organisations/${id}/equipe`, label: name },
  ...(inside ? [{ href: dispatchesPath(id), label: 'Paquets emportés' }] : []),
];

const TONES = { active: 'success', paused: 'warning', revoked: 'neutral' } as const;

export function DispatchesPage({ view, authority, organisation, lines, told }: DispatchesProps) {
  const path = dispatchesPath(organisation.id);
  return (
    <Page view={view} title="Paquets emportés" layout="wide" breadcrumbs={crumbsOf(organisation)}>
      <PageHead
        title="Paquets emportés"
        kicker={organisation.name}
        lead="Les modules des communs que vous avez mis dans votre plateforme, et ce que vos apprenants y ont atteint."
      />
      <Said told={told} errors={{}} />
      <Table
        caption="Paquets de l’organisme"
        columns={[
          { label: 'Paquet', header: true, cell: (line: DispatchLine) => line.name },
          {
            label: 'Ressource',
            cell: ({ arkName, name }: DispatchLine) => (
              <a href={arkPath(authority, arkName)}>
                Voir<span class="sr-only">{` la ressource du paquet ${name}`}</span>
              </a>
            ),
          },
          {
            label: 'État',
            cell: ({ state }: DispatchLine) => <StatusTag tone={TONES[state]}>{STATES[state]}</StatusTag>,
          },
          { label: 'Limites', cell: limitsOf },
          { label: 'Apprenants', cell: (line: DispatchLine) => String(line.learners) },
          { label: 'Ont terminé', cell: (line: DispatchLine) => String(line.completed) },
          { label: 'Télécharger', cell: (line: DispatchLine) => <Downloads line={line} path={path} /> },
          { label: 'Action', cell: (line: DispatchLine) => <LineActions line={line} path={path} /> },
        ]}
        rows={lines}
        empty="Aucun paquet : ouvrez un module des communs et choisissez « Emporter dans votre plateforme »."
      />
    </Page>
  );
}

function limitsOf({ closesAt, maxLearners }: DispatchLine): string {
  const parts = [
    ...(closesAt ? [`jusqu’au ${parisDateTime(closesAt)}`] : []),
    ...(maxLearners ? [`${maxLearners} apprenants au plus`] : []),
  ];
  return parts.length === 0 ? 'Aucune' : parts.join(', ');
}

interface LineProps {
  readonly line: DispatchLine;
  readonly path: string;
}

const Downloads = ({ line, path }: LineProps) =>
  line.state === 'revoked' ? (
    <span>–</span>
  ) : (
    <span>
      {(['scorm-1.2', 'scorm-2004'] as const).map((edition) => (
        <>
          <a href={`${path}/${line.id}/${edition}.zip`} download>
            {edition === 'scorm-1.2' ? 'SCORM 1.2' : 'SCORM 2004'}
            <span class="sr-only">{` : ${line.name}`}</span>
          </a>{' '}
        </>
      ))}
    </span>
  );

const LineActions = ({ line, path }: LineProps) => {
  if (line.state === 'revoked') return <span>–</span>;
  const act = line.state === 'active' ? 'suspendre' : 'reprendre';
  return (
    <Actions>
      <Form action={`${path}/${line.id}/${act}`} scope={line.id}>
        <Button kind="quiet">
          {act === 'suspendre' ? 'Suspendre' : 'Reprendre'}
          <span class="sr-only">{` : ${line.name}`}</span>
        </Button>
      </Form>
      <ButtonLink kind="quiet" href={`${path}/${line.id}/revoquer`}>
        Révoquer<span class="sr-only">{` : ${line.name}`}</span>
      </ButtonLink>
    </Actions>
  );
};

interface RevokeProps {
  readonly view: View;
  readonly organisation: Named;
  readonly line: DispatchLine;
}

export const RevokePage = ({ view, organisation, line }: RevokeProps) => (
  <Page view={view} title={`Révoquer « ${line.name} »`} breadcrumbs={crumbsOf(organisation, true)}>
    <PageHead title={`Révoquer « ${line.name} »`} />
    <ConfirmForm
      action={`${dispatchesPath(organisation.id)}/${line.id}/revoquer`}
      consequence="Plus personne n’ouvre la ressource par ce paquet, même déjà commencée. C’est sans retour : il faudrait en déposer un autre dans votre plateforme."
      confirm="Révoquer le paquet"
      kind="warning"
      cancelHref={dispatchesPath(organisation.id)}
    />
  </Page>
);
