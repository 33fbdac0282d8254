import type { SealedCheck } from '../../applications/index.ts';
import type { Instant } from '../../kernel/instant.ts';
import {
  Actions,
  Button,
  Details,
  FileList,
  Form,
  formatCents,
  Hidden,
  Page,
  PageHead,
  Panel,
  parisDateTime,
  Radios,
  Said,
  StatusTag,
  SummaryList,
  TextArea,
  WhyPanel,
} from '../../ui/index.ts';
import { CHECK_WORDS, EVENT_NAMES, INPUT_LABELS, inputText, STATE_LABELS } from '../labels.ts';
import { computedOutcome, stateAt } from '../model/file.ts';
import type { InstructionFile } from '../model/whole.ts';
import { AdverseActs, EligibleAct, PiecesAct } from './acts.tsx';
import { ImplicitPanel } from './implicit.tsx';
import { STATE_TONES } from './list.tsx';
import { baseOf, type FilePageProps } from './props.ts';

export function InstructionFilePage(props: FilePageProps) {
  const { view, file, now, history, names, told, refusal, errors = {} } = props;
  const state = stateAt(file, now);
  return (
    <Page
      view={view}
      title={file.title}
      layout="wide"
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[
        { href: '/agent/instruction', label: 'Instruction' },
        { href: `/agent/instruction/vagues/${file.waveId}`, label: 'Dossiers de la vague' },
      ]}
    >
      <Said told={told} refusal={refusal} errors={errors} />
      <PageHead title={file.title} kicker={file.receiptNumber}>
        <StatusTag tone={STATE_TONES[state]}>{STATE_LABELS[state]}</StatusTag>
      </PageHead>
      <SummaryList
        lines={[
          { term: 'Chef de file', value: `${file.leadName} (SIRET ${file.leadSiret})` },
          { term: 'Aide demandée', value: formatCents(file.requestedCents) },
          { term: 'Reçu le', value: parisDateTime(file.receivedAt) },
        ]}
      />
      <ImplicitPanel implicit={file.implicit} />
      <Annexes {...props} />
      <Rules {...props} />
      <Requests file={file} now={now} />
      {state === 'to-instruct' ? <PiecesAct {...props} /> : null}
      {state === 'to-instruct' ? <EligibleAct {...props} /> : null}
      <AdverseActs {...props} />
      <WhyPanel history={history} eventNames={EVENT_NAMES} authorNames={names} />
    </Page>
  );
}

function Annexes({ file, annexes }: FilePageProps) {
  if (annexes.length === 0) return null;
  return (
    <Panel title="Ce qui a été déposé">
      <FileList
        files={annexes.map((one) => ({
          name: one.name,
          sizeBytes: one.sizeBytes,
          sha256: one.sha256,
          href: `${baseOf(file)}/fichiers/${one.sha256}`,
          status: 'Scellé',
          tone: 'success',
        }))}
      />
    </Panel>
  );
}

function Rules(props: FilePageProps) {
  const { file, now } = props;
  const open = stateAt(file, now) === 'to-instruct';
  const left = file.checks.length - file.verdicts.length;
  return (
    <section id="regles">
      <h2>Règles de l’appel</h2>
      <p>
        Chaque règle est calculée sur le contenu scellé, avec ce qui a été comparé et la source. Vous confirmez le
        résultat, ou retenez l’autre en disant pourquoi.
      </p>
      {open && left > 0 ? (
        <Form action={`${baseOf(file)}/regles/confirmer`}>
          <Hidden name="version" value={file.version} />
          <Actions>
            <Button kind="secondary">{`Confirmer les ${left} résultats calculés qui restent`}</Button>
          </Actions>
        </Form>
      ) : null}
      {file.checks.map((check) => (
        <Rule check={check} open={open} {...props} />
      ))}
    </section>
  );
}

const OUTCOME_LABELS = { met: 'Respectée', unmet: 'Non respectée' } as const;

type RuleProps = FilePageProps & { readonly check: SealedCheck };

function Rule(props: RuleProps & { readonly open: boolean }) {
  const { check, open, file } = props;
  const { rule } = check;
  const verdict = file.verdicts.find(({ ruleKey }) => ruleKey === rule.key);
  return (
    <article class="panel" id={`regle-${rule.key}`}>
      <h3 class="panel-title">{rule.text}</h3>
      <p>
        <StatusTag
          tone={check.state === 'ok' ? 'success' : 'warning'}
        >{`Calcul : ${CHECK_WORDS[check.state]}`}</StatusTag>{' '}
        {verdict ? (
          <StatusTag tone={verdict.outcome === 'met' ? 'success' : 'danger'}>
            {`Retenu : ${OUTCOME_LABELS[verdict.outcome].toLowerCase()}`}
          </StatusTag>
        ) : (
          <StatusTag tone="info">À juger</StatusTag>
        )}
      </p>
      <SummaryList lines={linesOf(check, verdict?.reason ?? '')} />
      {open ? <RuleForm {...props} /> : null}
    </article>
  );
}

function RuleForm({ check, file, typed = {}, errors = {} }: RuleProps) {
  const { key, text } = check.rule;
  const [result, reason] = [`resultat-${key}`, `motif-${key}`];
  const verdict = file.verdicts.find(({ ruleKey }) => ruleKey === key);
  return (
    <Details summary={`Retenir un résultat\u00a0: ${text}`} open={typed.rule === key}>
      <Form action={`${baseOf(file)}/regles`}>
        <Hidden name="version" value={file.version} />
        <Hidden name="rule" value={key} />
        <Radios
          name={result}
          label="Votre résultat"
          value={typed[result] ?? verdict?.outcome ?? computedOutcome(check)}
          error={errors[result]}
          options={[
            { value: 'met', label: OUTCOME_LABELS.met },
            { value: 'unmet', label: OUTCOME_LABELS.unmet },
          ]}
        />
        <TextArea
          name={reason}
          label="Motif, si vous vous écartez du calcul"
          rows={2}
          limit={2000}
          optional
          value={typed[reason] ?? verdict?.reason ?? ''}
          error={errors[reason]}
        />
        <Button kind="secondary">Enregistrer ce résultat</Button>
      </Form>
    </Details>
  );
}

function linesOf(check: SealedCheck, reason: string) {
  const inputs = Object.entries(check.inputs).filter(([, value]) => value !== null);
  const { rule } = check;
  return [
    ...inputs.map(([key, value]) => ({ term: INPUT_LABELS[key] ?? key, value: inputText(key, value) })),
    ...(check.names.length > 0 ? [{ term: 'Concerne', value: check.names.join(' ; ') }] : []),
    { term: 'Ce que lit le candidat', value: check.sentence },
    { term: 'Source', value: rule.sourceUrl ? <a href={rule.sourceUrl}>{rule.source}</a> : rule.source },
    {
      term: 'Portée',
      value: rule.severity === 'blocking' ? 'Condition d’éligibilité' : 'Signalée, laissée à l’instruction',
    },
    ...(reason ? [{ term: 'Motif retenu', value: reason }] : []),
  ];
}

function Requests({ file, now }: { readonly file: InstructionFile; readonly now: Instant }) {
  if (file.requests.length === 0) return null;
  return (
    <section id="pieces">
      <h2>Pièces demandées</h2>
      {file.requests.map((request) => (
        <article class="panel">
          <h3 class="panel-title">{`Demande du ${parisDateTime(request.askedAt)}`}</h3>
          <p>{request.message}</p>
          <p>{stateOfRequest(request, now)}</p>
          {request.items.map((item) => (
            <>
              <h4>{item.label}</h4>
              {request.files.some(({ itemKey }) => itemKey === item.key) ? (
                <FileList
                  files={request.files
                    .filter(({ itemKey }) => itemKey === item.key)
                    .map((one) => ({
                      name: one.name,
                      sizeBytes: one.sizeBytes,
                      sha256: one.sha256,
                      href: `${baseOf(file)}/fichiers/${one.sha256}`,
                      status: 'Reçu',
                      tone: 'success',
                    }))}
                />
              ) : (
                <p>Rien reçu pour cette pièce.</p>
              )}
            </>
          ))}
        </article>
      ))}
    </section>
  );
}

function stateOfRequest(request: InstructionFile['requests'][number], now: Instant): string {
  if (request.receivedAt) return `Tout a été reçu le ${parisDateTime(request.receivedAt)} : la suspension a pris fin.`;
  if (now >= request.dueAt) return `Le délai a pris fin le ${parisDateTime(request.dueAt)}, la suspension aussi.`;
  return `Le candidat peut répondre jusqu’au ${parisDateTime(request.dueAt)} ; le délai de rejet implicite est suspendu.`;
}
