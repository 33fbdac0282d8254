import { arkPath, type Published } from '../commons/index.ts';
import { activityPath, FrameStage } from '../player/index.ts';
import { Actions, Button, ButtonLink, Form, formatBytes, Notice, Page, PageHead, type View } from '../ui/index.ts';

interface ActivityProps {
  readonly view: View;
  readonly authority: string;
  readonly opened: Published;
  /** Name of the organisation whose store keeps the traces. */
  readonly keeper: string;
  /** Of the activity, with its credential; `null`: it is not open yet. */
  readonly address: string | null;
}

/** Before an xAPI activity, or the activity at work. */
export function ActivityPage(props: ActivityProps) {
  const { view, authority, opened, address } = props;
  const { description, version, arkName } = opened;
  return (
    <Page
      view={view}
      title={description.title}
      islands={address ? ['package'] : []}
      breadcrumbs={[
        { href: '/communs', label: 'Communs' },
        { href: `${arkPath(authority, arkName)}?version=${version.number}`, label: description.title },
      ]}
      layout="wide"
    >
      <PageHead title={description.title} />
      {description.safety === '' ? null : (
        <Notice tone="warning" title="Avant de commencer">
          <p>{description.safety}</p>
        </Notice>
      )}
      {address ? <AtWork {...props} address={address} /> : <Before {...props} />}
      <p class="text">{description.accessibility}</p>
    </Page>
  );
}

const kept = ({ keeper }: ActivityProps) => `Ce que vous y faites est gardé dans les traces de ${keeper}.`;

function Before(props: ActivityProps) {
  const { view, authority, opened } = props;
  const action = activityPath(authority, opened.arkName, opened.version.number);
  const weight = formatBytes(opened.version.sizeBytes);
  if (view.viewer)
    return (
      <>
        <p>{kept(props)}</p>
        <Form action={action}>
          <Button>{`Commencer (${weight} au plus)`}</Button>
        </Form>
      </>
    );
  const alone = `${arkPath(authority, opened.arkName)}/ouvrir?version=${opened.version.number}&essai=1`;
  return (
    <>
      <p>Vous n’êtes pas connecté : rien ne sera enregistré.</p>
      <Actions>
        <ButtonLink href={alone}>{`Ouvrir sans enregistrer (${weight} au plus)`}</ButtonLink>
        <a href={`/connexion?${new URLSearchParams({ retour: action })}`}>Me connecter pour garder ce que je fais</a>
      </Actions>
    </>
  );
}

const AtWork = (props: ActivityProps & { readonly address: string }) => (
  <>
    <FrameStage title={props.opened.description.title} src={props.address} />
    <p>
      {kept(props)} <a href="/compte/traces">Les voir</a>
    </p>
  </>
);
