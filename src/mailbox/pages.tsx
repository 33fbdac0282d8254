import { Notice, Page, PageHead, parisDateTime, Table, type View } from '../ui/index.ts';
import { MAILBOX_PATH } from './index.ts';
import { linkParts } from './model.ts';

interface Line {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly queuedAt: Date;
}

interface MailboxProps {
  readonly view: View;
  readonly letters: readonly Line[];
  readonly address: string | null;
  /** Address of the page of older letters, or `null`. */
  readonly older: string | null;
}

const HOME = { href: '/', label: 'Accueil' };
const addressed = (address: string) => `${MAILBOX_PATH}?${new URLSearchParams({ a: address })}`;

export function MailboxPage({ view, letters, address, older }: MailboxProps) {
  return (
    <Page view={view} title="Courrier de la démonstration" breadcrumbs={[HOME]}>
      <PageHead
        title="Courrier de la démonstration"
        kicker="Démonstration"
        lead="Ici arrivent les messages que la plateforme enverrait : liens de connexion, invitations, accusés de réception."
      />
      {address ? (
        <p>
          Messages adressés à <strong>{address}</strong>. <a href={MAILBOX_PATH}>Voir tous les messages</a>
        </p>
      ) : null}
      <Table
        caption="Messages, du plus récent au plus ancien"
        rows={letters}
        empty="Aucun message pour l’instant."
        columns={[
          {
            label: 'Objet',
            header: true,
            cell: (letter) => <a href={`${MAILBOX_PATH}/${letter.id}`}>{letter.subject}</a>,
          },
          { label: 'Destinataire', cell: (letter) => <a href={addressed(letter.to)}>{letter.to}</a> },
          { label: 'Écrit le', cell: (letter) => parisDateTime(letter.queuedAt) },
        ]}
      />
      {older ? (
        <p>
          <a href={older}>Messages plus anciens</a>
        </p>
      ) : null}
    </Page>
  );
}

interface LetterProps {
  readonly view: View;
  readonly letter: Line & { readonly text: string; readonly sentAt: Date | null };
  /** Origin of this site: the only links made clickable. */
  readonly origin: string;
}

export function LetterPage({ view, letter, origin }: LetterProps) {
  const crumbs = [HOME, { href: MAILBOX_PATH, label: 'Courrier de la démonstration' }];
  return (
    <Page view={view} title={letter.subject} breadcrumbs={crumbs}>
      <PageHead title={letter.subject} kicker="Message de la démonstration" />
      <p>
        À <a href={addressed(letter.to)}>{letter.to}</a>, le {parisDateTime(letter.queuedAt)}.
      </p>
      <div class="letter">
        {letter.text.split(/\n{2,}/).map((paragraph) => (
          <p>
            {paragraph.split('\n').map((line, index) => (
              <>
                {index > 0 ? <br /> : null}
                {linkParts(line, origin).map((part) => (part.href ? <a href={part.href}>{part.text}</a> : part.text))}
              </>
            ))}
          </p>
        ))}
      </div>
      <Notice title="Pourquoi ce message est-il ici ?">
        <p>La démonstration n’envoie aucun courrier. En service réel, ce message part à son destinataire seul.</p>
      </Notice>
    </Page>
  );
}
