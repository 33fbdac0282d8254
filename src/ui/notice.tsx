import type { Child } from 'hono/jsx';
import { formatPercent } from './format.ts';

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger' | 'muted';

/** A state in one or two words. The colour repeats the words, never replaces them. */
export function StatusTag({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children?: Child }) {
  return <span class={`tag tag-${tone}`}>{children}</span>;
}

export interface NoticeProps {
  readonly tone?: 'info' | 'success' | 'warning' | 'danger';
  readonly title?: string;
  /** Level of the title in the page. */
  readonly level?: 2 | 3;
  /** Read aloud when the page opens: for the answer to what the person has just done. */
  readonly live?: boolean;
  readonly children?: Child;
}

export function Notice({ tone = 'info', title, level = 2, live = false, children }: NoticeProps) {
  const Heading = `h${level}` as 'h2';
  return (
    <div class={`notice notice-${tone}`} {...(live ? { role: tone === 'danger' ? 'alert' : 'status' } : {})}>
      {title ? <Heading class="notice-title">{title}</Heading> : null}
      {children}
    </div>
  );
}

/** A quiet box for one thing that stands apart. */
export function Panel({ title, level = 2, children }: Pick<NoticeProps, 'title' | 'level' | 'children'>) {
  const Heading = `h${level}` as 'h2';
  return (
    <section class="panel">
      {title ? <Heading class="panel-title">{title}</Heading> : null}
      {children}
    </section>
  );
}

export function Details({ summary, open = false, children }: DetailsProps) {
  return (
    <details class="details" {...(open ? { open: true } : {})}>
      <summary>{summary}</summary>
      <div class="details-body">{children}</div>
    </details>
  );
}

interface DetailsProps {
  readonly summary: Child;
  readonly open?: boolean;
  readonly children?: Child;
}

export interface StatProps {
  /** Already formatted: « 100 M€ ». */
  readonly value: string;
  readonly label: string;
  /** The exact figure, the source, the date. */
  readonly note?: Child;
  readonly tone?: Tone;
}

/** One figure that matters. Put several in `<Stats>`. */
export function Stat({ value, label, note, tone = 'neutral' }: StatProps) {
  return (
    <div class={`stat stat-${tone}`}>
      <dt class="stat-label">{label}</dt>
      <dd class="stat-value">{value}</dd>
      {note ? <dd class="stat-note">{note}</dd> : null}
    </div>
  );
}

export const Stats = ({ children }: { readonly children?: Child }) => <dl class="stats">{children}</dl>;

export interface ProgressProps {
  readonly label: string;
  /** In [0, max]. */
  readonly value: number;
  readonly max?: number;
  /** In words, when a percentage would say less: « 4 rubriques sur 9 ». */
  readonly text?: string;
}

export function Progress({ label, value, max = 100, text }: ProgressProps) {
  return (
    <label class="progress">
      <span class="progress-label">{label}</span>
      <span class="progress-text">{text ?? formatPercent(max === 0 ? 0 : Math.round((value / max) * 100))}</span>
      <progress value={value} max={max} />
    </label>
  );
}

export interface EmptyStateProps {
  readonly title: string;
  /** Why it is empty, and what to do. */
  readonly children?: Child;
  readonly action?: Child;
  readonly level?: 2 | 3;
}

export function EmptyState({ title, children, action, level = 2 }: EmptyStateProps) {
  const Heading = `h${level}` as 'h2';
  return (
    <div class="empty">
      <Heading class="empty-title">{title}</Heading>
      {children ? <p>{children}</p> : null}
      {action ? <p class="actions">{action}</p> : null}
    </div>
  );
}
