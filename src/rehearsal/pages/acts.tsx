import { Button, Form, Hidden, Notice, Progress, parisDateTime, StatusTag, Table, type Tone } from '../../ui/index.ts';
import { ACT_WORDS, playMessage } from '../messages.ts';
import { type ActLine, actLines, type PlayView, type Standing, underWay } from '../model/standing.ts';

/** What the machine may play, and how far each act went. */
export function ActTable({ standing }: { readonly standing: Standing }) {
  const playing = underWay(standing);
  return (
    <section aria-labelledby="acteurs">
      <h2 id="acteurs">Ce que la machine peut jouer</h2>
      <p>
        Chaque étape joue ce qui reste à faire, par les actes mêmes des personnes : vous pouvez en tenir une partie et
        lui confier la suite. Ce que la loi fait attendre, elle l’attend : sautez.
      </p>
      {playing ? <Playing play={playing} /> : null}
      <Table
        caption="Étapes de la vague"
        captionHidden
        columns={[
          { label: 'Étape', header: true, cell: ({ act }: ActLine) => <StepName act={act} /> },
          { label: 'État', cell: ({ last }: ActLine) => <StepState last={last} /> },
          { label: 'Confier', cell: ({ act }: ActLine) => <AskForm act={act} disabled={playing !== null} /> },
        ]}
        rows={actLines(standing)}
      />
    </section>
  );
}

const StepName = ({ act }: Pick<ActLine, 'act'>) => (
  <>
    <strong>{ACT_WORDS[act].label}</strong>
    <p class="task-hint">{ACT_WORDS[act].what}</p>
  </>
);

function StepState({ last }: Pick<ActLine, 'last'>) {
  if (last === null) return <StatusTag tone="muted">Pas encore confiée</StatusTag>;
  const [tone, words] = stateOf(last);
  return (
    <>
      <StatusTag tone={tone}>{words}</StatusTag>
      <p class="task-hint">{detailOf(last)}</p>
    </>
  );
}

function stateOf({ finishedAt, refusal, waitsUntil, done, total }: PlayView): [Tone, string] {
  if (finishedAt === null) return ['info', 'En cours'];
  if (refusal) return ['warning', 'Arrêtée'];
  return waitsUntil !== null && done < total ? ['warning', 'En attente'] : ['success', 'Jouée'];
}

function detailOf({ refusal, waitsUntil, done, total, finishedAt }: PlayView): string {
  if (refusal) return playMessage(refusal);
  const count = `${done} sur ${total}`;
  if (finishedAt !== null && waitsUntil !== null && done < total)
    return `${count} : le reste attend la fin d’un délai, le ${parisDateTime(waitsUntil)}. Sautez à cette date, puis reprenez.`;
  return count;
}

const AskForm = ({ act, disabled }: Pick<ActLine, 'act'> & { readonly disabled: boolean }) => (
  <Form action="/repetition/jouer" class="inline-form" scope={act}>
    <Hidden name="acte" value={act} />
    <Button kind="secondary" disabled={disabled}>
      Confier<span class="sr-only">{` à la machine : ${ACT_WORDS[act].label}`}</span>
    </Button>
  </Form>
);

const Playing = ({ play: { act, done, total } }: { readonly play: PlayView }) => (
  <Notice tone="info" title={`La machine joue : ${ACT_WORDS[act].label}`} level={3}>
    {total > 0 ? <Progress label={`${done} sur ${total}`} value={done} max={total} /> : <p>Elle commence.</p>}
    <p>
      <a href="/repetition">Voir où elle en est</a>
    </p>
  </Notice>
);
