import { PART_WORDS } from '../../ledger/index.ts';
import {
  formatCents,
  formatCompact,
  Page,
  PageHead,
  parisDate,
  StackedBar,
  Stat,
  Stats,
  StatusTag,
  SummaryList,
  Table,
  Timeline,
  type View,
} from '../../ui/index.ts';
import type { PartnerMoney } from '../model/listing.ts';
import type { Project, ProjectPartner } from '../model/project.ts';
import { day, LAUREATES_PATH, THREAD_PATH } from './parts.tsx';

export interface ProjectProps {
  readonly view: View;
  readonly project: Project;
  readonly money: ReadonlyMap<string, PartnerMoney>;
}

const NONE: PartnerMoney = { committedCents: 0, certifiedCents: 0, paidCents: 0 };

export function ProjectPage({ view, project, money }: ProjectProps) {
  const paidCents = [...money.values()].reduce((sum, one) => sum + one.paidCents, 0);
  return (
    <Page
      view={view}
      title={project.title}
      description={project.summary ?? project.title}
      breadcrumbs={[{ href: LAUREATES_PATH, label: 'Les lauréats' }]}
    >
      <PageHead kicker={project.acronym ?? project.callTitle} title={project.title}>
        {project.sectors.map((sector) => (
          <StatusTag tone="muted">{sector}</StatusTag>
        ))}
      </PageHead>
      {project.summary ? <p class="lead">{project.summary}</p> : null}
      <Stats>
        <Stat value={formatCompact(project.totalCents)} label="Subvention" note={formatCents(project.totalCents)} />
        <Stat value={formatCents(paidCents)} label="Déjà payé" />
        <Stat value={String(project.partners.length)} label="Partenaires" />
      </Stats>
      <p>
        <a href={`${THREAD_PATH}/conventions/${project.agreementId}`}>Suivre cet argent dans le fil de l’euro</a>
      </p>
      <Facts project={project} />
      <Partners project={project} money={money} />
      <h2>Calendrier</h2>
      <Calendar project={project} />
    </Page>
  );
}

const Facts = ({ project }: Pick<ProjectProps, 'project'>) => (
  <SummaryList
    lines={[
      { term: 'Appel', value: `${project.callTitle}, ${project.waveName}` },
      { term: 'Convention', value: `${project.number}, version ${project.version}` },
      { term: 'Signée par tous le', value: parisDate(project.signedAt) },
      ...(project.scope ? [{ term: 'Portée', value: project.scope }] : []),
      ...(project.regions.length > 0 ? [{ term: 'Régions', value: project.regions.join(', ') }] : []),
    ]}
  />
);

function Partners({ project, money }: Pick<ProjectProps, 'project' | 'money'>) {
  const at = ({ partnerId }: ProjectPartner) => money.get(partnerId) ?? NONE;
  const columns = [
    { key: 'paid', label: PART_WORDS.paid },
    { key: 'certified', label: PART_WORDS.certified },
    { key: 'committed', label: PART_WORDS.committed },
  ];
  return (
    <>
      <h2>Qui reçoit quoi</h2>
      <StackedBar
        id="parts"
        title="Part de chaque partenaire, et où elle en est"
        description="Une barre par partenaire, partagée entre ce qui est payé, ce qui est certifié et ce qui est engagé."
        rowLabel="Partenaire"
        series={columns}
        totalLabel="Part"
        rows={project.partners.map((partner) => ({
          label: partner.name,
          values: {
            paid: at(partner).paidCents,
            certified: at(partner).certifiedCents,
            committed: at(partner).committedCents,
          },
        }))}
        format={formatCompact}
        formatExact={formatCents}
        note="Source : grand livre du programme, à l’instant."
      />
      <Table
        caption="Partenaires et parts de la convention en vigueur"
        columns={[
          {
            label: 'Partenaire',
            header: true,
            cell: ({ name, isLead }) => (isLead ? `${name} (chef de file)` : name),
          },
          { label: 'SIRET', cell: ({ siret }) => siret },
          { label: 'Part', numeric: true, cell: ({ shareCents }) => formatCents(shareCents) },
          { label: 'Payé', numeric: true, cell: (partner) => formatCents(at(partner).paidCents) },
        ]}
        rows={project.partners}
        footer={[
          'Total',
          '',
          formatCents(project.totalCents),
          formatCents(project.partners.reduce((sum, one) => sum + at(one).paidCents, 0)),
        ]}
      />
    </>
  );
}

function Calendar({ project }: Pick<ProjectProps, 'project'>) {
  const facts = [
    { on: project.startsOn, title: 'Début du projet', text: null },
    ...project.tranches.map((one) => ({ on: one.dueOn, title: one.label, text: formatCents(one.amountCents) })),
    { on: project.endsOn, title: 'Fin du projet', text: null },
  ].sort((a, b) => (a.on < b.on ? -1 : 1));
  return (
    <Timeline
      label="Calendrier du projet et de ses versements prévus"
      entries={facts.map(({ on, title, text }) => ({ when: day(on), datetime: on, title, text }))}
    />
  );
}
