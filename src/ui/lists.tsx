import type { Child } from 'hono/jsx';
import { StatusTag, type Tone } from './notice.tsx';

export interface SummaryLine {
  readonly term: Child;
  readonly value: Child;
  /** Change link; `label` completes it for screen readers: « Modifier : titre du projet ». */
  readonly change?: { readonly href: string; readonly label: string } | undefined;
}

export function SummaryList({ lines }: { readonly lines: readonly SummaryLine[] }) {
  return (
    <dl class="summary">
      {lines.map(({ term, value, change }) => (
        <div class="summary-line">
          <dt>{term}</dt>
          <dd>{value}</dd>
          {change ? (
            <dd class="summary-change">
              <a href={change.href}>
                Modifier<span class="sr-only">{` : ${change.label}`}</span>
              </a>
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  );
}

export interface Task {
  readonly name: string;
  /** Absent: cannot start yet; the hint says why. */
  readonly href?: string | undefined;
  readonly hint?: Child;
  readonly status: string;
  readonly tone?: Tone;
}

/** What remains to do, each with its state; the whole line leads there. */
export function TaskList({ tasks, label }: { readonly tasks: readonly Task[]; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: VoiceOver forgets that a list without bullets is a list
    <ul class="tasks" aria-label={label} role="list">
      {tasks.map((task, index) => (
        <li class={`task task-${task.tone ?? 'neutral'}`}>
          <div class="task-name">
            {task.href ? (
              <a href={task.href} aria-describedby={`tache-${index}`}>
                {task.name}
              </a>
            ) : (
              <span>{task.name}</span>
            )}
            {task.hint ? <p class="task-hint">{task.hint}</p> : null}
          </div>
          <div id={`tache-${index}`}>
            <StatusTag tone={task.tone ?? 'neutral'}>{task.status}</StatusTag>
          </div>
        </li>
      ))}
    </ul>
  );
}

export interface TimelineEntry {
  /** Already formatted date. */
  readonly when: string;
  /** ISO instant or day, for machines. */
  readonly datetime?: string | undefined;
  readonly title: Child;
  readonly text?: Child;
  readonly tone?: Tone;
}

/** Facts in the order of time, on a thread. */
export function Timeline({ entries, label }: { readonly entries: readonly TimelineEntry[]; readonly label?: string }) {
  return (
    <ol class="timeline" {...(label ? { 'aria-label': label } : {})}>
      {entries.map((entry) => (
        <li class={`timeline-entry timeline-${entry.tone ?? 'neutral'}`}>
          <p class="timeline-when">
            {entry.datetime ? <time datetime={entry.datetime}>{entry.when}</time> : entry.when}
          </p>
          <p class="timeline-title">{entry.title}</p>
          {entry.text ? <div class="timeline-text">{entry.text}</div> : null}
        </li>
      ))}
    </ol>
  );
}

export interface Step {
  readonly label: string;
  readonly state: 'done' | 'current' | 'coming';
  readonly href?: string | undefined;
}

const STEP_WORDS = { done: 'fait', current: 'en cours', coming: 'à venir' } as const;

export function Steps({ steps, label = 'Étapes' }: { readonly steps: readonly Step[]; readonly label?: string }) {
  return (
    <ol class="steps" aria-label={label}>
      {steps.map((step) => (
        <li class={`step step-${step.state}`} {...(step.state === 'current' ? { 'aria-current': 'step' } : {})}>
          {step.href ? <a href={step.href}>{step.label}</a> : <span>{step.label}</span>}
          <span class="step-state">{STEP_WORDS[step.state]}</span>
        </li>
      ))}
    </ol>
  );
}

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: Child;
}

/** Sections of one page with a link to each; the bundle `site` turns them into tabs, of which one shows at a time. */
export function Tabs({ tabs, label }: { readonly tabs: readonly Tab[]; readonly label: string }) {
  return (
    <tab-set>
      <nav class="tabs-nav" aria-label={label}>
        <ul>
          {tabs.map((tab) => (
            <li>
              <a href={`#${tab.id}`}>{tab.label}</a>
            </li>
          ))}
        </ul>
      </nav>
      {tabs.map((tab) => (
        <section class="tab" id={tab.id} aria-labelledby={`${tab.id}-titre`}>
          <h2 id={`${tab.id}-titre`}>{tab.label}</h2>
          {tab.content}
        </section>
      ))}
    </tab-set>
  );
}

export interface TabLink {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
  /** A figure beside: how many wait there. */
  readonly badge?: string | undefined;
}

/** Tabs that are pages of their own. */
export function TabLinks({ links, label }: { readonly links: readonly TabLink[]; readonly label: string }) {
  return (
    <nav class="tabs-nav" aria-label={label}>
      <ul>
        {links.map((link) => (
          <li>
            <a href={link.href} {...(link.current ? { 'aria-current': 'page' } : {})}>
              {link.label}
              {link.badge ? <span class="badge">{link.badge}</span> : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
