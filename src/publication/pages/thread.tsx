import { PART_WORDS, type ThreadCheck, type ThreadPayment } from '../../ledger/index.ts';
import {
  count,
  EmptyState,
  formatCents,
  formatCompact,
  Notice,
  Page,
  PageHead,
  parisDate,
  Stat,
  Stats,
  Table,
  type View,
} from '../../ui/index.ts';
import {
  type AgreementThread,
  type EnvelopeThread,
  gapOf,
  type PartnerThread,
  paymentHref,
  type ThreadBranch,
} from '../model/thread.ts';
import { LAUREATES_PATH, THREAD_PATH } from './parts.tsx';
import { Thread } from './thread/steps.tsx';

const LEAD =
  'Chaque euro payé remonte à la décision qui l’a permis, et chaque enveloppe descend jusqu’à ses paiements.';

export const NoThreadPage = ({ view }: { readonly view: View }) => (
  <Page view={view} title="Le fil de l’euro" description={LEAD}>
    <PageHead title="Le fil de l’euro" lead={LEAD} />
    <EmptyState title="Aucun crédit n’est encore ouvert">
      <p>
        Le fil commence à la première loi de finances inscrite au grand livre. Voyez <a href="/plan">le plan</a>.
      </p>
    </EmptyState>
  </Page>
);

export interface EnvelopeThreadProps {
  readonly view: View;
  readonly thread: EnvelopeThread;
  /** On the page of the plan only. */
  readonly check: ThreadCheck | null;
}

export function EnvelopeThreadPage({ view, thread, check }: EnvelopeThreadProps) {
  const { steps, figures, branches } = thread;
  const here = steps.at(-1);
  const isPlan = steps.length === 1;
  const title = isPlan ? 'Le fil de l’euro' : (here?.name ?? '');
  const crumbs = isPlan ? [] : [{ href: THREAD_PATH, label: 'Le fil de l’euro' }];
  return (
    <Page view={view} title={title} description={LEAD} breadcrumbs={crumbs}>
      <PageHead kicker={isPlan ? undefined : 'Le fil de l’euro'} title={title} lead={isPlan ? LEAD : undefined} />
      <Thread steps={steps} />
      <Stats>
        <Stat value={formatCompact(figures.totalCents)} label="Enveloppe" note={formatCents(figures.totalCents)} />
        <Stat
          value={formatCompact(figures.committedCents)}
          label={PART_WORDS.committed}
          note={formatCents(figures.committedCents)}
        />
        <Stat value={formatCompact(figures.paidCents)} label={PART_WORDS.paid} note={formatCents(figures.paidCents)} />
      </Stats>
      <h2>Où va cet argent</h2>
      <BranchTable totalCents={figures.totalCents} branches={branches} />
      {check ? <Check check={check} /> : null}
    </Page>
  );
}

function BranchTable({
  totalCents,
  branches,
}: {
  readonly totalCents: number;
  readonly branches: readonly ThreadBranch[];
}) {
  const gap = gapOf(totalCents, branches);
  const add = (pick: (branch: ThreadBranch) => number) =>
    formatCents(branches.reduce((sum, one) => sum + pick(one), 0));
  return (
    <>
      <Table
        caption="Branche par branche : leur somme est l’enveloppe"
        columns={[
          {
            label: 'Branche',
            header: true,
            cell: ({ name, href }) => (href ? <a href={href}>{name}</a> : name),
          },
          { label: PART_WORDS.committed, numeric: true, cell: ({ committedCents }) => formatCents(committedCents) },
          { label: PART_WORDS.certified, numeric: true, cell: ({ certifiedCents }) => formatCents(certifiedCents) },
          { label: PART_WORDS.paid, numeric: true, cell: ({ paidCents }) => formatCents(paidCents) },
          { label: 'Total', numeric: true, cell: (branch) => formatCents(branch.totalCents) },
        ]}
        rows={branches}
        empty="Cette enveloppe est vide."
        footer={[
          'Total',
          add((one) => one.committedCents),
          add((one) => one.certifiedCents),
          add((one) => one.paidCents),
          add((one) => one.totalCents),
        ]}
      />
      {gap === 0 ? null : (
        <Notice tone="danger" title="Le fil est rompu ici">
          <p>{`${formatCents(gap)} ne se rattachent à aucune branche.`}</p>
        </Notice>
      )}
    </>
  );
}

const Check = ({ check }: { readonly check: ThreadCheck }) => (
  <section>
    <h2>Le fil tient-il ?</h2>
    {check.orphans.length === 0 && check.paidCents === check.heldCents && check.paidCents === check.creditsCents ? (
      <p>
        {`Oui, recalculé à l’instant : ${count(check.payments, 'paiement')}, soit ${formatCents(check.paidCents)}. C’est la somme des payés et des recouvrés, c’est aussi celle des crédits de paiement consommés, et aucun compte n’est orphelin.`}
      </p>
    ) : (
      <Notice tone="danger" title="Le fil est rompu" level={3}>
        <p>
          {`${count(check.orphans.length, 'compte orphelin', 'comptes orphelins')} ; paiements ${formatCents(check.paidCents)}, payés et recouvrés ${formatCents(check.heldCents)}, crédits consommés ${formatCents(check.creditsCents)}.`}
        </p>
      </Notice>
    )}
    <p>
      Chacun peut le vérifier : <code>npm run prove euro-thread</code>.
    </p>
  </section>
);

export function AgreementThreadPage({ view, thread }: { readonly view: View; readonly thread: AgreementThread }) {
  const { project, steps, partners } = thread;
  return (
    <Page
      view={view}
      title={`Le fil de ${project.title}`}
      breadcrumbs={[{ href: THREAD_PATH, label: 'Le fil de l’euro' }]}
    >
      <PageHead kicker="Le fil de l’euro" title={project.acronym ?? project.title} lead={project.title} />
      <Thread steps={steps} />
      <p>
        <a href={`${LAUREATES_PATH}/${project.slug}`}>La page du projet</a>
      </p>
      <h2>Jusqu’à chaque partenaire</h2>
      <PartnerTable partners={partners} totalCents={steps.at(-1)?.totalCents ?? 0} />
      <h2>Jusqu’à chaque paiement</h2>
      <PaymentTable partners={partners} />
    </Page>
  );
}

const PartnerTable = ({
  partners,
  totalCents,
}: {
  readonly partners: readonly PartnerThread[];
  readonly totalCents: number;
}) => (
  <Table
    caption="Où en est la part de chacun"
    columns={[
      { label: 'Partenaire', header: true, cell: ({ name }) => name },
      { label: PART_WORDS.committed, numeric: true, cell: ({ committedCents }) => formatCents(committedCents) },
      { label: PART_WORDS.certified, numeric: true, cell: ({ certifiedCents }) => formatCents(certifiedCents) },
      { label: PART_WORDS.paid, numeric: true, cell: ({ paidCents }) => formatCents(paidCents) },
      {
        label: 'Total',
        numeric: true,
        cell: (one) => formatCents(one.committedCents + one.certifiedCents + one.paidCents),
      },
    ]}
    rows={partners}
    footer={[
      'Total',
      formatCents(partners.reduce((sum, one) => sum + one.committedCents, 0)),
      formatCents(partners.reduce((sum, one) => sum + one.certifiedCents, 0)),
      formatCents(partners.reduce((sum, one) => sum + one.paidCents, 0)),
      formatCents(totalCents),
    ]}
  />
);

interface Paid extends ThreadPayment {
  readonly payee: string;
}

const PaymentTable = ({ partners }: { readonly partners: readonly PartnerThread[] }) => (
  <Table<Paid>
    caption="Paiements exécutés, du plus ancien au plus récent"
    columns={[
      {
        label: 'Paiement',
        header: true,
        cell: ({ id, occurredAt }) => <a href={paymentHref(id)}>{parisDate(occurredAt)}</a>,
      },
      { label: 'À', cell: ({ payee }) => payee },
      { label: 'Crédits', cell: ({ creditBook }) => creditBook ?? '–' },
      { label: 'Montant', numeric: true, cell: ({ amountCents }) => formatCents(amountCents) },
    ]}
    rows={partners.flatMap(({ name, payments }) => payments.map((one) => ({ ...one, payee: name })))}
    empty="Rien n’est encore payé : le fil s’arrête aujourd’hui à ce qui est engagé ou certifié ci-dessus."
  />
);
