import type { Published } from '../../commons/index.ts';
import { type GuestOpening, PlayerStage } from '../../player/index.ts';
import { Notice, Page, PageHead, type View } from '../../ui/index.ts';
import { openingText } from '../messages.ts';
import type { OpeningRefusal } from '../model/dispatch.ts';

interface RefusedProps {
  readonly view: View;
  readonly code: OpeningRefusal['code'];
}

export const RefusedPage = ({ view, code }: RefusedProps) => (
  <Page view={view} title="Ressource fermée">
    <PageHead title="La ressource ne s’ouvre pas" />
    <Notice tone="warning" title="Pourquoi">
      <p>{openingText(code)}</p>
    </Notice>
    <p class="text">Fermez cette fenêtre pour revenir à votre plateforme.</p>
  </Page>
);

interface DispatchedProps {
  readonly view: View;
  readonly opened: Published;
  readonly opening: GuestOpening | null;
  readonly session: { readonly host: string; readonly name: string };
  /** Where the relay reads what was kept. */
  readonly state: string;
}

export function DispatchedPage({ view, opened, opening, session, state }: DispatchedProps) {
  const { description } = opened;
  const plays = opening !== null && opening.origin !== null;
  return (
    <Page view={view} title={description.title} islands={plays ? ['package', 'dispatch'] : []} layout="wide">
      <PageHead title={description.title} kicker={session.name} />
      {description.safety === '' ? null : (
        <Notice tone="warning" title="Avant de commencer">
          <p>{description.safety}</p>
        </Notice>
      )}
      <p class="text">
        Votre avancement est gardé ici sous un pseudonyme et transmis à votre plateforme. Gardez sa page ouverte.
      </p>
      {plays ? (
        <PlayerStage title={opening.title} player={opening.player} />
      ) : (
        <p class="text">Cette installation n’ouvre pas de modules : prévenez votre organisme.</p>
      )}
      {plays ? <dispatch-relay state={state} host={session.host} /> : null}
      <p class="text">{description.accessibility}</p>
    </Page>
  );
}
