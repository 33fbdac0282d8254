import type { Kind, Published } from '../../commons/index.ts';
import { KIND_LABELS } from '../../commons/index.ts';
import { type GuestOpening, openingPath, PlayerStage } from '../../player/index.ts';
import {
  Actions,
  Button,
  ButtonLink,
  EmptyState,
  Form,
  formatBytes,
  Hidden,
  Notice,
  Page,
  PageHead,
  TextField,
  type View,
} from '../../ui/index.ts';

/** Kinds that open here without an account. */
const OFFERED: readonly Kind[] = [
  ...(['scorm-1.2', 'scorm-2004', 'xapi', 'webxr', 'gltf', 'panorama', 'image', 'video', 'audio'] as const),
];
export const isOffered = (kind: Kind): boolean => OFFERED.includes(kind);

export const GonePage = ({ view }: { readonly view: View }) => (
  <Page view={view} title="Séance terminée">
    <PageHead title="Cette séance n’est plus ouverte" />
    <p class="text">Revenez à votre plateforme et ouvrez de nouveau la ressource : vous reprendrez où vous en étiez.</p>
  </Page>
);

interface SessionProps {
  readonly view: View;
  readonly authority: string;
  readonly opened: Published;
  /** `null`: not a package. */
  readonly opening: GuestOpening | null;
  readonly platform: string;
  readonly scored: boolean;
}

export function SessionPage({ view, authority, opened, opening, platform, scored }: SessionProps) {
  const { description } = opened;
  const plays = opening !== null && opening.origin !== null;
  return (
    <Page view={view} title={description.title} islands={plays ? ['package'] : []} layout="wide">
      <PageHead title={description.title} kicker={platform} />
      {description.safety === '' ? null : (
        <Notice tone="warning" title="Avant de commencer">
          <p>{description.safety}</p>
        </Notice>
      )}
      {opening?.attemptId ? (
        <p class="text">
          {scored
            ? 'Votre avancement est gardé ici sous un pseudonyme ; votre score est envoyé à votre plateforme.'
            : 'Votre avancement est gardé ici sous un pseudonyme ; votre plateforme ne demande pas de score.'}
        </p>
      ) : null}
      {plays ? (
        <PlayerStage title={opening.title} player={opening.player} />
      ) : (
        <Elsewhere authority={authority} opened={opened} />
      )}
      <p class="text">{description.accessibility}</p>
    </Page>
  );
}

const Elsewhere = ({ authority, opened }: Pick<SessionProps, 'authority' | 'opened'>) => (
  <Actions>
    <ButtonLink href={openingPath(authority, opened.arkName, opened.version.number)}>
      {`Ouvrir (${formatBytes(opened.version.sizeBytes)} au plus)`}
    </ButtonLink>
  </Actions>
);

interface ChoiceProps {
  readonly view: View;
  readonly path: string;
  readonly words: string;
  readonly found: readonly {
    readonly arkName: string;
    readonly kind: Kind;
    readonly description: { readonly title: string; readonly summary: string };
  }[];
}

export function ChoicePage({ view, path, words, found }: ChoiceProps) {
  return (
    <Page view={view} title="Choisir une ressource">
      <PageHead
        title="Choisir une ressource"
        lead="Elle s’ajoute à votre cours, toujours dans sa version en vigueur."
      />
      <Form action={path} method="get">
        <TextField label="Mots cherchés" name="mots" value={words} />
        <Actions>
          <Button kind="secondary">Chercher</Button>
        </Actions>
      </Form>
      {found.length === 0 ? (
        <EmptyState title="Aucune ressource qui s’ouvre depuis une plateforme ne répond à cette recherche." />
      ) : null}
      {found.map(({ arkName, kind, description }) => (
        <section>
          <h2>{description.title}</h2>
          <p class="text">{`${KIND_LABELS[kind]}. ${description.summary.slice(0, 300)}`}</p>
          <Form action={`${path}/choix`} scope={arkName}>
            <Hidden name="ressource" value={arkName} />
            <Button kind="secondary">
              Choisir<span class="sr-only">{` : ${description.title}`}</span>
            </Button>
          </Form>
        </section>
      ))}
    </Page>
  );
}

interface ChosenProps {
  readonly view: View;
  readonly title: string;
  readonly platform: string;
  readonly to: string;
  readonly token: string;
}

export const ChosenPage = ({ view, title, platform, to, token }: ChosenProps) => (
  <Page view={view} title="Ajouter au cours">
    <PageHead title={`Ajouter « ${title} » au cours`} lead={`Votre choix est prêt à partir vers ${platform}.`} />
    <Form action={to}>
      <Hidden name="JWT" value={token} />
      <Actions>
        <Button>Ajouter au cours</Button>
      </Actions>
    </Form>
  </Page>
);
