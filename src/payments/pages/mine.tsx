import { trancheName } from '../../grants/index.ts';
import {
  Button,
  EmptyState,
  Form,
  formatCents,
  frenchDay,
  Hidden,
  Page,
  PageHead,
  Table,
  type TableColumn,
  type View,
} from '../../ui/index.ts';
import type { MyAgreement } from '../model/mine.ts';
import type { TrancheKind } from '../model/request.ts';
import { counting, hasEnded } from '../model/undo.ts';
import { type MyAccount, MyAccounts } from './account.tsx';
import { StateTag } from './parts.tsx';

interface Milestone {
  readonly agreementId: string;
  readonly trancheId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly kind: TrancheKind;
  readonly label: string;
  readonly dueOn: string;
  readonly amountCents: number;
  /** The agreement takes requests. */
  readonly isOpen: boolean;
  readonly request: MyAgreement['requests'][number] | undefined;
}

/** What each organisation of the person may ask for, tranche by tranche. */
const milestonesOf = ({ agreement, organisationIds, requests }: MyAgreement): Milestone[] =>
  agreement.tranches.flatMap((tranche) =>
    agreement.partners
      .filter(({ organisationId }) => organisationIds.has(organisationId))
      .map(({ partnerId, name }) => ({
        agreementId: agreement.id,
        trancheId: tranche.id,
        partnerId,
        partnerName: name,
        kind: tranche.kind,
        label: tranche.label,
        isOpen: agreement.isOpen,
        dueOn: tranche.dueOn,
        amountCents: tranche.byPartner.find((one) => one.partnerId === partnerId)?.amountCents ?? 0,
        request:
          counting(requests.filter((one) => one.trancheId === tranche.id && one.partnerId === partnerId)) ?? undefined,
      })),
  );

const COLUMNS: readonly TableColumn<Milestone>[] = [
  { label: 'Tranche', header: true, cell: trancheName },
  { label: 'Partenaire', cell: ({ partnerName }) => partnerName },
  { label: 'Échéance', cell: ({ dueOn }) => frenchDay(dueOn) },
  { label: 'Montant', numeric: true, cell: ({ amountCents }) => formatCents(amountCents) },
  { label: 'État', cell: ({ request }) => (request ? <StateTag state={request.state} /> : 'Pas encore demandée') },
  { label: 'Demande', cell: (line) => <OpenForm line={line} /> },
];

function OpenForm({ line }: { readonly line: Milestone }) {
  const { request } = line;
  const see = request ? <a href={`/paiements/demandes/${request.id}`}>Voir la demande</a> : null;
  if ((request && !hasEnded(request)) || !line.isOpen) return see ?? <>Convention terminée</>;
  return (
    <>
      {see}
      <Form action="/paiements/demandes">
        <Hidden name="convention" value={line.agreementId} />
        <Hidden name="tranche" value={line.trancheId} />
        <Hidden name="partenaire" value={line.partnerId} />
        <Button kind="secondary">{request ? 'Préparer une autre demande' : 'Préparer la demande'}</Button>
      </Form>
    </>
  );
}

export const MinePage = ({
  view,
  agreements,
  accounts,
}: {
  readonly view: View;
  readonly agreements: readonly MyAgreement[];
  readonly accounts: readonly MyAccount[];
}) => (
  <Page view={view} title="Demander un paiement" layout="wide">
    <PageHead
      title="Demander un paiement"
      lead="Chaque partenaire demande sa part de chaque tranche, avec les preuves que la convention nomme."
    />
    <p>
      <a href="/paiements/reversements">Reversements demandés</a>
    </p>
    {agreements.length === 0 ? (
      <EmptyState title="Aucune convention en vigueur">
        Vos tranches apparaîtront ici dès que tous les partenaires et l’État auront signé la convention de votre projet.
      </EmptyState>
    ) : null}
    {agreements.map((one) => (
      <section>
        <h2>{`${one.agreement.number} – ${one.agreement.title}`}</h2>
        <Table caption="Tranches de la convention" captionHidden columns={COLUMNS} rows={milestonesOf(one)} />
      </section>
    ))}
    <MyAccounts mine={accounts} />
  </Page>
);
