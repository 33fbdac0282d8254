import { coursePath, FrameStage } from '../../player/index.ts';
import { Actions, ButtonLink, Page, PageHead } from '../../ui/index.ts';
import { type Unit, wordingText } from '../model/course.ts';
import { type Common, resourcePath } from './course.tsx';

export interface UnitProps extends Common {
  readonly unit: Unit;
  /** With what the unit reads in it. */
  readonly address: string;
  /** Shown in this page; else in a window of its own, where its publisher or its method asks for it. */
  readonly framed: boolean;
}

/** A unit at work. Its address serves once: the way back leads to the course, where it is opened again. */
export function UnitPage(props: UnitProps) {
  const { view, authority, opened, unit, address, framed } = props;
  const course = coursePath(authority, opened.arkName, opened.version.number);
  const title = wordingText(unit.title);
  return (
    <Page
      view={view}
      title={title}
      islands={framed ? ['package'] : []}
      breadcrumbs={[
        { href: '/communs', label: 'Communs' },
        { href: resourcePath(props), label: opened.description.title },
        { href: course, label: 'Le cours' },
      ]}
      layout="wide"
    >
      <PageHead title={title} />
      {framed ? (
        <FrameStage title={title} src={address} />
      ) : (
        <p>
          <a href={address} target="_blank" rel="noopener">
            Ouvrir l’unité dans une nouvelle fenêtre
          </a>{' '}
          : elle se joue hors de cette page. Revenez ici quand vous l’aurez fermée.
        </p>
      )}
      <Actions>
        <ButtonLink href={course}>Terminer et revenir au cours</ButtonLink>
      </Actions>
    </Page>
  );
}
