import type { Progress } from '../../applications/index.ts';
import { formatSiret } from '../../identity/index.ts';
import {
  Actions,
  Button,
  ButtonLink,
  count,
  Details,
  Form,
  Notice,
  Pagination,
  parisDateTime,
  Select,
  Table,
  TextField,
} from '../../ui/index.ts';
import { queryOf } from '../form.ts';
import { SHOW_LABELS, SORT_LABELS } from '../messages.ts';
import { FILES_PER_PAGE, type ListFilter, listed, SHOWS, SORTS } from '../model/list.ts';
import { doneSteps, stageOf } from '../model/stage.ts';
import { StageTag, waveBase } from './parts.tsx';

interface FileListProps {
  readonly wave: { readonly id: string };
  readonly files: readonly Progress[];
  readonly filter: ListFilter;
  readonly page: number;
}

export function FileList({ wave, files, filter, page }: FileListProps) {
  const base = `${waveBase(wave.id)}/suivi`;
  const found = listed(files, filter);
  const shown = found.slice((page - 1) * FILES_PER_PAGE, page * FILES_PER_PAGE);
  return (
    <section aria-labelledby="dossiers">
      <h2 id="dossiers">Les dossiers</h2>
      <Notice>
        <p>
          Cette page montre le titre, le chef de file, l’état et l’avancement, rien de plus. Les réponses d’un brouillon
          ne sont lues que par son consortium ; un dossier s’instruit une fois déposé et la vague close.
        </p>
      </Notice>
      <Filters base={base} filter={filter} />
      <Table
        caption={`${count(found.length, 'dossier')}${filter.show || filter.text ? ' correspondant à votre recherche' : ''}`}
        columns={[
          { label: 'Dossier', header: true, cell: ({ title }) => title },
          {
            label: 'Chef de file',
            cell: ({ lead }) => `${lead.name} (SIRET ${formatSiret(lead.siret)})`,
          },
          { label: 'État', cell: (file) => <StageTag stage={stageOf(file)} /> },
          { label: 'Avancement', cell: (file) => <Advance file={file} /> },
          { label: 'Dernier changement', cell: ({ touchedAt }) => parisDateTime(touchedAt) },
        ]}
        rows={shown}
        empty="Aucun dossier ne correspond. Retirez un filtre, ou cherchez un autre mot."
      />
      <Pagination
        page={page}
        pages={Math.ceil(found.length / FILES_PER_PAGE)}
        hrefOf={(n) => `${base}${queryOf(filter, n)}#dossiers`}
        label="Pages de dossiers"
      />
      <Actions>
        <ButtonLink kind="secondary" href={`${base}/dossiers.csv${queryOf(filter)}`} download>
          Exporter en CSV
        </ButtonLink>
        <ButtonLink kind="secondary" href={`${base}/dossiers.xlsx${queryOf(filter)}`} download>
          Exporter en XLSX
        </ButtonLink>
      </Actions>
      <p>
        {found.length === files.length
          ? 'Les exports portent tous les dossiers.'
          : `Les exports portent les ${count(found.length, 'dossier')} de cette recherche.`}
      </p>
    </section>
  );
}

const Filters = ({ base, filter }: { readonly base: string; readonly filter: ListFilter }) => (
  <Form action={`${base}#dossiers`} method="get" class="form filters">
    <TextField
      name="q"
      label="Chercher"
      hint="Un mot du titre, le nom ou le SIREN du chef de file"
      value={filter.text}
    />
    <Select
      name="etat"
      label="État"
      empty="Tous"
      value={filter.show}
      options={SHOWS.map((show) => ({ value: show, label: SHOW_LABELS[show] }))}
    />
    <Select
      name="tri"
      label="Trier par"
      empty={null}
      value={filter.sort}
      options={SORTS.map((sort) => ({ value: sort, label: SORT_LABELS[sort] }))}
    />
    <Actions>
      <Button kind="secondary">Chercher</Button>
      <a href={`${base}#dossiers`}>Tout voir</a>
    </Actions>
  </Form>
);

/** How far, in words, with the steps behind. */
function Advance({ file }: { readonly file: Progress }) {
  const left = file.steps.filter((step) => step.state !== 'done');
  const summary = `${count(doneSteps(file), 'étape')} sur ${file.steps.length}`;
  const blocking =
    file.blocking === 0 ? 'toutes les conditions remplies' : `${count(file.blocking, 'condition')} à remplir`;
  if (left.length === 0) return <>{`${summary}, ${blocking}`}</>;
  return (
    <Details summary={`${summary}, ${blocking}`}>
      <ul>
        {left.map((step) => (
          <li>{`${step.title} : ${step.state === 'begun' ? 'en cours' : 'à commencer'}`}</li>
        ))}
      </ul>
    </Details>
  );
}
