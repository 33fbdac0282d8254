import { type PrintableContent, PrintedContent } from '../../applications/index.ts';
import type { FormRevision } from '../../calls/index.ts';
import { instant } from '../../kernel/instant.ts';
import { Page, PageHead, parisDateTimeExact, SummaryList, type View } from '../../ui/index.ts';
import type { Receipt } from '../model/receipt.ts';

interface DepositedProps {
  readonly view: View;
  readonly receipt: Receipt;
  /** As it was sealed. */
  readonly content: PrintableContent;
  readonly revision: FormRevision;
}

/** The deposited version on one page, read from what was sealed and from nothing else. */
export function DepositedPage({ view, receipt: { body }, content, revision }: DepositedProps) {
  const home = `/dossiers/${body.application.id}`;
  return (
    <Page
      view={view}
      title={`${body.application.title} – version déposée`}
      breadcrumbs={[
        { href: '/dossiers', label: 'Mes dossiers' },
        { href: `${home}/recepisse`, label: `Accusé de réception ${body.number}` },
      ]}
    >
      <PageHead
        kicker={`${body.call.title}, vague ${body.wave.number}`}
        title={body.application.title}
        lead={`Version déposée n° ${body.deposit.number}, telle qu’elle a été scellée.`}
      />
      <SummaryList
        lines={[
          { term: 'Accusé de réception', value: body.number },
          { term: 'Reçu le', value: parisDateTimeExact(instant(body.arrivedAt)) },
          { term: 'Empreinte de la liste des pièces', value: <code>{body.manifestSha256}</code> },
        ]}
      />
      <p class="actions">
        Imprimez cette page depuis votre navigateur (Ctrl+P, ou Partager puis Imprimer).{' '}
        <a href={`${home}/recepisse`}>Revenir à l’accusé de réception</a>
      </p>
      <PrintedContent content={content} revision={revision} />
    </Page>
  );
}
