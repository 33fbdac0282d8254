import type { Wave } from '../../calls/index.ts';
import {
  Actions,
  type Answered,
  Button,
  ButtonLink,
  Details,
  EmptyState,
  Form,
  formatCents,
  formatCompact,
  formatNumber,
  Hidden,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDateTime,
  Said,
  Stat,
  Stats,
  SummaryList,
  Table,
  type View,
} from '../../ui/index.ts';
import { quotaText, scoreText } from '../labels.ts';
import type { WhatFlips } from '../model/change.ts';
import type { FrozenInputs } from '../model/inputs.ts';
import type { RankingOutput } from '../model/rank.ts';
import { type Replay, type Run, replayHolds } from '../model/run.ts';
import { rankingBase } from './parts.tsx';
import { type Compared, Scenarios } from './scenarios.tsx';
import { RankingTables, type ShownLine } from './table.tsx';

export interface RankingPageProps extends Answered {
  readonly view: View;
  readonly wave: Wave;
  /** `null`: the scores are not frozen, the list is provisional. */
  readonly run: Run | null;
  readonly inputs: FrozenInputs;
  readonly output: RankingOutput;
  readonly lines: readonly ShownLine[];
  readonly flips: WhatFlips | null;
  readonly replay: Replay | null;
  readonly compared: readonly Compared[];
  readonly names: ReadonlyMap<string, string>;
  readonly mayManage: boolean;
}

export function RankingPage(props: RankingPageProps) {
  const { view, wave, output, inputs, lines, run, mayManage } = props;
  const base = rankingBase(wave);
  return (
    <Page
      view={view}
      title={`Classement de la vague ${wave.number}`}
      layout="wide"
      breadcrumbs={[{ href: '/agent/classements', label: 'Classements' }]}
    >
      <Said {...props} />
      <PageHead title={`Classement de la vague ${wave.number}`} kicker={wave.name} />
      <State {...props} />
      <Stats>
        <Stat
          label="Enveloppe"
          value={formatCompact(inputs.settings.envelopeCents)}
          note={formatCents(inputs.settings.envelopeCents)}
        />
        <Stat
          label="Aides proposées"
          value={formatCompact(output.grantedCents)}
          note={formatCents(output.grantedCents)}
        />
        <Stat label="Dossiers à financer" value={`${output.funded} sur ${output.lines.length}`} />
        <Stat label="Liste complémentaire" value={String(output.reserve)} />
      </Stats>
      <Actions>
        {run ? <ButtonLink href={`/comite/vagues/${wave.id}`}>Comité et décisions</ButtonLink> : null}
        {mayManage && !run ? <ButtonLink href={`${base}/figer`}>Figer les notes et classer</ButtonLink> : null}
        {mayManage ? (
          <ButtonLink href={`${base}/scenario`} kind="secondary">
            Essayer un scénario
          </ButtonLink>
        ) : null}
      </Actions>
      {lines.length === 0 ? (
        <EmptyState title="Aucun dossier à classer">Les dossiers éligibles et évalués apparaîtront ici.</EmptyState>
      ) : (
        <RankingTables lines={lines} left={formatCents(output.remainingCents)} />
      )}
      <Flips {...props} />
      <Quotas {...props} />
      <Scenarios {...props} />
      <Rules {...props} />
    </Page>
  );
}

function State({ run, replay, wave }: RankingPageProps) {
  if (run === null)
    return (
      <Notice tone="warning" title="Classement provisoire">
        <p>Les notes peuvent encore changer. Rien n’est signé, et le comité ne voit pas cette page.</p>
      </Notice>
    );
  return (
    <Panel title="Classement figé et signé">
      <p>{`Le ${parisDateTime(run.frozenAt)} : ${run.reason}`}</p>
      {replay ? <Replayed replay={replay} run={run} /> : null}
      <Form action={rankingBase(wave)} method="get">
        <Hidden name="rejouer" value="oui" />
        <Button kind="secondary">Rejouer le calcul</Button>
      </Form>
    </Panel>
  );
}

function Replayed({ replay, run }: { readonly replay: Replay; readonly run: Run }) {
  const holds = replayHolds(replay);
  return (
    <Notice
      tone={holds ? 'success' : 'danger'}
      title={holds ? 'Le calcul rejoué donne les mêmes octets' : 'Le calcul rejoué diffère'}
      live
    >
      <SummaryList
        lines={[
          {
            term: 'Entrées : gardées, puis relues',
            value: <Hashes kept={run.inputsSha256} again={replay.inputsSha256} />,
          },
          {
            term: 'Résultat : gardé, puis recalculé',
            value: <Hashes kept={run.outputSha256} again={replay.outputSha256} />,
          },
          {
            term: 'Signature de la plateforme',
            value: `${replay.signatureHolds ? 'valable' : 'non valable'}, clé ${run.keyId}`,
          },
        ]}
      />
    </Notice>
  );
}

const Hashes = ({ kept, again }: { readonly kept: string; readonly again: string }) => (
  <>
    <code class="hash">{kept}</code>
    <br />
    <code class="hash">{again}</code>
    <br />
    {kept === again ? 'égales' : 'différentes'}
  </>
);

function Flips({ flips, lines }: RankingPageProps) {
  if (flips === null) return null;
  const titleOf = (id: string) => {
    const line = lines.find(({ applicationId }) => applicationId === id);
    return line && !line.masked ? `« ${line.title} »` : 'un dossier dont vous êtes écarté';
  };
  const { level, weight, lastFunded, firstOut } = flips;
  const sign = weight && weight.points > 0 ? 'de plus' : 'de moins';
  const moved = Math.abs(weight?.points ?? 0);
  const points = `${formatNumber(moved)} ${moved < 2 ? 'point' : 'points'}`;
  return (
    <Panel title="Ce qui changerait">
      <p>{`Dernier financé : ${titleOf(lastFunded.applicationId)}. Premier non financé : ${titleOf(firstOut.applicationId)}. Écart : ${scoreText(flips.gap)} point.`}</p>
      <ul>
        <li>
          {level
            ? `Un niveau de plus, donné par un seul expert au critère « ${level.criterion} », ferait passer le second devant le premier.`
            : 'Aucun niveau de plus donné par un seul expert n’y suffirait.'}
        </li>
        <li>
          {weight
            ? `${points} ${sign} au poids du critère « ${weight.criterion} », les autres à proportion, et ils s’échangent.`
            : 'Aucun changement du poids d’un seul critère ne les échangerait.'}
        </li>
        {flips.lacksCents > 0 ? (
          <li>{`Il manque ${formatCents(flips.lacksCents)} pour financer aussi le premier non financé.`}</li>
        ) : null}
      </ul>
    </Panel>
  );
}

function Quotas({ output, names }: RankingPageProps) {
  if (output.quotas.length === 0) return null;
  return (
    <Table
      caption="Minimums et plafonds"
      columns={[
        { label: 'Règle', header: true, cell: (quota: RankingOutput['quotas'][number]) => quotaText(quota, names) },
        {
          label: 'Atteint',
          numeric: true,
          cell: ({ unit, reached }) => (unit === 'files' ? reached : formatCents(reached)),
        },
        { label: 'Respecté', cell: ({ holds }) => (holds ? 'oui' : 'non, faute de dossiers qui tiennent') },
      ]}
      rows={output.quotas}
    />
  );
}

/** The notice of the algorithm, in words anyone can check (CRPA L311-3-1, R311-3-1-2). */
function Rules({ inputs }: RankingPageProps) {
  const { settings, criteria } = inputs;
  const breaks = settings.tieBreaks.map((key) => criteria.find((one) => one.key === key)?.label ?? key);
  return (
    <Details summary="Comment ce classement est calculé">
      <p>
        Note d’une évaluation : pour chaque critère, poids × points du niveau choisi ÷ meilleurs points. Note brute d’un
        dossier : moyenne de ses évaluations.
      </p>
      <p>
        Note redressée : à chaque évaluation on retire la moitié de l’écart entre la moyenne de son expert et la moyenne
        de la vague ; rien sous trois dossiers lus. Une moyenne haute vient de l’indulgence ou de bons dossiers : la
        moitié est un choix, pas une mesure.
      </p>
      <p>{`Classe : la note ${settings.basis === 'raw' ? 'brute' : 'redressée'}, puis ${breaks.length > 0 ? breaks.join(', puis ') : 'rien'}. À égalité complète, les dossiers sont ex æquo : financés ensemble ou départagés par le comité.`}</p>
      <p>
        Sélection : d’abord les minimums, par leurs mieux classés ; puis l’ordre, jusqu’au premier dossier qui ne tient
        plus dans l’enveloppe. Un plafond écarte sans arrêter la liste. Le calcul propose, le comité décide.
      </p>
    </Details>
  );
}
