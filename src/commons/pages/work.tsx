import {
  Button,
  ButtonLink,
  count,
  Form,
  Hidden,
  Notice,
  Page,
  PageHead,
  Panel,
  Progress,
  parisDateTime,
  Said,
  Table,
} from '../../ui/index.ts';
import { VariantsWork } from '../../variants/index.ts';
import { readValue } from '../form.ts';
import { arkOf, arkPath } from '../model/ark.ts';
import { openVersion, type Resource, type Version } from '../model/resource.ts';
import { DescriptionForm, type WorkProps } from './description.tsx';
import { ResourceFile } from './file.tsx';
import { CATALOGUE_PATH, MINE_PATH, RefusalView, ReportView, StateTag, workPath } from './parts.tsx';

/** A resource in the hands of its organisation: the file, its report, its description, its publication. */
export function WorkPage(props: WorkProps) {
  const { view, resource, authority, errors = {} } = props;
  const open = openVersion(resource);
  const newest = resource.versions[0];
  const title = newest?.description?.title ?? newest?.report?.found.title ?? newest?.fileName ?? 'Ressource';
  return (
    <Page
      view={view}
      title={title}
      islands={['upload', 'forms']}
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[
        { href: CATALOGUE_PATH, label: 'Communs' },
        { href: MINE_PATH, label: 'Mes ressources' },
      ]}
    >
      <Said {...props} />
      <PageHead kicker={open ? `Version ${open.number}` : 'Ressource publiée'} title={title}>
        {newest ? <StateTag state={newest.state} /> : null}
      </PageHead>
      {resource.publishedVersion === null ? null : (
        <p>
          Identifiant permanent :{' '}
          <a href={arkPath(authority, resource.arkName)}>{arkOf(authority, resource.arkName)}</a>.{' '}
          <a href={`${workPath(resource.id)}/suivi`}>Signalements et suivi</a>
        </p>
      )}
      {open ? <OpenVersion {...props} open={open} /> : null}
      {props.light ? <VariantsWork steps={props.light} action={`${workPath(resource.id)}/alleger`} /> : null}
      {open?.state === 'examining' ? null : <NewFile resource={resource} open={open} error={errors.fichier} />}
      <Versions resource={resource} />
    </Page>
  );
}

function OpenVersion(props: WorkProps & { readonly open: Version }) {
  const { open, resource } = props;
  if (open.state === 'examining') return <Waiting open={open} id={resource.id} />;
  if (open.refusals) return <RefusalView refusals={open.refusals} />;
  if (open.report === null) return null;
  return (
    <>
      <h2>Ce que l’examen a trouvé</h2>
      <ReportView report={open.report} sizeBytes={open.sizeBytes} />
      <DescriptionForm {...props} report={open.report} />
      {open.description ? (
        <Panel title="Publier">
          <p>
            Une version publiée ne change jamais : chacun peut la citer et la retrouver. Pour corriger, vous publierez
            une nouvelle version.
          </p>
          <Form action={`${workPath(resource.id)}/publier`}>
            <Hidden name="version" value={readValue(open)} />
            <Button>{`Publier la version ${open.number}`}</Button>
          </Form>
        </Panel>
      ) : null}
    </>
  );
}

const Waiting = ({ open, id }: { readonly open: Version; readonly id: string }) => (
  <Notice title="Le fichier est à l’examen">
    <p>
      Nous vérifions de quoi il est fait et qu’il ne peut nuire à personne, sans l’exécuter. Vous pouvez fermer cette
      page.
    </p>
    <Progress label="Examen" value={Math.min(open.readBytes, open.sizeBytes)} max={open.sizeBytes} />
    <p>
      <ButtonLink href={workPath(id)} kind="secondary">
        Où en est-il ?
      </ButtonLink>
    </p>
  </Notice>
);

function NewFile({
  resource,
  open,
  error,
}: {
  readonly resource: Resource;
  readonly open: Version | null;
  readonly error?: string | undefined;
}) {
  return (
    <Panel title={open ? 'Déposer un autre fichier' : 'Publier une nouvelle version'}>
      <p>
        {open
          ? 'Il prendra la place de celui de cette version et sera examiné à son tour. Votre description est gardée.'
          : 'La version publiée reste consultable ; la nouvelle la remplacera dans le catalogue à sa publication.'}
      </p>
      <Form action={`${workPath(resource.id)}/fichier`} multipart>
        <ResourceFile label="Le nouveau fichier" error={error} />
        <Button kind="secondary">Déposer et faire examiner</Button>
      </Form>
    </Panel>
  );
}

const Versions = ({ resource }: { readonly resource: Resource }) => (
  <>
    <h2>{count(resource.versions.length, 'version')}</h2>
    <Table
      caption="Versions, la plus récente d’abord"
      captionHidden
      columns={[
        { label: 'Version', header: true, cell: ({ number }) => number },
        { label: 'Fichier', cell: ({ fileName }) => fileName },
        { label: 'État', cell: ({ state }) => <StateTag state={state} /> },
        { label: 'Déposée le', cell: ({ depositedAt }) => parisDateTime(depositedAt) },
        { label: 'Ce qui a changé', cell: ({ changes }) => changes || '–' },
      ]}
      rows={resource.versions}
    />
  </>
);
