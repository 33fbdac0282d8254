import type { HistoryLine } from '../kernel/journal.ts';
import { parisDateTime } from './format.ts';
import { Timeline } from './lists.tsx';
import { Details } from './notice.tsx';

export interface WhyPanelProps {
  /** From `historyOf`, newest first. */
  readonly history: readonly HistoryLine[];
  /** Event word of the journal → French: « Dossier déposé ». */
  readonly eventNames: Readonly<Record<string, string>>;
  /** Person → name shown to this reader; a person left out is « un agent ». */
  readonly authorNames?: ReadonlyMap<string, string>;
  readonly summary?: string;
  readonly open?: boolean;
}

/** « Pourquoi ? »: what was decided, by whom, when, by which text. */
export function WhyPanel({ history, eventNames, authorNames, summary, open = false }: WhyPanelProps) {
  const author = (id: string | null) => (id === null ? 'Règle automatique' : (authorNames?.get(id) ?? 'Un agent'));
  return (
    <Details summary={summary ?? 'Pourquoi\u00a0? Historique des décisions'} open={open}>
      {history.length === 0 ? (
        <p>Aucune décision n’a encore été prise.</p>
      ) : (
        <Timeline
          label="Historique des décisions"
          entries={history.map((line) => ({
            when: parisDateTime(line.at),
            datetime: line.at.toISOString(),
            title: eventNames[line.event] ?? line.event,
            text: (
              <>
                <p>{`${author(line.authorId)} – ${line.reason}`}</p>
                {line.legalBasis ? <p class="legal-basis">{`Texte appliqué\u00a0: ${line.legalBasis}`}</p> : null}
              </>
            ),
          }))}
        />
      )}
    </Details>
  );
}
