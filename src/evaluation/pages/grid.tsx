import {
  Actions,
  type Answered,
  Button,
  Details,
  EmptyState,
  Fieldset,
  Form,
  Hidden,
  NumberField,
  Page,
  PageHead,
  Panel,
  parisDate,
  Said,
  Table,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import type { Criterion, Grid, Level } from '../model/grid.ts';
import { invalid } from './parts.tsx';

export interface GridsProps extends Answered {
  readonly view: View;
  readonly call: { readonly id: string; readonly title: string };
  readonly grids: readonly Grid[];
}

export function GridsPage(props: GridsProps) {
  const { view, call, grids } = props;
  const draft = grids.find(({ publishedAt }) => publishedAt === null);
  const base = `/agent/grilles/${call.id}`;
  return (
    <Page
      view={view}
      title="Grille d’évaluation"
      layout="wide"
      invalid={invalid(props)}
      breadcrumbs={[{ href: '/agent/evaluation', label: 'Évaluation' }]}
    >
      <Said {...props} />
      <PageHead
        title="Grille d’évaluation"
        kicker={call.title}
        lead="Une grille publiée est figée. Une vague garde celle qui était publiée quand son évaluation s’est ouverte."
      />
      {draft ? (
        <Draft draft={draft} base={base} {...props} />
      ) : (
        <Form action={`${base}/preparer`}>
          <Actions>
            <Button>{grids.length === 0 ? 'Préparer la première grille' : 'Préparer la grille suivante'}</Button>
          </Actions>
        </Form>
      )}
      {grids.length === 0 ? (
        <EmptyState title="Aucune grille">
          Les critères du véritable appel ne sont pas publics : la plateforme en propose, que vous changerez avant de
          publier.
        </EmptyState>
      ) : null}
      {grids
        .filter(({ publishedAt }) => publishedAt !== null)
        .map((grid, index) => (
          <Details
            summary={`Grille n° ${grid.number}, publiée le ${parisDate(grid.publishedAt ?? new Date(0))}`}
            open={index === 0 && !draft}
          >
            <GridTable grid={grid} />
          </Details>
        ))}
    </Page>
  );
}

const GridTable = ({ grid }: { readonly grid: Grid }) => (
  <Table
    caption={`Grille n° ${grid.number}`}
    columns={[
      { label: 'Critère', header: true, cell: (criterion: Criterion) => criterion.label },
      { label: 'Poids', numeric: true, cell: ({ weightPercent }) => `${weightPercent} %` },
      { label: 'Niveaux', cell: ({ levels }) => <Levels levels={levels} /> },
    ]}
    rows={grid.criteria}
  />
);

const Levels = ({ levels }: { readonly levels: readonly Level[] }) => (
  <ul>
    {levels.map((level) => (
      <li>{`${level.label} (${level.points}) : ${level.anchor}`}</li>
    ))}
  </ul>
);

type DraftProps = GridsProps & { readonly draft: Grid; readonly base: string };

const NEW_LEVELS: readonly Level[] = [
  { points: 0, label: '', anchor: '' },
  { points: 1, label: '', anchor: '' },
  { points: 2, label: '', anchor: '' },
];
const NEW_CRITERION: Criterion = { key: '', label: '', help: '', weightPercent: 10, levels: NEW_LEVELS };

function Draft({ draft, base, errors = {}, typed }: DraftProps) {
  return (
    <Panel title={`Grille n° ${draft.number}, en préparation`}>
      <p>
        Les poids font 100 %. Effacez l’intitulé d’un critère ou d’un niveau pour le retirer. La dernière rubrique,
        vide, en ajoute un.
      </p>
      <Form action={`${base}/enregistrer`}>
        <Hidden name="version" value={draft.version} />
        {[...draft.criteria, NEW_CRITERION].map((criterion, index) => (
          <CriterionFields criterion={criterion} index={index} errors={errors} typed={typed} />
        ))}
        <Actions>
          <Button>Enregistrer le brouillon</Button>
        </Actions>
      </Form>
      <Form action={`${base}/publier`}>
        <Hidden name="version" value={draft.version} />
        <Actions>
          <Button kind="warning">Publier la grille telle qu’enregistrée</Button>
        </Actions>
      </Form>
    </Panel>
  );
}

interface CriterionProps {
  readonly criterion: Criterion;
  readonly index: number;
  readonly errors: NonNullable<GridsProps['errors']>;
  readonly typed: GridsProps['typed'];
}

function CriterionFields({ criterion, index, errors, typed = {} }: CriterionProps) {
  const name = (part: string) => `c${index}-${part}`;
  const value = (part: string, stored: string | number) => typed[name(part)] ?? stored;
  const levels =
    criterion.key === ''
      ? criterion.levels
      : [...criterion.levels, { points: criterion.levels.length, label: '', anchor: '' }];
  return (
    <Fieldset legend={criterion.label || 'Nouveau critère'}>
      <Hidden name={name('key')} value={criterion.key} />
      <TextField name={name('label')} label="Intitulé" value={value('label', criterion.label)} />
      <TextArea name={name('help')} label="Aide à l’expert" rows={2} value={value('help', criterion.help)} />
      <NumberField
        name={name('weight')}
        label="Poids"
        unit="%"
        value={value('weight', criterion.weightPercent)}
        error={errors[name('weight')]}
      />
      <Details summary={`Niveaux${criterion.label ? ` de « ${criterion.label} »` : ''}`}>
        {levels.map((level, rank) => (
          <Fieldset legend={`Niveau ${rank + 1}`}>
            <TextField
              name={name(`l${rank}-label`)}
              label="Nom"
              width="medium"
              value={value(`l${rank}-label`, level.label)}
            />
            <NumberField
              name={name(`l${rank}-points`)}
              label="Points"
              unit="points"
              value={value(`l${rank}-points`, level.points)}
              error={errors[name(`l${rank}-points`)]}
            />
            <TextArea
              name={name(`l${rank}-anchor`)}
              label="Ce qu’un dossier montre à ce niveau"
              rows={2}
              value={value(`l${rank}-anchor`, level.anchor)}
            />
          </Fieldset>
        ))}
      </Details>
    </Fieldset>
  );
}
