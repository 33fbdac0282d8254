import type { Progress } from '../../applications/index.ts';
import type { RefusedAttempts } from '../../deposits/index.ts';
import {
  BarChart,
  ButtonLink,
  count,
  EmptyState,
  formatNumber,
  LineChart,
  Notice,
  parisDateTime,
  Stat,
  Stats,
  Table,
} from '../../ui/index.ts';
import { type FunnelRow, funnelOf, HOURS_SHOWN, IDLE_DAYS, type IdleRow, whereStopped } from '../model/funnel.ts';
import type { ListFilter } from '../model/list.ts';
import { FileList } from './list.tsx';
import { type WaveFrame, WavePage, waveBase } from './parts.tsx';

export interface FollowProps extends WaveFrame {
  readonly files: readonly Progress[];
  readonly hours: readonly { readonly at: Date; readonly deposits: number }[];
  readonly late: RefusedAttempts;
  readonly filter: ListFilter;
  readonly page: number;
  /** May write to candidates. */
  readonly mayWrite: boolean;
}

export function FollowPage(props: FollowProps) {
  const { view, now, wave, files, late } = props;
  return (
    <WavePage {...props} title="Suivi de la vague" islands={['live']}>
      <live-part id="chiffres" url={view.path} every="30">
        <p>
          Chiffres lus le <time datetime={now.toISOString()}>{parisDateTime(now)}</time>.{' '}
          <a href={`${waveBase(wave.id)}/suivi`}>Actualiser</a>
        </p>
        {files.length === 0 ? (
          <EmptyState title="Aucun dossier n’est commencé">
            Dès qu’un candidat commence un dossier dans cette vague, il est compté ici.
          </EmptyState>
        ) : (
          <Figures {...props} rows={funnelOf(files)} />
        )}
        {late.attempts > 0 ? <Late late={late} /> : null}
      </live-part>
      {files.length > 0 ? <FileList {...props} /> : null}
    </WavePage>
  );
}

function Figures(props: FollowProps & { readonly rows: readonly FunnelRow[] }) {
  const { files, now, rows, hours, wave, mayWrite } = props;
  const of = (label: string) => formatNumber(rows.find((row) => row.label === label)?.count ?? 0);
  return (
    <>
      <Stats>
        <Stat value={formatNumber(files.length)} label="Dossiers commencés" />
        <Stat value={of('Éligibles (autocontrôle)')} label="Remplissent toutes les conditions" />
        <Stat value={of('Déposés')} label="Déposés" tone="success" />
        <Stat value={of('Retirés')} label="Retirés" />
      </Stats>
      <h2>Où en sont les dossiers</h2>
      <BarChart
        id="entonnoir"
        title="Du dossier commencé au dossier déposé"
        description={rows.map((row) => `${row.label} : ${row.count}`).join(' ; ')}
        bars={rows.map(({ label, count: value }) => ({ label, value }))}
        rowLabel="Étape"
        valueLabel="Dossiers"
        note="Une étape compte les dossiers où elle est terminée, déposés compris. Un dossier rouvert compte parmi les déposés : sa version déposée reste valable."
      />
      {mayWrite ? (
        <p class="actions">
          <ButtonLink kind="secondary" href={`${waveBase(wave.id)}/messages/nouveau`}>
            Écrire aux candidats
          </ButtonLink>
        </p>
      ) : null}
      <Stopped rows={whereStopped(files, now)} />
      <h2>Les dépôts, heure par heure</h2>
      <LineChart
        id="depots-par-heure"
        title={`Dépôts reçus, ${HOURS_SHOWN} dernières heures${now < wave.closesAt ? '' : ' avant la clôture'}`}
        description={`${count(
          hours.reduce((sum, hour) => sum + hour.deposits, 0),
          'dépôt',
        )} en ${HOURS_SHOWN} heures.`}
        series={[{ key: 'deposits', label: 'Dépôts' }]}
        points={hours.map(({ at, deposits }) => ({ at: HOUR.format(at), values: { deposits } }))}
        rowLabel="Heure de Paris"
        format={wholeOnly}
        formatExact={formatNumber}
        note="Nouveaux dépôts et remplacements d’un dépôt, à l’heure de leur arrivée."
      />
    </>
  );
}

/** Half a deposit is no graduation. */
const wholeOnly = (value: number): string => (Number.isInteger(value) ? formatNumber(value) : '');

const HOUR = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  weekday: 'short',
  day: 'numeric',
  hour: '2-digit',
});

function Stopped({ rows }: { readonly rows: readonly IdleRow[] }) {
  if (rows.length === 0) return null;
  return (
    <>
      <h2>Où les brouillons se sont arrêtés</h2>
      <Table
        caption="Brouillons jamais déposés, par dernière étape touchée, et combien n’ont pas changé depuis"
        phone="scroll"
        columns={[
          { label: 'Dernière étape touchée', header: true, cell: ({ step }) => step },
          { label: 'Brouillons', numeric: true, cell: ({ drafts }) => formatNumber(drafts) },
          ...IDLE_DAYS.map((days, index) => ({
            label: `Depuis ${count(days, 'jour')}`,
            numeric: true,
            cell: ({ idle }: IdleRow) => formatNumber(idle[index] ?? 0),
          })),
          { label: 'Le plus ancien', numeric: true, cell: ({ oldestDays }) => count(oldestDays, 'jour') },
        ]}
        rows={rows}
      />
    </>
  );
}

const Late = ({ late }: { readonly late: RefusedAttempts }) => (
  <Notice tone="warning" title={`${count(late.attempts, 'tentative')} après la clôture`}>
    <p>
      {`Refusées, pour ${count(late.applications, 'dossier')} : chaque candidat a lu l’instant de la clôture et celui de sa demande, et son brouillon est conservé.`}
    </p>
  </Notice>
);
