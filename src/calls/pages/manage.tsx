import type { FieldErrors, Message } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  ConfirmForm,
  centsToInput,
  DateTimeField,
  ErrorSummary,
  Form,
  formatCents,
  Hidden,
  MoneyField,
  Notice,
  NumberField,
  Page,
  PageHead,
  Select,
  SummaryList,
  TextArea,
  TextField,
  type View,
  zonedLocal,
} from '../../ui/index.ts';
import type { Call } from '../model/call.ts';
import { ANSWER_LENGTH, type Question } from '../model/question.ts';
import { type Wave, waveState } from '../model/wave.ts';
import { inZone, ZONES, zoneName } from '../model/zone.ts';
import { WaveTags, When } from './parts.tsx';

const LIST = { href: '/agent/appels', label: 'Gérer les appels' };
const crumbsOf = (call: Call) => [LIST, { href: `/agent/appels/${call.id}`, label: call.content.acronym }];

export interface Typed {
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
  readonly refusal?: Message | null;
}

const Refused = ({ refusal }: { readonly refusal: Message | null | undefined }) =>
  refusal ? (
    <Notice tone="danger" title={refusal.title} live>
      <p>{refusal.text}</p>
    </Notice>
  ) : null;

interface ListProps {
  readonly view: View;
  readonly calls: readonly Call[];
}

export const ManageListPage = ({ view, calls }: ListProps) => (
  <Page view={view} title="Gérer les appels">
    <PageHead title="Gérer les appels" lead="Vagues, reports et réponses aux questions." />
    <Actions>
      <ButtonLink href="/agent/appels/nouveau">Créer un appel</ButtonLink>
    </Actions>
    <ul class="cards">
      {calls.map((call) => (
        <li class="card">
          <h2>
            <a href={`/agent/appels/${call.id}`}>{call.content.acronym}</a>
          </h2>
          <p>{call.title}</p>
        </li>
      ))}
    </ul>
  </Page>
);

interface ManageProps {
  readonly view: View;
  readonly now: Date;
  readonly call: Call;
  readonly waves: readonly Wave[];
  readonly questions: readonly Question[];
}

export function ManageCallPage({ view, now, call, waves, questions }: ManageProps) {
  const waiting = questions.filter((question) => question.state === 'pending');
  const base = `/agent/appels/${call.id}`;
  return (
    <Page view={view} title={`Gérer ${call.content.acronym}`} breadcrumbs={[LIST]} islands={['calls']}>
      <PageHead title={call.content.acronym} kicker="Gérer l’appel" lead={call.title}>
        <p>
          <a href={`/appels/${call.slug}`}>Voir la page publique</a> · <a href={`${base}/formulaire`}>Formulaire</a> ·{' '}
          <a href={`${base}/regles`}>Règles</a> · <a href={`${base}/texte`}>Texte et contact</a>
        </p>
      </PageHead>
      <h2>Vagues</h2>
      <Actions>
        <ButtonLink href={`${base}/vagues/nouvelle`}>Préparer une vague</ButtonLink>
      </Actions>
      {waves.map((wave) => (
        <section>
          <h3>
            {wave.name} <WaveTags wave={wave} now={now} />
          </h3>
          <SummaryList
            lines={[
              { term: 'Ouverture', value: <When at={wave.opensAt} zone={wave.zone} /> },
              { term: 'Clôture', value: <When at={wave.closesAt} zone={wave.zone} /> },
              { term: 'Enveloppe', value: wave.envelopeCents ? formatCents(wave.envelopeCents) : 'Aucune' },
            ]}
          />
          <WaveActions base={base} wave={wave} now={now} />
        </section>
      ))}
      <h2>{`Questions en attente : ${waiting.length}`}</h2>
      <ul>
        {waiting.map((question) => (
          <li>
            <a href={`${base}/questions/${question.id}`}>{question.askedText.slice(0, 120)}</a>
            {` – posée le ${inZone(question.askedAt, call.zone)}`}
          </li>
        ))}
      </ul>
    </Page>
  );
}

function WaveActions({ base, wave, now }: { readonly base: string; readonly wave: Wave; readonly now: Date }) {
  const state = waveState(wave, now);
  if (wave.isHistorical) return null;
  const path = `${base}/vagues/${wave.id}`;
  const follow = <a href={`/agent/vagues/${wave.id}/suivi`}>Suivre la vague</a>;
  if (state === 'closed') return <Actions>{follow}</Actions>;
  return state === 'draft' ? (
    <Actions>
      <ButtonLink href={`${path}/publier`}>Publier…</ButtonLink>
      <a href={path}>Modifier</a>
      <a href={`${path}/renoncer`}>Renoncer à cette vague…</a>
    </Actions>
  ) : (
    <Actions>
      <ButtonLink kind="secondary" href={`${path}/reporter`}>
        Reporter la clôture…
      </ButtonLink>
      {follow}
    </Actions>
  );
}

interface WaveFormProps extends Typed {
  readonly view: View;
  readonly call: Call;
  readonly wave: Wave | null;
}

const valuesOf = (wave: Wave | null): Record<string, string> => {
  if (wave === null) return { zone: 'Europe/Paris', outageMinutes: '30', outageHours: '24' };
  return {
    name: wave.name,
    zone: wave.zone,
    opensAt: zonedLocal(wave.opensAt, wave.zone),
    closesAt: zonedLocal(wave.closesAt, wave.zone),
    questionsCloseAt: wave.questionsCloseAt ? zonedLocal(wave.questionsCloseAt, wave.zone) : '',
    envelope: centsToInput(wave.envelopeCents),
    outageMinutes: String(wave.outageRule?.minutes ?? ''),
    outageHours: String(wave.outageRule?.hours ?? ''),
    isDemonstration: wave.isDemonstration ? 'oui' : '',
  };
};

export function WaveFormPage({ view, call, wave, errors = {}, typed, refusal }: WaveFormProps) {
  const values = typed ?? valuesOf(wave);
  const title = wave === null ? 'Préparer une vague' : `Modifier ${wave.name}`;
  const path = `/agent/appels/${call.id}/vagues/${wave?.id ?? 'nouvelle'}`;
  const field = (name: string, label: string, hint?: string) => ({
    name,
    label,
    hint,
    error: errors[name],
    value: values[name],
  });
  const zone = 'heure du fuseau choisi';
  return (
    <Page view={view} title={title} breadcrumbs={crumbsOf(call)} invalid={Object.keys(errors).length > 0}>
      <ErrorSummary errors={errors} />
      <Refused refusal={refusal} />
      <PageHead title={title} />
      <Form action={path}>
        {wave ? <Hidden name="version" value={wave.version} /> : null}
        <TextField {...field('name', 'Nom de la vague')} required />
        <Select
          {...field('zone', 'Fuseau des dates')}
          empty={null}
          options={Object.entries(ZONES).map(([value, label]) => ({ value, label }))}
        />
        <DateTimeField {...field('opensAt', 'Ouverture')} zone={zone} required />
        <DateTimeField
          {...field(
            'closesAt',
            'Clôture',
            'Premier instant où un dépôt est refusé. Une fois publiée, elle n’avance jamais.',
          )}
          zone={zone}
          required
        />
        <DateTimeField
          {...field('questionsCloseAt', 'Fin des questions', 'Vide : aucune question n’est reçue.')}
          zone={zone}
          optional
        />
        <MoneyField {...field('envelope', 'Enveloppe', 'Réservée au grand livre à la publication.')} optional />
        <NumberField {...field('outageMinutes', 'Report de droit au-delà de')} unit="minutes de panne" />
        <NumberField {...field('outageHours', 'au cours des')} unit="dernières heures" />
        <Checkbox name="isDemonstration" label="Vague de démonstration" checked={values.isDemonstration === 'oui'} />
        <Button>Enregistrer</Button>
      </Form>
    </Page>
  );
}

interface ActProps extends Typed {
  readonly view: View;
  readonly call: Call;
  readonly wave: Wave;
}

const Reason = ({ errors = {}, typed = {} }: Typed) => (
  <TextArea
    name="reason"
    label="Motif"
    hint="Publié avec la décision, et conservé au journal."
    error={errors.reason}
    value={typed.reason}
    limit={1000}
    required
  />
);

export function WavePublishPage(props: ActProps & { readonly act: 'publier' | 'renoncer' }) {
  const { view, call, wave, act, errors = {}, refusal } = props;
  const publish = act === 'publier';
  const title = publish ? `Publier ${wave.name}` : `Renoncer à ${wave.name}`;
  const consequence = publish
    ? `La vague sera visible de tous. Elle fermera le ${inZone(wave.closesAt, wave.zone)} : cette date ne pourra plus avancer. Formulaire et règles sont figés, l’enveloppe est réservée.`
    : 'La vague n’ouvrira pas ; le motif est annoncé sur la page de l’appel. Une vague déjà publiée, elle, ne peut être abandonnée.';
  return (
    <Page view={view} title={title} breadcrumbs={crumbsOf(call)}>
      <ErrorSummary errors={errors} />
      <Refused refusal={refusal} />
      <PageHead title={title} />
      <ConfirmForm
        action={`/agent/appels/${call.id}/vagues/${wave.id}/${act}`}
        consequence={consequence}
        confirm={publish ? 'Publier la vague' : 'Renoncer à la vague'}
        cancelHref={`/agent/appels/${call.id}`}
        kind={publish ? 'primary' : 'warning'}
      >
        <Hidden name="version" value={wave.version} />
        <Reason {...props} />
      </ConfirmForm>
    </Page>
  );
}

export function WaveExtendPage(props: ActProps) {
  const { view, call, wave, errors = {}, typed = {}, refusal } = props;
  const zone = zoneName(wave.zone);
  return (
    <Page view={view} title={`Reporter ${wave.name}`} breadcrumbs={crumbsOf(call)} islands={['calls']}>
      <ErrorSummary errors={errors} />
      <Refused refusal={refusal} />
      <PageHead title={`Reporter ${wave.name}`} />
      <p>
        Clôture publiée : <When at={wave.closesAt} zone={wave.zone} />
      </p>
      <ConfirmForm
        action={`/agent/appels/${call.id}/vagues/${wave.id}/reporter`}
        consequence="La nouvelle clôture vaut pour tous et chacun en est averti. Elle ne pourra plus avancer."
        confirm="Reporter la clôture"
        cancelHref={`/agent/appels/${call.id}`}
      >
        <Hidden name="version" value={wave.version} />
        <DateTimeField
          name="closesAt"
          label="Nouvelle clôture"
          zone={zone}
          error={errors.closesAt}
          value={typed.closesAt ?? zonedLocal(wave.closesAt, wave.zone)}
          required
        />
        <DateTimeField
          name="questionsCloseAt"
          label="Nouvelle fin des questions"
          hint="Vide : inchangée."
          zone={zone}
          error={errors.questionsCloseAt}
          value={typed.questionsCloseAt}
          optional
        />
        <Reason {...props} />
      </ConfirmForm>
    </Page>
  );
}

interface AnswerProps extends Typed {
  readonly view: View;
  readonly call: Call;
  readonly question: Question;
}

export function AnswerPage({ view, call, question, errors = {}, typed = {}, refusal }: AnswerProps) {
  const action = `/agent/appels/${call.id}/questions/${question.id}`;
  return (
    <Page view={view} title="Répondre à une question" breadcrumbs={crumbsOf(call)}>
      <ErrorSummary errors={errors} />
      <Refused refusal={refusal} />
      <PageHead title="Répondre à une question" />
      <h2>Telle qu’elle a été posée</h2>
      <p class="text">{question.askedText}</p>
      <Form action={action}>
        <Hidden name="version" value={question.version} />
        <TextArea
          name="publishedText"
          label="Question publiée"
          hint="Retirez ce qui permettrait de reconnaître l’auteur. Les deux textes sont conservés."
          value={typed.publishedText ?? question.askedText}
          error={errors.publishedText}
        />
        <TextArea
          name="answer"
          label="Réponse publiée"
          value={typed.answer}
          error={errors.answer}
          limit={ANSWER_LENGTH}
        />
        <Button name="decision" value="answer">
          Publier la réponse
        </Button>
        <TextArea
          name="declineReason"
          label="Ou motif de ne pas publier"
          hint="Dit à l’auteur seul."
          value={typed.declineReason}
          error={errors.declineReason}
          limit={1000}
        />
        <Button name="decision" value="decline" kind="secondary">
          Ne pas publier
        </Button>
      </Form>
    </Page>
  );
}
