import { formatNumber, StatusTag, Table, Timeline, type Tone } from '../../ui/index.ts';
import { AMENDMENT_LABELS, WAVE_STATE_LABELS } from '../messages.ts';
import type { Amendment, Change } from '../model/amendment.ts';
import type { FunnelStep } from '../model/call.ts';
import { type Wave, type WaveState, waveState } from '../model/wave.ts';
import { inZone } from '../model/zone.ts';

export const WAVE_TONES: Readonly<Record<WaveState, Tone>> = {
  draft: 'muted',
  published: 'info',
  open: 'success',
  closed: 'neutral',
};

export function WaveTags({ wave, now }: { readonly wave: Wave; readonly now: Date }) {
  const state = waveState(wave, now);
  return (
    <>
      <StatusTag tone={WAVE_TONES[state]}>{WAVE_STATE_LABELS[state]}</StatusTag>{' '}
      {wave.isDemonstration ? <StatusTag tone="warning">Démonstration</StatusTag> : null}
    </>
  );
}

/** An instant in the zone of the call; with script, also in the reader's own when it differs. */
export const When = ({ at, zone }: { readonly at: Date; readonly zone: string }) => (
  <local-time zone={zone}>
    <time datetime={at.toISOString()}>{inZone(at, zone)}</time>
  </local-time>
);

/** A blank line separates paragraphs. */
export const Paragraphs = ({ text }: { readonly text: string }) => (
  <>
    {text.split(/\n{2,}/).map((paragraph) => (
      <p class="text">{paragraph}</p>
    ))}
  </>
);

const isAddress = (text: string) => /^https?:\/\//.test(text);
export const Source = ({ text, url }: { readonly text: string; readonly url?: string | undefined }) => {
  const href = url ?? (isAddress(text) ? text : undefined);
  return href ? <a href={href}>{isAddress(text) ? new URL(text).hostname : text}</a> : <span>{text}</span>;
};

/** What was true before beside what is true now: words say which, colour repeats it. */
export function Changes({
  changes,
  isAnnotation = false,
}: {
  readonly changes: readonly Change[];
  readonly isAnnotation?: boolean;
}) {
  return (
    <dl class="changes">
      {changes.map(({ label, before, after }) => (
        <div class="change">
          <dt>{label}</dt>
          {before === null ? null : (
            <dd class="change-before">
              <span class="change-word">{isAnnotation ? 'Écarté' : 'Avant'}</span> <del>{before}</del>
            </dd>
          )}
          {after === null ? null : (
            <dd class="change-after">
              <span class="change-word">{isAnnotation ? 'Retenu' : 'Après'}</span> <ins>{after}</ins>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

export const amendmentAnchor = (amendment: Pick<Amendment, 'number'>) => `modification-${amendment.number}`;

export function AmendmentList({
  amendments,
  zone,
}: {
  readonly amendments: readonly Amendment[];
  readonly zone: string;
}) {
  return (
    <Timeline
      label="Modifications, la plus récente d’abord"
      entries={amendments.map((amendment) => ({
        when: inZone(amendment.at, zone),
        datetime: amendment.at.toISOString(),
        tone: amendment.kind === 'annotation' ? ('warning' as const) : ('info' as const),
        title: (
          <span id={amendmentAnchor(amendment)}>
            <StatusTag tone="neutral">{AMENDMENT_LABELS[amendment.kind]}</StatusTag> {amendment.title}
          </span>
        ),
        text: (
          <>
            <p>{amendment.reason}</p>
            <Changes changes={amendment.changes} isAnnotation={amendment.kind === 'annotation'} />
            {amendment.source ? (
              <p>
                Source : <Source text={amendment.source} />
              </p>
            ) : null}
          </>
        ),
      }))}
    />
  );
}

/** Each step beside what it is of the one before: the drop is what one must see. */
export function Funnel({ steps }: { readonly steps: readonly FunnelStep[] }) {
  if (steps.length === 0) return null;
  const share = (index: number) => {
    const before = steps[index - 1]?.count;
    const here = steps[index]?.count ?? 0;
    return before ? `${formatNumber(Math.round((here / before) * 100))} %` : '–';
  };
  return (
    <Table
      caption="Du dossier ouvert au lauréat"
      captionHidden
      rows={steps}
      columns={[
        { label: 'Étape', header: true, cell: (step) => step.label },
        { label: 'Nombre', numeric: true, cell: (step) => formatNumber(step.count) },
        { label: 'Part de l’étape d’avant', numeric: true, cell: (_step, index) => share(index) },
        { label: 'Source', cell: (step) => step.source },
      ]}
    />
  );
}
