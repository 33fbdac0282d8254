import type { Answers, FormRevision } from '../../calls/index.ts';

/** A file as its evaluators read it. Names are already hidden when the wave is blinded. */
export interface FileView {
  readonly title: string;
  readonly sections: readonly ViewSection[];
  readonly partners: readonly ViewPartner[];
  readonly requestedCents: number;
  readonly baseCents: number;
  readonly ratePercent: number | null;
  readonly annexes: readonly ViewAnnex[];
}

export interface ViewSection {
  readonly key: string;
  readonly title: string;
  readonly answers: readonly { readonly label: string; readonly text: string }[];
}

export interface ViewPartner {
  readonly name: string;
  /** `null` when hidden. */
  readonly siret: string | null;
  readonly isLead: boolean;
  readonly family: string | null;
  readonly shareCents: number;
}

export interface ViewAnnex {
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** The sealed content, as far as evaluators may read it. */
export interface Sealed {
  readonly title: string;
  readonly answers: Answers;
  readonly consortium: readonly {
    readonly siret: string;
    readonly name: string;
    readonly isLead: boolean;
    readonly family: string | null;
    readonly shareCents: number;
  }[];
  readonly requestedCents: number;
  readonly baseCents: number;
  readonly ratePercent: number | null;
  readonly annexes: readonly ViewAnnex[];
}

/** Kinds of answers that name organisations: hidden whole in a blinded wave. */
const NAMING: ReadonlySet<string> = new Set(['organisation', 'work-packages']);
const HIDDEN = '(masqué : évaluation sans les noms)';

/**
 * Blinding hides the names of the partners wherever the file holds them as data, and in its texts where they are written as
 * registered. A project that its subject alone reveals stays recognisable: the page says so.
 */
export function viewOfFile(revision: Pick<FormRevision, 'sections'>, sealed: Sealed, blinded: boolean): FileView {
  const names = sealed.consortium.map(({ name }) => name);
  const shown = (text: string) => (blinded ? hideNames(text, names) : text);
  return {
    title: shown(sealed.title),
    requestedCents: sealed.requestedCents,
    baseCents: sealed.baseCents,
    ratePercent: sealed.ratePercent,
    partners: sealed.consortium.map((one, index) => ({
      name: blinded ? partnerLetter(index) : one.name,
      siret: blinded ? null : one.siret,
      isLead: one.isLead,
      family: one.family,
      shareCents: one.shareCents,
    })),
    annexes: sealed.annexes.map((one, index) => ({ ...one, name: blinded ? annexNumber(index, one.name) : one.name })),
    sections: revision.sections.map((section) => ({
      key: section.key,
      title: section.title,
      answers: section.fields
        .filter((field) => field.kind !== 'files')
        .map((field) => ({
          label: field.label,
          text: blinded && NAMING.has(field.kind) ? HIDDEN : shown(textOf(field, sealed.answers[field.key])),
        }))
        .filter(({ text }) => text !== ''),
    })),
  };
}

export const partnerLetter = (index: number): string =>
  index < 26 ? `Partenaire ${String.fromCharCode(65 + index)}` : `Partenaire ${index + 1}`;

const annexNumber = (index: number, name: string) => `Annexe ${index + 1}${/\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? ''}`;

const SHORTEST_NAME = 4;

function hideNames(text: string, names: readonly string[]): string {
  let hidden = text;
  names.forEach((name, index) => {
    if (name.length < SHORTEST_NAME) return;
    const pattern = new RegExp(name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
    hidden = hidden.replace(pattern, partnerLetter(index));
  });
  return hidden;
}

type AnyField = FormRevision['sections'][number]['fields'][number];

function textOf(field: AnyField, answer: Answers[string]): string {
  if (answer === null || answer === undefined) return '';
  if ('options' in field) {
    const labels = new Map(field.options.map(({ value, label }) => [value, label]));
    return [answer]
      .flat()
      .map((one) => labels.get(String(one)) ?? String(one))
      .join(', ');
  }
  if (field.kind === 'money') return `${(Number(answer) / 100).toLocaleString('fr-FR')} €`;
  if (!Array.isArray(answer)) return `${answer}${'unit' in field && field.unit ? ` ${field.unit}` : ''}`;
  return answer.map((row) => (typeof row === 'object' ? rowText(row) : String(row))).join('\n');
}

const rowText = (row: object) =>
  Object.entries(row)
    .filter(([key, value]) => value !== null && value !== '' && !/Id$/.test(key))
    .map(([, value]) => String(value))
    .join(' ; ');
