import type { Message } from '../../kernel/decision.ts';
import {
  Button,
  EmptyState,
  Form,
  Hidden,
  Notice,
  Page,
  PageHead,
  StatusTag,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import type { Call } from '../model/call.ts';
import { QUESTION_LENGTH, type Question } from '../model/question.ts';
import type { Wave } from '../model/wave.ts';
import { inZone } from '../model/zone.ts';
import { Paragraphs, When } from './parts.tsx';

export interface QuestionsProps {
  readonly view: View;
  readonly call: Call;
  /** The wave that receives questions now. */
  readonly wave: Wave | null;
  readonly published: readonly Question[];
  readonly mine: readonly Question[];
  readonly search: string;
  readonly onceKey: string;
  readonly typed?: string;
  readonly refusal?: Message | null;
  readonly sent?: boolean;
}

export function QuestionsPage(props: QuestionsProps) {
  const { view, call, published, mine, search, refusal, sent = false } = props;
  const crumbs = [
    { href: '/appels', label: 'Appels à projets' },
    { href: `/appels/${call.slug}`, label: call.content.acronym },
  ];
  return (
    <Page view={view} title="Questions et réponses" breadcrumbs={crumbs} islands={['calls']} invalid={refusal != null}>
      <PageHead
        title="Questions et réponses"
        kicker={call.content.acronym}
        lead="Chaque réponse vaut pour tous les candidats."
      />
      {refusal ? (
        <Notice tone="danger" title={refusal.title} live>
          <p>{refusal.text}</p>
        </Notice>
      ) : null}
      {sent ? (
        <Notice tone="success" title="Votre question est enregistrée" live>
          <p>La réponse sera publiée ici, sans votre nom, et vous serez averti par courriel.</p>
        </Notice>
      ) : null}
      <AskForm {...props} />
      {mine.length > 0 ? <Mine questions={mine} zone={call.zone} /> : null}
      <h2>Réponses publiées</h2>
      <Form action={`/appels/${call.slug}/questions`} method="get">
        <TextField name="q" label="Chercher dans les réponses" value={search} type="search" />
        <Button kind="secondary">Chercher</Button>
      </Form>
      {published.length === 0 ? (
        <EmptyState
          title={search ? `Aucune réponse ne contient « ${search} »` : 'Aucune réponse publiée pour l’instant'}
        />
      ) : null}
      {published.map((question) => (
        <article class="question" id={`question-${question.id}`}>
          <h3>{question.publishedText}</h3>
          <Paragraphs text={question.answer ?? ''} />
          {question.decidedAt ? (
            <p class="rule-facts">{`Publiée le ${inZone(question.decidedAt, call.zone)}`}</p>
          ) : null}
        </article>
      ))}
    </Page>
  );
}

function AskForm({ view, call, wave, onceKey, typed = '', refusal }: QuestionsProps) {
  if (wave === null) return <Notice title="Les questions sont closes">Relisez les réponses déjà publiées.</Notice>;
  if (view.viewer === null) {
    return (
      <Notice title="Vous avez une question ?">
        <p>
          <a href={`/connexion?retour=/appels/${call.slug}/questions`}>Connectez-vous pour la poser</a>
          {wave.questionsCloseAt ? (
            <>
              , jusqu’au <When at={wave.questionsCloseAt} zone={wave.zone} />
            </>
          ) : null}
          .
        </p>
      </Notice>
    );
  }
  return (
    <section>
      <h2>Poser une question</h2>
      {wave.questionsCloseAt ? (
        <p>
          Jusqu’au <When at={wave.questionsCloseAt} zone={wave.zone} />
        </p>
      ) : null}
      <Form action={`/appels/${call.slug}/questions`}>
        <Hidden name="vague" value={wave.id} />
        <Hidden name="cle" value={onceKey} />
        <TextArea
          name="question"
          label="Votre question"
          hint="Elle sera publiée avec sa réponse, sans votre nom ; l’équipe retire ce qui permettrait de vous reconnaître."
          limit={QUESTION_LENGTH}
          value={typed}
          error={refusal?.title}
          required
        />
        <Button>Envoyer la question</Button>
      </Form>
    </section>
  );
}

const STATES = {
  pending: ['En attente de réponse', 'info'],
  answered: ['Réponse publiée', 'success'],
  declined: ['Non publiée', 'neutral'],
} as const;

function Mine({ questions, zone }: { readonly questions: readonly Question[]; readonly zone: string }) {
  return (
    <section>
      <h2>Vos questions</h2>
      <ul>
        {questions.map((question) => (
          <li>
            <StatusTag tone={STATES[question.state][1]}>{STATES[question.state][0]}</StatusTag>{' '}
            {`${inZone(question.askedAt, zone)} : ${question.askedText}`}
            {question.declineReason ? <p>{question.declineReason}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
