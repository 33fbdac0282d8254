import { instant, parisDate } from '../../kernel/instant.ts';
import {
  Actions,
  ButtonLink,
  formatBytes,
  Notice,
  Page,
  PageHead,
  parisDateTimeExact,
  SummaryList,
  Table,
  type View,
} from '../../ui/index.ts';
import type { Receipt } from '../model/receipt.ts';

interface ReceiptPageProps {
  readonly view: View;
  /** Newest first. */
  readonly receipts: readonly { readonly depositId: string; readonly receipt: Receipt }[];
  /** The draft was reopened and holds changes that are not deposited. */
  readonly reopened: boolean;
  readonly withdrawn: { readonly withdrawnAt: Date; readonly reason: string } | null;
  readonly byLead: boolean;
  /** The wave still receives: a deposit may be replaced. */
  readonly stillOpen: boolean;
}

const on = (date: string) => parisDate(instant(`${date}T12:00:00Z`));

export function ReceiptPage({ view, receipts, reopened, withdrawn, byLead, stillOpen }: ReceiptPageProps) {
  const [current, ...earlier] = receipts;
  if (!current) return null;
  const { body } = current.receipt;
  const home = `/dossiers/${body.application.id}`;
  return (
    <Page view={view} title={`Accusé de réception ${body.number}`} breadcrumbs={trail(home, body.application.title)}>
      <PageHead title="Accusé de réception" lead={body.application.title} />
      <State reopened={reopened} withdrawn={withdrawn} arrivedAt={body.arrivedAt} home={home} />
      <SummaryList lines={facts(current.receipt)} />
      <Actions>
        <ButtonLink href={`${home}/recepisse/${current.depositId}/recepisse.json`} download>
          Télécharger l’accusé de réception (JSON)
        </ButtonLink>
        <ButtonLink href={`${home}/recepisse/${current.depositId}/recepisse.pdf`} kind="secondary">
          Version imprimable (PDF)
        </ButtonLink>
        <ButtonLink href={`${home}/recepisse/${current.depositId}/dossier.zip`} kind="secondary" download>
          Tout le dossier (zip)
        </ButtonLink>
        <a href={`${home}/recepisse/${current.depositId}/imprimer`}>Ce qui a été déposé, sur une page à imprimer</a>
        <a href={`${home}/suite`}>Où en est le dossier</a>
      </Actions>
      <Law receipt={current.receipt} />
      <Files receipt={current.receipt} />
      <Proof receipt={current.receipt} />
      {earlier.length > 0 ? <Earlier receipts={earlier} home={home} /> : null}
      {byLead && withdrawn === null ? (
        <p>
          {stillOpen && !reopened ? (
            <>
              <a href={`${home}/rouvrir`}>Modifier le dossier et déposer une nouvelle version</a> ·{' '}
            </>
          ) : null}
          <a href={`${home}/retrait`}>Retirer le dossier</a>
        </p>
      ) : null}
    </Page>
  );
}

const trail = (home: string, title: string) => [
  { href: '/dossiers', label: 'Mes dossiers' },
  { href: home, label: title },
];

interface StateProps extends Pick<ReceiptPageProps, 'reopened' | 'withdrawn'> {
  readonly arrivedAt: string;
  readonly home: string;
}

function State({ reopened, withdrawn, arrivedAt, home }: StateProps) {
  if (withdrawn) {
    return (
      <Notice tone="warning" title="Dossier retiré">
        <p>{`Retiré le ${parisDateTimeExact(withdrawn.withdrawnAt)}. Motif : ${withdrawn.reason}`}</p>
      </Notice>
    );
  }
  return (
    <>
      <Notice tone="success" title="Votre dossier est déposé" live>
        <p>
          Reçu le <strong>{parisDateTimeExact(instant(arrivedAt))}</strong>. Une copie de cet accusé de réception part
          par courriel.
        </p>
      </Notice>
      {reopened ? (
        <Notice tone="warning" title="Déposé, avec des modifications non déposées">
          <p>
            Le dépôt ci-dessous reste valable. Pour qu’elles comptent,{' '}
            <a href={`${home}/depot`}>déposez vos modifications</a> avant la clôture.
          </p>
        </Notice>
      ) : null}
    </>
  );
}

const facts = ({ body }: Receipt) => [
  { term: 'Numéro', value: body.number },
  { term: 'Reçu le', value: parisDateTimeExact(instant(body.arrivedAt)) },
  { term: 'Clôture de la vague', value: parisDateTimeExact(instant(body.wave.closesAt)) },
  { term: 'Appel', value: `${body.call.title}, vague ${body.wave.number}` },
  { term: 'Dossier', value: `${body.application.number}, dépôt n° ${body.deposit.number}` },
  { term: 'Chef de file', value: `${body.lead.name} (SIRET ${body.lead.siret})` },
];

function Law({ receipt: { body } }: { readonly receipt: Receipt }) {
  const { service, mentions } = body;
  const contact = [service.name, service.postalAddress, service.email, service.phone];
  return (
    <section>
      <h2>Ce que dit la loi</h2>
      <SummaryList
        lines={[
          { term: 'Service chargé du dossier', value: contact.filter((part) => part !== '').join(', ') },
          { term: 'Sans réponse, rejet le', value: on(mentions.implicitRejectionOn) },
          { term: 'Recours, dans ce cas, jusqu’au', value: on(mentions.appealUntil) },
        ]}
      />
      <ul>
        {mentions.law.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </section>
  );
}

const Files = ({ receipt: { body } }: { readonly receipt: Receipt }) => (
  <section>
    <h2>Pièces scellées</h2>
    <Table
      caption="Chaque pièce avec son empreinte SHA-256"
      columns={[
        { label: 'Pièce', cell: (file) => file.name, header: true },
        { label: 'Taille', cell: (file) => formatBytes(file.sizeBytes), numeric: true },
        { label: 'Empreinte', cell: (file) => <code class="hash">{file.sha256}</code> },
      ]}
      rows={body.files}
    />
  </section>
);

const Proof = ({ receipt: { body, timeStamp } }: { readonly receipt: Receipt }) => (
  <section>
    <h2>Preuve</h2>
    <SummaryList
      lines={[
        { term: 'Empreinte de la liste des pièces', value: <code class="hash">{body.manifestSha256}</code> },
        {
          term: 'Place dans la chaîne de la vague',
          value: `${body.chain.seq} (prouve l’inscription, pas l’ordre d’arrivée)`,
        },
        { term: 'Maillon', value: <code class="hash">{body.chain.hash}</code> },
        { term: 'Clé de signature', value: <code class="hash">{body.keyId}</code> },
        {
          term: 'Horodatage RFC 3161',
          value: timeStamp ? 'jeton joint au fichier JSON' : 'aucune autorité n’a encore répondu',
        },
      ]}
    />
    <p>
      <a href="/verifier-un-recepisse">Vérifier un accusé de réception</a> ·{' '}
      <a href={`/appels/${body.call.slug}/vagues/${body.wave.number}/chaine`}>Voir la chaîne de la vague</a> ·{' '}
      <a href="/cles">Voir les clés publiques</a>
    </p>
  </section>
);

function Earlier({ receipts, home }: Pick<ReceiptPageProps, 'receipts'> & { readonly home: string }) {
  return (
    <section>
      <h2>Dépôts précédents</h2>
      <ul>
        {receipts.map(({ depositId, receipt: { body } }) => (
          <li>
            <a
              href={`${home}/recepisse/${depositId}/recepisse.json`}
              download
            >{`${body.number}, reçu le ${parisDateTimeExact(instant(body.arrivedAt))}`}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
