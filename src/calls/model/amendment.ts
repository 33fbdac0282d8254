import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Call, type CallContent, CONTENT_LABELS } from './call.ts';

/** One field that changed: what was true before, what is true now, as a reader sees them. */
export interface Change {
  readonly field: string;
  readonly label: string;
  /** `null`: did not exist. */
  readonly before: string | null;
  /** `null`: exists no more. */
  readonly after: string | null;
}

/** What the manager may rewrite of a call; the address and the zone stay. */
export interface CallText {
  readonly title: string;
  readonly content: CallContent;
}

export type AmendRefusal =
  /** Somebody published another text since this page was opened. */
  { readonly code: 'changed-elsewhere'; readonly theirs: readonly Change[] } | { readonly code: 'nothing-changed' };

export function decideAmend(
  call: Call,
  text: CallText,
  versionRead: number,
): Decision<{ readonly changes: readonly Change[]; readonly version: number }, AmendRefusal> {
  const changes = diffText(call, text);
  if (changes.length === 0) return refuse({ code: 'nothing-changed' });
  if (call.version !== versionRead) return refuse({ code: 'changed-elsewhere', theirs: changes });
  return accept({ changes, version: call.version + 1 });
}

/** Field by field, in the order of the page. */
export function diffText(before: CallText, after: CallText): Change[] {
  const keys = Object.keys(CONTENT_LABELS) as (keyof CallContent)[];
  const title = { field: 'title', label: 'Titre', before: before.title, after: after.title };
  const fields = keys.map((field) => ({
    field,
    label: CONTENT_LABELS[field],
    before: readable(before.content[field]),
    after: readable(after.content[field]),
  }));
  return [title, ...fields].filter((change) => change.before !== change.after);
}

/** The database keeps no order within an item: its parts are read in this one. */
const PARTS = ['role', 'name', 'label', 'url', 'note', 'count', 'source', 'service', 'email', 'phone', 'address'];

function partsOf(item: object): string[] {
  const parts = new Map(Object.entries(item));
  return PARTS.map((key) => String(parts.get(key) ?? '')).filter((part) => part !== '');
}

/** A list reads one line an item, its parts separated by a dash; an empty text reads as nothing. */
function readable(value: CallContent[keyof CallContent]): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  const items = Array.isArray(value) ? value : [value];
  const lines = items.map((item) => partsOf(item).join(' – '));
  return lines.length === 0 ? null : lines.join('\n');
}

/** `annotation`: a contradiction found in the sources; nothing changed, both values are shown. */
export type AmendmentKind = 'text' | 'rules' | 'form' | 'wave' | 'extension' | 'rule-extension' | 'annotation';

export interface Amendment {
  readonly id: string;
  readonly callId: string;
  readonly waveId: string | null;
  /** 1, 2, 3… within the call. */
  readonly number: number;
  readonly kind: AmendmentKind;
  readonly title: string;
  readonly reason: string;
  readonly source: string | null;
  readonly changes: readonly Change[];
  readonly authorId: string | null;
  readonly at: Instant;
}
