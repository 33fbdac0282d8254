import {
  Actions,
  BarChart,
  Button,
  ButtonLink,
  count,
  EmptyState,
  Form,
  formatCents,
  formatCompact,
  Page,
  PageHead,
  Pagination,
  Select,
  Stat,
  Stats,
  StatusTag,
  TextField,
  type View,
} from '../../ui/index.ts';
import { shortened } from '../model/line.ts';
import { type Group, PROJECTS_PER_PAGE, type ProjectFilter, type ProjectTally } from '../model/listing.ts';
import type { Project } from '../model/project.ts';
import { LAUREATES_PATH, OPEN_DATA_PATH, THREAD_PATH } from './parts.tsx';

export interface LaureatesProps {
  readonly view: View;
  readonly projects: readonly Project[];
  readonly filter: ProjectFilter;
  readonly page: number;
  readonly tally: ProjectTally;
  readonly all: ProjectTally;
  readonly sectors: readonly Group[];
  readonly regions: readonly Group[];
}

const LEAD =
  'Les projets dont la convention est signée par tous : ce qu’ils font, avec qui, et l’argent public qu’ils reçoivent.';

export function LaureatesPage(props: LaureatesProps) {
  const { view, all, tally } = props;
  return (
    <Page view={view} title="Les lauréats" description={LEAD} layout="wide">
      <PageHead kicker="Résultats" title="Les lauréats" lead={LEAD} />
      {all.projects === 0 ? (
        <EmptyState title="Aucun projet n’est encore publié">
          <p>
            Un projet paraît ici dès la dernière signature de sa convention. Voyez en attendant{' '}
            <a href="/appels">les appels à projets</a>.
          </p>
        </EmptyState>
      ) : (
        <>
          <Stats>
            <Stat
              value={count(tally.projects, 'projet')}
              label={tally.projects === all.projects ? 'En tout' : 'Trouvés'}
            />
            <Stat value={formatCompact(tally.totalCents)} label="De subvention" note={formatCents(tally.totalCents)} />
          </Stats>
          <Filters {...props} />
          <ProjectList {...props} />
          <SectorChart sectors={props.sectors} />
          <p>
            <a href={OPEN_DATA_PATH}>Toutes ces données en fichiers</a> · <a href={THREAD_PATH}>Le fil de l’euro</a>
          </p>
        </>
      )}
    </Page>
  );
}

const choices = (groups: readonly Group[]) =>
  groups.map(({ name, projects }) => ({ value: name, label: `${name} (${projects})` }));

function Filters({ filter, sectors, regions }: LaureatesProps) {
  const filtered = filter.words + filter.region + filter.sector !== '';
  return (
    <Form action={LAUREATES_PATH} method="get" class="form filters">
      <TextField name="mots" type="search" label="Mots" value={filter.words} optional />
      <Select
        name="secteur"
        label="Secteur"
        value={filter.sector}
        empty="Tous les secteurs"
        options={choices(sectors)}
      />
      <Select
        name="region"
        label="Région"
        value={filter.region}
        empty="Toutes les régions"
        options={choices(regions)}
      />
      <Actions>
        <Button kind="secondary">Filtrer</Button>
        {filtered ? (
          <ButtonLink href={LAUREATES_PATH} kind="quiet">
            Tout voir
          </ButtonLink>
        ) : null}
      </Actions>
    </Form>
  );
}

function ProjectList({ projects, filter, page, tally }: LaureatesProps) {
  if (projects.length === 0)
    return (
      <EmptyState title="Aucun projet ne répond à ces choix">
        <p>
          Élargissez les filtres, ou <a href={LAUREATES_PATH}>voyez tous les projets</a>.
        </p>
      </EmptyState>
    );
  const query = (n: number) =>
    new URLSearchParams({ mots: filter.words, secteur: filter.sector, region: filter.region, page: String(n) });
  return (
    <>
      <ul class="laureates">
        {projects.map((project) => (
          <ProjectCard project={project} />
        ))}
      </ul>
      <Pagination
        page={page}
        pages={Math.ceil(tally.projects / PROJECTS_PER_PAGE)}
        hrefOf={(n) => `${LAUREATES_PATH}?${query(n)}`}
      />
    </>
  );
}

const ProjectCard = ({ project }: { readonly project: Project }) => (
  <li class="laureate">
    <h2 class="laureate-title">
      <a href={`${LAUREATES_PATH}/${project.slug}`}>
        {project.acronym ? `${project.acronym} : ${project.title}` : project.title}
      </a>
    </h2>
    <p class="laureate-money">{formatCents(project.totalCents)}</p>
    {project.summary ? <p>{shortened(project.summary, 240)}</p> : null}
    <p class="laureate-facts">
      {`${project.partners.find(({ isLead }) => isLead)?.name ?? ''}, ${count(project.partners.length, 'partenaire')}`}
    </p>
    <p>
      {project.sectors.map((sector) => (
        <StatusTag tone="muted">{sector}</StatusTag>
      ))}
    </p>
  </li>
);

function SectorChart({ sectors }: Pick<LaureatesProps, 'sectors'>) {
  if (sectors.length === 0) return null;
  return (
    <BarChart
      id="subventions-par-secteur"
      title="Subventions par secteur"
      description="Une barre par secteur, de la plus grande subvention à la plus petite. Un projet de plusieurs secteurs compte dans chacun."
      bars={sectors.slice(0, 12).map(({ name, totalCents }) => ({ label: name, value: totalCents }))}
      rowLabel="Secteur"
      valueLabel="Subventions"
      format={formatCompact}
      formatExact={formatCents}
      note="Conventions en vigueur. Un projet de plusieurs secteurs compte dans chacun : ces barres ne s’additionnent pas."
    />
  );
}
