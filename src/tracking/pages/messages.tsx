import type { Progress } from '../../applications/index.ts';
import type { FieldErrors, Message } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  ButtonLink,
  ConfirmForm,
  count,
  EmptyState,
  ErrorSummary,
  Form,
  formatNumber,
  Hidden,
  Notice,
  Progress as ProgressBar,
  parisDateTime,
  Select,
  SummaryList,
  Table,
  TextArea,
  TextField,
} from '../../ui/index.ts';
import type { TypedMessage } from '../form.ts';
import { audienceLabel, GROUP_LABELS } from '../messages.ts';
import { BODY_MAX, type Draft, filesOf, GROUPS, type SentMessage, SUBJECT_MAX } from '../model/message.ts';
import { type WaveFrame, WavePage, waveBase } from './parts.tsx';

interface HistoryProps extends WaveFrame {
  readonly messages: readonly SentMessage[];
  readonly mayWrite: boolean;
}

export function HistoryPage(props: HistoryProps) {
  const { wave, messages, mayWrite } = props;
  const base = `${waveBase(wave.id)}/messages`;
  const write = <ButtonLink href={`${base}/nouveau`}>Écrire aux candidats</ButtonLink>;
  return (
    <WavePage {...props} title="Messages aux candidats">
      {messages.length === 0 ? (
        <EmptyState title="Aucun message n’est parti" action={mayWrite ? write : undefined}>
          Les messages aux candidats de cette vague se lisent ici, avec leur envoi.
        </EmptyState>
      ) : (
        <>
          {mayWrite ? <Actions>{write}</Actions> : null}
          <Table
            caption="Messages envoyés, le plus récent d’abord"
            columns={[
              { label: 'Objet', header: true, cell: ({ id, subject }) => <a href={`${base}/${id}`}>{subject}</a> },
              { label: 'Envoyé', cell: ({ sentAt }) => parisDateTime(sentAt) },
              { label: 'Destinataires', cell: ({ audienceLabel: label }) => label },
              { label: 'Dossiers', numeric: true, cell: ({ files }) => formatNumber(files) },
              {
                label: 'Courriels partis',
                numeric: true,
                cell: ({ delivered, people }) => `${formatNumber(delivered)} sur ${formatNumber(people)}`,
              },
            ]}
            rows={messages}
          />
        </>
      )}
    </WavePage>
  );
}

interface ComposeProps extends WaveFrame {
  readonly files: readonly Progress[];
  readonly typed?: TypedMessage;
  readonly errors?: FieldErrors;
}

const stepsOf = (files: readonly Progress[]) => files[0]?.steps ?? [];

const Limits = () => (
  <p>
    {`Un message par minute au plus pour une vague, ${SUBJECT_MAX} caractères d’objet, ${BODY_MAX} de texte. Chaque membre d’un dossier reçoit un seul courriel, et lit le message sur la page de son dossier.`}
  </p>
);

export function ComposePage(props: ComposeProps) {
  const { wave, files, errors = {}, typed = { audience: '', subject: '', body: '' } } = props;
  const audiences = [
    ...GROUPS.map((group) => ({ value: group as Draft['audience'], label: GROUP_LABELS[group] })),
    ...stepsOf(files).map(({ key }) => {
      const value = `incomplete:${key}` as const;
      return { value, label: audienceLabel(value, stepsOf(files)) };
    }),
  ].map(({ value, label }) => ({ value, label: `${label} (${formatNumber(filesOf(files, value).length)})` }));
  return (
    <WavePage {...props} title="Écrire aux candidats" invalid={Object.keys(errors).length > 0}>
      <ErrorSummary errors={errors} />
      <Limits />
      <Form action={`${waveBase(wave.id)}/messages/nouveau`}>
        <Select
          name="destinataires"
          label="À qui"
          hint="Entre parenthèses, le nombre de dossiers à cet instant."
          options={audiences}
          value={typed.audience}
          error={errors.destinataires}
          required
        />
        <TextField name="objet" label="Objet" value={typed.subject} error={errors.objet} required />
        <TextArea
          name="texte"
          label="Message"
          hint="Du texte simple. Le service, l’appel et le lien vers le dossier sont ajoutés à la fin."
          value={typed.body}
          error={errors.texte}
          limit={BODY_MAX}
          required
        />
        <Actions>
          <Button>Relire avant d’envoyer</Button>
          <a href={`${waveBase(wave.id)}/messages`}>Revenir aux messages</a>
        </Actions>
      </Form>
    </WavePage>
  );
}

interface PreviewProps extends WaveFrame {
  readonly files: readonly Progress[];
  readonly people: number;
  readonly draft: Draft;
  readonly clientKey: string;
  readonly refusal?: Message | null;
}

export const PREVIEW_FILES = 200;

export function PreviewPage(props: PreviewProps) {
  const { wave, now, files, people, draft, clientKey, refusal = null } = props;
  const base = `${waveBase(wave.id)}/messages`;
  const to = filesOf(files, draft.audience);
  return (
    <WavePage {...props} title="Relire avant d’envoyer" invalid={refusal !== null}>
      {refusal ? (
        <Notice tone="danger" title={refusal.title} live>
          <p>{refusal.text}</p>
        </Notice>
      ) : null}
      <SummaryList
        lines={[
          { term: 'À', value: audienceLabel(draft.audience, stepsOf(files)) },
          {
            term: 'Destinataires',
            value: `${count(people, 'personne')}, pour ${count(to.length, 'dossier')}, le ${parisDateTime(now)}`,
          },
          { term: 'Objet', value: draft.subject },
          { term: 'Message', value: <span class="text">{draft.body}</span> },
        ]}
      />
      {to.length === 0 ? (
        <Notice tone="warning">
          <p>Aucun dossier ne correspond : rien ne peut partir. Changez de destinataires.</p>
        </Notice>
      ) : (
        <ConfirmForm
          action={base}
          consequence="Un message envoyé ne se rattrape pas. Il part aux dossiers qui correspondent au moment de l’envoi : qui aura déposé entre-temps ne sera pas relancé. L’envoi est inscrit au journal des décisions."
          confirm="Envoyer le message"
          cancelHref={`${base}/nouveau`}
          kind="primary"
        >
          <Fields draft={draft} />
          <Hidden name="clientKey" value={clientKey} />
        </ConfirmForm>
      )}
      <Form action={`${base}/nouveau`}>
        <Fields draft={draft} />
        <Hidden name="action" value="reprendre" />
        <Button kind="secondary">Modifier le message</Button>
      </Form>
      <h2>Qui le recevra</h2>
      <Table
        caption={to.length > PREVIEW_FILES ? `Les ${PREVIEW_FILES} premiers dossiers` : 'Dossiers destinataires'}
        columns={[
          { label: 'Dossier', header: true, cell: ({ title }) => title },
          { label: 'Chef de file', cell: ({ lead }) => lead.name },
        ]}
        rows={to.slice(0, PREVIEW_FILES)}
        empty="Aucun dossier."
      />
    </WavePage>
  );
}

const Fields = ({ draft }: { readonly draft: Draft }) => (
  <>
    <Hidden name="destinataires" value={draft.audience} />
    <Hidden name="objet" value={draft.subject} />
    <Hidden name="texte" value={draft.body} />
  </>
);

interface SentProps extends WaveFrame {
  readonly message: SentMessage;
  readonly sender: string;
  readonly files: readonly { readonly title: string; readonly people: number }[];
}

export function SentPage(props: SentProps) {
  const { message, sender, files } = props;
  return (
    <WavePage {...props} title={message.subject}>
      <ProgressBar
        label="Courriels partis"
        value={message.delivered}
        max={message.people}
        text={`${formatNumber(message.delivered)} sur ${formatNumber(message.people)}`}
      />
      <SummaryList
        lines={[
          { term: 'Envoyé', value: `${parisDateTime(message.sentAt)}, par ${sender}` },
          { term: 'À', value: message.audienceLabel },
          { term: 'Message', value: <span class="text">{message.body}</span> },
        ]}
      />
      <Table
        caption={`${count(message.files, 'dossier')}${files.length < message.files ? `, les ${files.length} premiers` : ''}`}
        columns={[
          { label: 'Dossier', header: true, cell: ({ title }) => title },
          { label: 'Personnes', numeric: true, cell: ({ people }) => formatNumber(people) },
        ]}
        rows={files}
      />
    </WavePage>
  );
}
