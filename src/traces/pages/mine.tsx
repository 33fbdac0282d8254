import {
  Actions,
  Button,
  ButtonLink,
  count,
  EmptyState,
  Form,
  Notice,
  Page,
  PageHead,
  parisDate,
  Said,
  Table,
  type View,
} from '../../ui/index.ts';
import { basisText } from '../messages/rights.ts';
import type { MyStore, ToolPurpose } from '../model/rights.ts';
import type { TraceLine } from '../model/words.ts';

export const MINE_PATH = '/compte/traces';

interface MinePageProps {
  readonly view: View;
  readonly email: string;
  readonly stores: readonly (MyStore & { readonly organisation: string })[];
  readonly told?: string | undefined;
}

/** What is known of the person here, in words, to take away or to have erased. */
export function MinePage({ view, email, stores, told }: MinePageProps) {
  return (
    <Page view={view} title="Mes traces" layout="wide" breadcrumbs={[{ href: '/compte', label: 'Mon compte' }]}>
      <PageHead
        title="Mes traces"
        lead="Ce que les outils de formation (casque, jeu sérieux, module) ont dit de vous aux organismes, et à quoi cela leur sert."
      />
      <Said told={told} />
      <p>{`Elles sont retrouvées par votre adresse (${email}) et par votre compte sur ce site. Un outil qui vous connaît sous un autre identifiant n’apparaît pas ici : demandez-le à l’organisme.`}</p>
      {stores.length === 0 ? (
        <EmptyState title="Aucune trace">
          Aucun outil n’a encore parlé de vous. Vos traces apparaîtront ici dès votre première activité suivie.
        </EmptyState>
      ) : (
        <Actions>
          <ButtonLink href={`${MINE_PATH}/export`} kind="secondary">
            Télécharger toutes mes traces (JSON Lines)
          </ButtonLink>
        </Actions>
      )}
      {stores.map((store) => (
        <StoreSection store={store} />
      ))}
    </Page>
  );
}

function StoreSection({ store }: { readonly store: MinePageProps['stores'][number] }) {
  const { organisation, tools, latest, isAsked, organisationId } = store;
  return (
    <section>
      <h2>{organisation}</h2>
      <p>{`${count(store.count, 'trace vous nomme', 'traces vous nomment')} dans l’entrepôt de cet organisme.`}</p>
      <Table caption={`Outils : ${organisation}`} columns={TOOLS} rows={tools} />
      <Table caption={`Dernières traces : ${organisation}`} columns={LINES} rows={latest} />
      {isAsked ? (
        <Notice tone="info" title="Effacement demandé" level={3}>
          <p>L’organisme a reçu votre demande. Il y répond dans un délai d’un mois.</p>
        </Notice>
      ) : (
        <Form action={`${MINE_PATH}/${organisationId}/effacement`}>
          <Button kind="warning">
            Demander l’effacement<span class="sr-only">{` : ${organisation}`}</span>
          </Button>
        </Form>
      )}
    </section>
  );
}

const TOOLS = [
  { label: 'Outil', header: true, cell: (one: ToolPurpose) => one.tool },
  { label: 'Traces', numeric: true, cell: (one: ToolPurpose) => one.statements },
  { label: 'À quoi elles servent', cell: (one: ToolPurpose) => one.purpose ?? 'Pas encore déclaré' },
  { label: 'Base légale', cell: (one: ToolPurpose) => basisText(one.legalBasis) },
  {
    label: 'Gardées',
    cell: (one: ToolPurpose) => (one.retentionMonths === null ? 'Pas encore déclaré' : `${one.retentionMonths} mois`),
  },
];
const LINES = [
  { label: 'Date', cell: (one: TraceLine) => parisDate(new Date(one.at)) },
  { label: 'Action', header: true, cell: (one: TraceLine) => one.verb },
  { label: 'Activité', cell: (one: TraceLine) => one.about },
  { label: 'Résultat', cell: (one: TraceLine) => one.result },
];
