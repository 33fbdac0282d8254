import type { FileOpinions } from '../../evaluation/index.ts';
import type { RankedLine, RankingSettings } from '../../ranking/index.ts';
import { scoreText } from '../../ranking/index.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Details,
  Form,
  formatCents,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDate,
  parisDateTime,
  Said,
  SummaryList,
  Table,
  TextArea,
} from '../../ui/index.ts';
import { REASON_LENGTH } from '../form.ts';
import { ALGORITHM_NOTICE, APPEALS, criteriaTable, isComputed, NEXT_STEPS } from '../model/letter.ts';
import type { RedactedOpinion } from '../model/opinions.ts';
import { section } from '../model/paper.ts';
import type { DecidedFile } from '../model/standing.ts';
import { PaperBody } from './minutes.tsx';
import { OutcomeTag, type Seen } from './parts.tsx';

export interface DecisionPageProps extends Seen {
  readonly file: DecidedFile;
  readonly criteria: FileOpinions | null;
  /** `null`: not asked for. */
  readonly opinions: readonly RedactedOpinion[] | null;
  readonly line: RankedLine | null;
  readonly settings: RankingSettings | null;
}

/** What the members of the consortium read of the decision on their file. */
export function DecisionPage(props: DecisionPageProps) {
  const { view, file, criteria, errors = {} } = props;
  const { decision, title } = file;
  const base = `/dossiers/${decision.applicationId}/decision`;
  const computed = isComputed(decision.outcome);
  const table = computed ? criteriaTable(criteria) : null;
  return (
    <Page
      view={view}
      title="La décision"
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[
        { href: '/dossiers', label: 'Mes dossiers' },
        { href: `/dossiers/${decision.applicationId}`, label: title },
      ]}
    >
      <Said {...props} />
      <PageHead title="La décision sur votre projet" kicker={title}>
        <p>
          <OutcomeTag outcome={decision.outcome} />
        </p>
      </PageHead>
      <SummaryList
        lines={[
          { term: 'Décision du', value: parisDate(decision.decidedAt) },
          { term: 'Aide demandée', value: formatCents(decision.requestedCents) },
          { term: 'Aide accordée', value: formatCents(decision.grantedCents) },
          { term: 'Motif', value: decision.reasons },
          { term: 'La suite', value: NEXT_STEPS[decision.outcome] },
        ]}
      />
      {file.letterMade ? (
        <Actions>
          <ButtonLink href={`${base}/lettre.pdf`} download>
            Télécharger la lettre (PDF)
          </ButtonLink>
        </Actions>
      ) : (
        <Notice>
          <p>La lettre se prépare : elle sera ici dans quelques instants.</p>
        </Notice>
      )}
      {table ? <PaperBody paper={{ facts: [], sections: [section('Critère par critère', { table })] }} /> : null}
      <Opinions {...props} base={base} />
      {computed ? <Algorithm {...props} /> : null}
      <AppealPanel {...props} base={base} />
    </Page>
  );
}

type Based = DecisionPageProps & { readonly base: string };

function Opinions({ opinions, base }: Based) {
  if (opinions === null)
    return (
      <Panel title="Les avis des experts">
        <p>
          Vous pouvez les lire maintenant que la décision est prise (articles L. 311-2 et L. 311-6 du code des relations
          entre le public et l’administration). Les noms sont occultés.
        </p>
        <Form action={`${base}/avis`}>
          <Button kind="secondary">Demander les avis</Button>
        </Form>
      </Panel>
    );
  return (
    <Panel title="Les avis des experts">
      {opinions.map(({ label, opinion, scores }) => (
        <Details summary={label}>
          <p>{opinion}</p>
          <Table
            caption={label}
            captionHidden
            columns={[
              { label: 'Critère', header: true, cell: (score: RedactedOpinion['scores'][number]) => score.criterion },
              { label: 'Niveau', cell: ({ level }) => level },
              { label: 'Commentaire', cell: ({ comment }) => comment },
            ]}
            rows={scores}
          />
        </Details>
      ))}
    </Panel>
  );
}

/** Degree of contribution, data, parameters and weights, operations (CRPA R311-3-1-2). */
function Algorithm({ line, settings, criteria }: DecisionPageProps) {
  if (!line || !settings) return null;
  return (
    <Details summary="Le rôle du calcul dans cette décision">
      {ALGORITHM_NOTICE.map((text) => (
        <p>{text}</p>
      ))}
      <SummaryList
        lines={[
          { term: 'Données', value: 'Les niveaux donnés par les experts sur votre dossier, et l’aide demandée.' },
          {
            term: 'Paramètres',
            value: `Poids : ${criteria?.criteria.map(({ label, weightPercent }) => `${label} ${weightPercent} %`).join(', ') ?? ''}. Enveloppe : ${formatCents(settings.envelopeCents)}.`,
          },
          {
            term: 'Opérations',
            value:
              'Moyenne des évaluations pondérées, ordre décroissant, sélection jusqu’à l’épuisement de l’enveloppe.',
          },
          {
            term: 'Pour votre dossier',
            value: `Note brute ${scoreText(line.rawScore)}, redressée ${scoreText(line.adjustedScore)}, rang ${line.rank}.`,
          },
        ]}
      />
    </Details>
  );
}

function AppealPanel({ file, base, errors = {}, typed = {} }: Based) {
  const open = file.appeals.some(({ answeredAt }) => answeredAt === null);
  return (
    <Panel title="Si vous contestez cette décision">
      <ul>
        {APPEALS.map((text) => (
          <li>{text}</li>
        ))}
      </ul>
      {file.appeals.map(({ receivedAt, answer, answerReasons }) => (
        <p>{`Recours reçu le ${parisDateTime(receivedAt)} : ${answer === null ? 'en cours' : `${answer === 'accepted' ? 'accueilli' : 'rejeté'}. ${answerReasons}`}`}</p>
      ))}
      {open ? null : (
        <Form action={`${base}/recours`}>
          <TextArea
            name="grounds"
            label="Votre recours gracieux"
            limit={REASON_LENGTH}
            rows={5}
            value={typed.grounds}
            error={errors.grounds}
          />
          <Button kind="secondary">Former un recours gracieux</Button>
        </Form>
      )}
    </Panel>
  );
}
