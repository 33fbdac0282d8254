import type { FieldErrors, Message } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import {
  Actions,
  Button,
  EmptyState,
  FileField,
  Form,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDateTime,
  Said,
  type Step,
  Steps,
  TextArea,
  type View,
} from '../../ui/index.ts';
import { ACCEPTED_EXTENSIONS, MAX_UPLOAD_BYTES } from '../../uploads/index.ts';
import { inView, OUTCOME_WORDS } from '../messages.ts';
import { type FileState, stateAt } from '../model/file.ts';
import { currentRequest, type InstructionFile, openNotice } from '../model/whole.ts';
import { ImplicitPanel } from './implicit.tsx';

export interface FollowProps {
  readonly view: View;
  readonly applicationId: string;
  readonly title: string;
  /** `null`: the wave has not closed, or nothing was deposited. */
  readonly file: InstructionFile | null;
  readonly now: Instant;
  readonly told?: string | undefined;
  readonly refusal?: Message | undefined;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

/** What a member of the consortium reads: where the file stands, and what is expected of them. */
export function FollowPage(props: FollowProps) {
  const { view, applicationId, title, file, now, told, refusal, errors = {} } = props;
  return (
    <Page
      view={view}
      title="Où en est le dossier"
      islands={['upload', 'forms']}
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[
        { href: '/dossiers', label: 'Mes dossiers' },
        { href: `/dossiers/${applicationId}`, label: title },
      ]}
    >
      <Said told={told} refusal={refusal} errors={errors} />
      <PageHead title="Où en est le dossier" kicker={title} />
      {file === null ? (
        <EmptyState title="L’instruction n’a pas commencé">
          Elle commence à la clôture de la vague, pour les dossiers déposés. Jusque-là, vous pouvez encore modifier le
          vôtre.
        </EmptyState>
      ) : (
        <>
          <Steps steps={stepsOf(stateAt(file, now))} label="Étapes du dossier" />
          <Expected {...props} file={file} />
          <ImplicitPanel implicit={file.implicit} />
        </>
      )}
    </Page>
  );
}

function stepsOf(state: FileState): Step[] {
  const over = state === 'ineligible' || state === 'not-instructed' || state === 'withdrawn';
  return [
    { label: 'Déposé', state: 'done' },
    { label: 'Instruction', state: state === 'eligible' || over ? 'done' : 'current' },
    ...(over
      ? []
      : [{ label: 'Évaluation', state: state === 'eligible' ? ('current' as const) : ('coming' as const) }]),
    ...(over ? [] : [{ label: 'Décision', state: 'coming' as const }]),
  ];
}

type WithFile = FollowProps & { readonly file: InstructionFile };

function Expected(props: WithFile) {
  const { file, now } = props;
  switch (stateAt(file, now)) {
    case 'awaiting-pieces':
      return <Pieces {...props} />;
    case 'contradictory':
      return <Observations {...props} />;
    case 'to-instruct':
      return (
        <Notice title="Rien n’est attendu de vous">
          <p>Le service instruit votre dossier. Nous vous écrirons à chaque étape.</p>
        </Notice>
      );
    case 'eligible':
      return (
        <Notice tone="success" title="Votre dossier est éligible">
          <p>Des experts l’évaluent. Cette étape ne préjuge pas de la sélection.</p>
          <p>
            <a href={`/dossiers/${props.file.applicationId}/audition`}>
              Choisir un créneau d’audition, si le service en propose
            </a>
          </p>
        </Notice>
      );
    case 'withdrawn':
      return (
        <Notice title="Vous avez retiré ce dossier">
          <p>L’instruction s’est arrêtée. Ce qui a été déposé est conservé.</p>
        </Notice>
      );
    default:
      return <Decided {...props} />;
  }
}

function Decided({ file }: WithFile) {
  if (!file.decision) return null;
  return (
    <Notice tone="warning" title={`Votre dossier est ${OUTCOME_WORDS[file.decision.outcome]}`}>
      <p>{file.decision.reasons}</p>
      <p>
        {`Décision du ${parisDateTime(file.decision.at)}. Vous pouvez former un recours gracieux auprès du service, ou saisir le tribunal administratif, dans les deux mois.`}
      </p>
    </Notice>
  );
}

function Pieces({ file }: WithFile) {
  const request = currentRequest(file);
  if (!request) return null;
  const action = `/dossiers/${file.applicationId}/suite`;
  return (
    <>
      <Notice tone="warning" title={`Pièces attendues avant le ${parisDateTime(request.dueAt)}`}>
        <p>{request.message}</p>
        <p>Les délais sont suspendus jusqu’à ce que vous ayez tout transmis, ou jusqu’à cette date.</p>
      </Notice>
      {request.items.map((item) => (
        <Form action={`${action}/pieces/${item.key}`} multipart>
          <FileField
            name={item.key}
            label={item.label}
            accept={ACCEPTED_EXTENSIONS}
            maxBytes={MAX_UPLOAD_BYTES}
            files={request.files
              .filter(({ itemKey }) => itemKey === item.key)
              .map((one) => ({
                name: one.name,
                sizeBytes: one.sizeBytes,
                sha256: one.sha256,
                status: 'Reçu',
                tone: 'success',
              }))}
            upload={{ endpoint: '/televersements', attach: { url: `${action}/pieces/${item.key}` } }}
          />
          <Actions>
            <Button kind="secondary">
              Joindre<span class="sr-only">{` : ${item.label}`}</span>
            </Button>
          </Actions>
        </Form>
      ))}
      <Form action={`${action}/transmettre`}>
        <Actions>
          <Button>J’ai tout joint : transmettre au service</Button>
        </Actions>
      </Form>
    </>
  );
}

function Observations({ file, now, errors = {}, typed = {} }: WithFile) {
  const notice = openNotice(file);
  if (!notice) return null;
  return (
    <Panel title="Le service envisage une décision défavorable">
      <p>{`Il envisage ${inView(notice.outcome)}, pour les motifs suivants :`}</p>
      <p>{notice.reasons}</p>
      {notice.answer && notice.answeredAt ? (
        <Notice title={`Vos observations, reçues le ${parisDateTime(notice.answeredAt)}`} level={3}>
          <p>{notice.answer}</p>
        </Notice>
      ) : now < notice.answerUntil ? (
        <Form action={`/dossiers/${file.applicationId}/suite/observations`}>
          <p>{`Vous pouvez répondre jusqu’au ${parisDateTime(notice.answerUntil)}. Aucune décision ne sera prise avant.`}</p>
          <TextArea
            name="observations"
            label="Vos observations"
            rows={8}
            limit={4000}
            value={typed.observations}
            error={errors.observations}
          />
          <Button>Transmettre mes observations</Button>
        </Form>
      ) : (
        <p>{`Le délai de réponse a pris fin le ${parisDateTime(notice.answerUntil)}. La décision va être prise.`}</p>
      )}
    </Panel>
  );
}
