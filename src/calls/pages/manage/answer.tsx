import { Button, ErrorSummary, Form, Hidden, Page, PageHead, TextArea, type View } from '../../../ui/index.ts';
import type { Call } from '../../model/call.ts';
import { ANSWER_LENGTH, type Question } from '../../model/question.ts';
import { crumbsOf, Refused, type Typed } from './frame.tsx';

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
