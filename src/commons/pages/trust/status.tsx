import {
  type Answered,
  Button,
  Form,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDate,
  Said,
  SummaryList,
  TextArea,
  TextField,
  Timeline,
  type View,
} from '../../../ui/index.ts';
import { GROUND_LABELS, STATUS_LABELS } from '../../messages/trust.ts';
import { arkOf } from '../../model/ark.ts';
import type { TitledProblem } from '../../model/problem.ts';
import type { Resource } from '../../model/resource.ts';
import type { StatusChange } from '../../model/status.ts';
import { CATALOGUE_PATH, MINE_PATH, workPath } from '../parts.tsx';
import { ProblemList } from './problem.tsx';

/** Another resource, named where one says it replaces. */
interface Named {
  readonly title: string;
  readonly path: string;
}

export interface Deprecated {
  readonly change: StatusChange;
  readonly replacedBy: Named | null;
}

/** What everybody reads at the head of a resource that should no longer be used. */
export const DeprecatedNotice = ({ change, replacedBy }: Deprecated) => (
  <Notice tone="warning" title={`Périmée depuis le ${parisDate(change.changedAt)}`}>
    <p class="text">{change.reason}</p>
    {replacedBy ? (
      <p>
        Elle est remplacée par <a href={replacedBy.path}>{replacedBy.title}</a>.
      </p>
    ) : null}
  </Notice>
);

export interface TakenDownProps {
  readonly view: View;
  readonly authority: string;
  readonly resource: Resource;
  readonly title: string;
  readonly organisation: string;
  readonly change: StatusChange;
}

/** The identifier of a resource taken down still leads somewhere: to what it was, and why it is served no more. */
export const TakenDownPage = ({ view, authority, resource, title, organisation, change }: TakenDownProps) => (
  <Page view={view} title={title} breadcrumbs={[{ href: CATALOGUE_PATH, label: 'Communs' }]}>
    <PageHead kicker="Ressource retirée" title={title} />
    <Notice tone="danger" title={`Retirée le ${parisDate(change.changedAt)}`}>
      <p>{`Motif : ${change.ground ? GROUND_LABELS[change.ground] : ''}.`}</p>
      <p class="text">{change.reason}</p>
    </Notice>
    <p>Son fichier n’est plus servi. Cette page reste, pour que les citations de la ressource mènent quelque part.</p>
    <SummaryList
      lines={[
        { term: 'Identifiant permanent', value: <code>{arkOf(authority, resource.arkName)}</code> },
        { term: 'Déposée par', value: organisation },
        ...resource.versions.flatMap(({ number, publishedAt, sha256 }) =>
          publishedAt
            ? [
                {
                  term: `Version ${number}`,
                  value: (
                    <>
                      {`Publiée le ${parisDate(publishedAt)}. Empreinte SHA-256 : `}
                      <code class="hash">{sha256}</code>
                    </>
                  ),
                },
              ]
            : [],
        ),
      ]}
    />
  </Page>
);

/** What was said of it since it was published, newest first. */
export const StatusLog = ({ changes }: { readonly changes: readonly StatusChange[] }) =>
  changes.length === 0 ? null : (
    <>
      <h2>Ce qui a été décidé</h2>
      <Timeline
        label="Décisions, la plus récente d’abord"
        entries={changes.map(({ status, ground, reason, changedAt }) => ({
          when: parisDate(changedAt),
          title: ground ? `${STATUS_LABELS[status]} – ${GROUND_LABELS[ground]}` : STATUS_LABELS[status],
          text: <p class="text">{reason}</p>,
        }))}
      />
    </>
  );

export interface FollowProps extends Answered {
  readonly view: View;
  readonly resource: Resource;
  readonly title: string;
  readonly problems: readonly TitledProblem[];
  readonly changes: readonly StatusChange[];
  readonly at: Date;
}

/** A published resource in the hands of its organisation: what people report, and whether it should still be used. */
export function FollowPage(props: FollowProps) {
  const { view, resource, title, problems, changes, at, errors = {} } = props;
  return (
    <Page
      view={view}
      title={`Suivi : ${title}`}
      islands={['forms']}
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[
        { href: MINE_PATH, label: 'Mes ressources' },
        { href: workPath(resource.id), label: title },
      ]}
    >
      <Said {...props} />
      <PageHead kicker="Suivi" title={title} />
      <h2>Signalements</h2>
      <ProblemList
        problems={problems}
        caption="Signalements, le plus récent d’abord"
        empty="Personne n’a rien signalé. Un signalement arrive aussi par courrier électronique à l’adresse d’entretien."
        at={at}
      />
      {resource.publishedVersion === null ? null : <StatusForm {...props} />}
      <StatusLog changes={changes} />
    </Page>
  );
}

function StatusForm({ resource, typed = {}, errors = {} }: FollowProps) {
  const base = workPath(resource.id);
  if (resource.status === 'deprecated')
    return (
      <Panel title="Rétablir la ressource">
        <p>Elle ne sera plus annoncée comme périmée.</p>
        <Form action={`${base}/retablir`}>
          <TextArea name="reason" label="Pourquoi" value={typed.reason} error={errors.reason} />
          <Button kind="secondary">Rétablir</Button>
        </Form>
      </Panel>
    );
  return (
    <Panel title="Dire qu’elle est périmée">
      <p>Sa page reste, son fichier aussi : chacun y lira qu’elle ne doit plus servir, et ce qui la remplace.</p>
      <Form action={`${base}/perimer`}>
        <TextArea name="reason" label="Pourquoi elle ne doit plus servir" value={typed.reason} error={errors.reason} />
        <TextField
          name="replacement"
          label="Identifiant de la ressource qui la remplace"
          hint="Comme ark:/99999/df…, sur la page de cette ressource."
          optional
          value={typed.replacement}
          error={errors.replacement}
        />
        <Button kind="secondary">Dire qu’elle est périmée</Button>
      </Form>
    </Panel>
  );
}
