import { Page, PageHead, parisDateTime, type View } from '../../ui/index.ts';
import type { Content } from '../model/content.ts';
import type { Dossier } from '../model/dossier.ts';
import { PrintedContent } from './print.tsx';

interface PrintPageProps {
  readonly view: View;
  readonly dossier: Dossier;
  readonly content: Content;
  readonly now: Date;
}

/** The file as it is now, for a meeting or for records: it says loudly that it is no proof of deposit. */
export function PrintPage({ view, dossier, content, now }: PrintPageProps) {
  const { application, call, wave, revision } = dossier;
  const home = `/dossiers/${application.id}`;
  return (
    <Page
      view={view}
      title={`${application.title} – à imprimer`}
      breadcrumbs={[
        { href: '/dossiers', label: 'Mes dossiers' },
        { href: home, label: application.title },
      ]}
    >
      <PageHead
        kicker={`${call.content.acronym} – ${wave.name}`}
        title={application.title}
        lead={`Contenu du dossier le ${parisDateTime(now)}, formulaire n° ${revision.number}. Ce document n’est pas un accusé de réception : seul un dépôt en donne un.`}
      />
      {wave.isDemonstration ? <p>Vague de démonstration : ce dossier n’engage personne.</p> : null}
      <p class="actions">
        Imprimez cette page depuis votre navigateur (Ctrl+P, ou Partager puis Imprimer).{' '}
        <a href={home}>Revenir au dossier</a>
      </p>
      <PrintedContent content={content} revision={revision} />
    </Page>
  );
}
