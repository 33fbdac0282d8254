import {
  Actions,
  type Answered,
  Button,
  ButtonLink,
  EmptyState,
  Form,
  Hidden,
  Page,
  PageHead,
  parisDate,
  Said,
  Select,
  Table,
  type View,
} from '../../ui/index.ts';
import { type Progress, progressWords } from '../../variants/index.ts';
import type { MyLine } from '../model/mine.ts';
import { ResourceFile } from './file.tsx';
import { CATALOGUE_PATH, DEPOSIT_PATH, StateTag, workPath } from './parts.tsx';

interface Organisations {
  /** Identifier and name. */
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
}

export function DepositPage(props: Answered & Organisations & { readonly view: View }) {
  const { view, organisations, errors = {}, typed = {} } = props;
  return (
    <Page
      view={view}
      title="Déposer une ressource"
      islands={['upload']}
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[{ href: CATALOGUE_PATH, label: 'Communs' }]}
    >
      <Said {...props} />
      <PageHead
        title="Déposer une ressource"
        lead="Module SCORM, cmi5, xAPI ou H5P, scène 3D ou immersive, panorama, vidéo, son, document : le fichier est examiné, puis vous le décrivez et le publiez."
      />
      {organisations.length === 0 ? (
        <EmptyState title="Il faut appartenir à un organisme">
          Une ressource est déposée au nom d’un organisme. Rattachez-vous d’abord au vôtre dans{' '}
          <a href="/compte">votre compte</a>.
        </EmptyState>
      ) : (
        <Form action={DEPOSIT_PATH} multipart>
          <OrganisationField organisations={organisations} error={errors.organisation} value={typed.organisation} />
          <ResourceFile label="Le fichier" error={errors.fichier} />
          <Button>Déposer et faire examiner</Button>
        </Form>
      )}
    </Page>
  );
}

function OrganisationField({
  organisations,
  error,
  value,
}: Organisations & { error?: string | undefined; value?: string | undefined }) {
  const [only] = organisations;
  if (only && organisations.length === 1)
    return (
      <>
        <p>{`Au nom de : ${only.name}`}</p>
        <Hidden name="organisation" value={only.id} />
      </>
    );
  const options = organisations.map(({ id, name }) => ({ value: id, label: name }));
  return <Select name="organisation" label="Au nom de" error={error} value={value} options={options} />;
}

interface MineProps {
  readonly view: View;
  readonly lines: readonly MyLine[];
  /** Of the lighter forms, by the SHA-256 of the file. */
  readonly light: ReadonlyMap<string, Progress>;
}

export function MinePage({ view, lines, light }: MineProps) {
  return (
    <Page view={view} title="Mes ressources" layout="wide" breadcrumbs={[{ href: CATALOGUE_PATH, label: 'Communs' }]}>
      <PageHead
        title="Mes ressources"
        lead="Ce que vos organismes ont déposé aux communs, et ce qu’il reste à faire."
      />
      {lines.length === 0 ? (
        <EmptyState
          title="Rien n’est encore déposé"
          action={<ButtonLink href={DEPOSIT_PATH}>Déposer une ressource</ButtonLink>}
        >
          Un livrable de votre projet est reçu par le programme quand sa ressource est publiée ici.
        </EmptyState>
      ) : (
        <>
          <Actions>
            <ButtonLink href={DEPOSIT_PATH}>Déposer une ressource</ButtonLink>
          </Actions>
          <Table
            caption="Ressources de vos organismes"
            captionHidden
            columns={[
              {
                label: 'Ressource',
                header: true,
                cell: (one) => <a href={workPath(one.id)}>{one.title ?? one.fileName}</a>,
              },
              { label: 'Version', numeric: true, cell: ({ number }) => number },
              { label: 'État', cell: ({ state }) => <StateTag state={state} /> },
              { label: 'Formes légères', cell: ({ sha256 }) => progressWords(light.get(sha256)) },
              { label: 'Déposée le', cell: ({ depositedAt }) => parisDate(depositedAt) },
            ]}
            rows={lines}
          />
        </>
      )}
    </Page>
  );
}
