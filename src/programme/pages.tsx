import { type EnvelopeFigures, PART_WORDS } from '../ledger/index.ts';
import { formatCents, Notice, Page, PageHead, StatusTag, Table, Timeline, type View } from '../ui/index.ts';
import { LEVER_STATES, UNKNOWN_AMOUNT } from './messages.ts';
import { type Envelope, type EnvelopeNode, envelopeTree, type Lever, type Plan } from './model.ts';
import { MoneyChart, type MoneyLine } from './pages/money.tsx';
import { SourceLink } from './pages/source.tsx';

const PLAN = { href: '/plan', label: 'Le plan' };

interface PlanPageProps {
  readonly view: View;
  readonly plan: Plan | null;
  readonly lines: readonly MoneyLine[];
}

export function PlanPage({ view, plan, lines }: PlanPageProps) {
  const title = 'Le plan de transformation de la formation';
  if (plan === null) {
    return (
      <Page view={view} title={title}>
        <PageHead title={title} lead="Le plan n’est pas encore décrit sur cette plateforme." />
      </Page>
    );
  }
  return (
    <Page view={view} title={title} layout="wide">
      <PageHead
        title={title}
        lead="Trois axes, des leviers, des enveloppes emboîtées : chaque montant est daté et sourcé. Un montant que les sources ne donnent pas reste inconnu."
      />
      <h2>Où en est l’argent</h2>
      <MoneyChart lines={lines} />
      <h2>Les enveloppes</h2>
      <EnvelopeTable plan={plan} />
      <p>
        Données ouvertes : <a href="/plan/enveloppes.csv">enveloppes (CSV)</a>,{' '}
        <a href="/plan/enveloppes.json">enveloppes (JSON)</a>.
      </p>
      <h2>Les leviers</h2>
      <LeverCards levers={plan.levers} />
      <FigureTable plan={plan} />
      <FunnelTable plan={plan} />
      <h2>Ce qui s’est passé</h2>
      <Timeline
        label="Chronologie du plan"
        entries={plan.milestones.map(({ datedLabel, datedOn, title: what, source }) => ({
          ...{ when: datedLabel, datetime: datedOn, title: what },
          text: <SourceLink source={source} />,
        }))}
      />
    </Page>
  );
}

const amount = ({ amountCents }: Envelope) => (amountCents === null ? UNKNOWN_AMOUNT : formatCents(amountCents));
const nameOf = ({ envelope, depth }: EnvelopeNode) => (
  <>
    {'– '.repeat(depth)}
    <a href={`/plan/enveloppes/${envelope.slug}`}>{envelope.name}</a>
  </>
);

const EnvelopeTable = ({ plan }: { readonly plan: Plan }) => (
  <Table
    caption="Enveloppes du plan, chacune avant celles qu’elle contient"
    columns={[
      { label: 'Enveloppe', header: true, cell: nameOf },
      { label: 'Montant', numeric: true, cell: ({ envelope }) => amount(envelope) },
      {
        label: 'Non détaillé',
        numeric: true,
        cell: ({ notDetailedCents }) => (notDetailedCents === null ? '–' : formatCents(notDetailedCents)),
      },
      { label: 'Date', cell: ({ envelope }) => envelope.datedLabel },
      { label: 'Source', cell: ({ envelope }) => <SourceLink source={envelope.source} /> },
    ]}
    rows={envelopeTree(plan.envelopes)}
  />
);

const FigureTable = ({ plan }: { readonly plan: Plan }) => (
  <>
    <h2>Des montants qui se contredisent</h2>
    <p>
      Plusieurs montants circulent. Ils ne parlent pas de la même chose, ou pas à la même date : les voici côte à côte.
    </p>
    <Table
      caption="Montants publiés, leur sens et leur source"
      captionHidden
      columns={[
        { label: 'Montant', header: true, cell: ({ amountLabel }) => amountLabel },
        { label: 'Ce qu’il désigne', cell: ({ meaning }) => meaning },
        { label: 'Date', cell: ({ datedLabel }) => datedLabel },
        { label: 'Source', cell: ({ source }) => <SourceLink source={source} /> },
      ]}
      rows={plan.figures}
    />
  </>
);

const FunnelTable = ({ plan }: { readonly plan: Plan }) => (
  <>
    <h2>De l’intention au projet retenu</h2>
    <Table
      caption="Dossiers et projets de l’appel DEFFINUM, vagues de 2021 et 2022"
      columns={[
        { label: 'Étape', header: true, cell: ({ label }) => label },
        { label: 'Nombre', numeric: true, cell: ({ valueLabel }) => valueLabel },
        { label: 'Précision', cell: ({ note }) => note ?? '–' },
        { label: 'Source', cell: ({ source }) => <SourceLink source={source} /> },
      ]}
      rows={plan.funnel}
    />
  </>
);

const LeverCards = ({ levers }: { readonly levers: readonly Lever[] }) => (
  <ul class="cards">
    {levers.map(({ slug, name, state, summary }) => (
      <li class="card">
        <h3 class="card-title">
          <a href={`/plan/leviers/${slug}`}>{name}</a>
        </h3>
        <p>{summary}</p>
        <p class="card-foot">
          <StatusTag tone={LEVER_STATES[state].tone}>{LEVER_STATES[state].label}</StatusTag>
        </p>
      </li>
    ))}
  </ul>
);

export const LeverPage = ({ view, lever }: { readonly view: View; readonly lever: Lever }) => (
  <Page view={view} title={lever.name} breadcrumbs={[PLAN]}>
    <PageHead kicker="Levier du plan" title={lever.name} lead={lever.summary}>
      <StatusTag tone={LEVER_STATES[lever.state].tone}>{LEVER_STATES[lever.state].label}</StatusTag>
    </PageHead>
    <ul>
      {lever.facts.map((fact) => (
        <li>{fact}</li>
      ))}
    </ul>
    <p>
      Source : <SourceLink source={lever.source} />
    </p>
  </Page>
);

interface EnvelopePageProps {
  readonly view: View;
  readonly envelope: Envelope;
  readonly figures: EnvelopeFigures | null;
  readonly children: readonly Envelope[];
}

const FRR = { true: 'Oui', false: 'Non', null: 'Les sources ne le disent pas' } as const;

export const EnvelopePage = ({ view, envelope, figures, children }: EnvelopePageProps) => (
  <Page view={view} title={envelope.name} breadcrumbs={[PLAN]}>
    <PageHead kicker="Enveloppe" title={envelope.name} lead={`${amount(envelope)}, ${envelope.datedLabel}`} />
    <p>
      Source : <SourceLink source={envelope.source} />. Origine des fonds : {envelope.funds ?? 'non précisée'}. Facilité
      européenne (FRR) : {FRR[`${envelope.isFrr}`]}.
    </p>
    {figures ? (
      <>
        <MoneyChart id="enveloppe" lines={[{ envelope, figures }]} />
        <FiguresTable figures={figures} />
      </>
    ) : (
      <Notice title="Rien n’est encore ouvert au grand livre">
        <p>Les sources ne donnent pas le montant de cette enveloppe : aucun crédit n’y est inscrit.</p>
      </Notice>
    )}
    {children.length > 0 ? (
      <>
        <h2>Ce qu’elle contient</h2>
        <ul>
          {children.map((child) => (
            <li>
              <a href={`/plan/enveloppes/${child.slug}`}>{child.name}</a> : {amount(child)}
            </li>
          ))}
        </ul>
      </>
    ) : null}
  </Page>
);

const FiguresTable = ({ figures: f }: { readonly figures: EnvelopeFigures }) => (
  <Table
    caption="Situation de l’enveloppe : les parts font toujours le total"
    columns={[
      { label: 'Part', header: true, cell: ([label]) => label },
      { label: 'Montant', numeric: true, cell: ([, cents]) => formatCents(cents) },
    ]}
    rows={
      [
        ['Disponible dans une vague', f.inWavesCents],
        ['Disponible hors vague', f.availableCents - f.inWavesCents],
        [PART_WORDS.reserved, f.reservedCents],
        [PART_WORDS.committed, f.committedCents],
        [PART_WORDS.certified, f.certifiedCents],
        [PART_WORDS.paid, f.paidCents],
        ['Rendu', f.releasedCents],
        ['Recouvré', f.recoveredCents],
      ] as const satisfies readonly (readonly [string, number])[]
    }
    footer={['Total', formatCents(f.totalCents)]}
  />
);
