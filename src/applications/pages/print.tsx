import {
  type Answer,
  type Answers,
  type Column,
  FAMILY_LABELS,
  type Field,
  type FileAnswer,
  type FormRevision,
  INDICATOR_COLUMNS,
  isAsked,
  isFilled,
  type Option,
  type Section,
  WORK_PACKAGE_COLUMNS,
} from '../../calls/index.ts';
import { formatBytes, formatCents, formatNumber, parisDate, Table } from '../../ui/index.ts';
import type { Content } from '../model/content.ts';
import { PrintedBudget, PrintedStatements } from './print-budget.tsx';

interface PrintedProps {
  /** Of a draft, or as a deposit sealed it. */
  readonly content: Content;
  readonly revision: FormRevision;
}

/** Everything a file says, on one page made to be printed: nothing to click, nothing folded away. */
export function PrintedContent({ content, revision }: PrintedProps) {
  const names = namesOf(content);
  return (
    <>
      <Consortium content={content} />
      {revision.sections.map((section) => (
        <PrintedSection section={section} answers={content.answers as Answers} names={names} />
      ))}
      <PrintedBudget content={content} names={names} />
      <PrintedStatements content={content} names={names} />
    </>
  );
}

/** Shares are in the order of the consortium: they tie a partner's identifier to its name. */
const namesOf = ({ budget, consortium }: Content): ReadonlyMap<string, string> =>
  new Map(budget.shares.map(({ partnerId }, index) => [partnerId, consortium[index]?.name ?? '']));

const Consortium = ({ content }: { readonly content: Content }) => (
  <>
    <h2>Consortium</h2>
    <Table
      caption="Organisations du consortium"
      captionHidden
      rows={content.consortium}
      columns={[
        { label: 'Organisation', header: true, cell: ({ name }) => name },
        { label: 'SIRET', cell: ({ siret }) => siret },
        { label: 'Rôle', cell: ({ isLead }) => (isLead ? 'Chef de file' : 'Partenaire') },
        { label: 'Famille', cell: ({ family }) => (family ? familyLabel(family) : 'À préciser') },
        { label: 'Part de l’aide', numeric: true, cell: ({ shareCents }) => formatCents(shareCents) },
        {
          label: 'Mandat',
          cell: ({ isLead, mandateSignedAt }) => {
            if (isLead) return '–';
            return mandateSignedAt ? `Signé le ${parisDate(new Date(mandateSignedAt))}` : 'Non signé';
          },
        },
      ]}
    />
  </>
);

const familyLabel = (family: string): string => (FAMILY_LABELS as Readonly<Record<string, string>>)[family] ?? family;

interface SectionProps {
  readonly section: Section;
  readonly answers: Answers;
  readonly names: ReadonlyMap<string, string>;
}

const PrintedSection = ({ section, answers, names }: SectionProps) => (
  <section>
    <h2>{section.title}</h2>
    {section.fields
      .filter((field) => isAsked(field, answers))
      .map((field) => (
        <>
          <h3>{field.label}</h3>
          <Value field={field} answer={answers[field.key]} names={names} />
        </>
      ))}
  </section>
);

interface ValueProps {
  readonly field: Field;
  readonly answer: Answer | null | undefined;
  readonly names: ReadonlyMap<string, string>;
}

function Value({ field, answer, names }: ValueProps) {
  if (answer === null || answer === undefined || !isFilled(answer)) return <p>Pas de réponse.</p>;
  if (field.kind === 'files') return <Files files={answer as readonly FileAnswer[]} />;
  const columns = columnsOf(field);
  if (columns === null) return <p class="text">{plain(field, answer)}</p>;
  const cell = (column: Column, value: unknown) =>
    column.key === 'leadPartnerId' ? (names.get(String(value)) ?? '') : inColumn(column, value);
  return (
    <Table
      caption={field.label}
      captionHidden
      rows={answer as readonly Readonly<Record<string, unknown>>[]}
      columns={columns.map((column) => ({
        label: column.label,
        numeric: column.kind === 'number' || column.kind === 'money',
        cell: (row: Readonly<Record<string, unknown>>) => cell(column, row[column.key]),
      }))}
    />
  );
}

/** `null`: the answer is one text. */
function columnsOf(field: Field): readonly Column[] | null {
  switch (field.kind) {
    case 'table':
      return field.columns;
    case 'work-packages':
      return WORK_PACKAGE_COLUMNS;
    case 'indicators':
      return INDICATOR_COLUMNS;
    case 'organisation':
      return [
        { key: 'name', label: 'Nom', kind: 'text' },
        { key: 'siret', label: 'SIRET', kind: 'text' },
      ];
    default:
      return null;
  }
}

function plain(field: Field, answer: Answer): string {
  switch (field.kind) {
    case 'money':
      return formatCents(Number(answer));
    case 'number':
      return `${formatNumber(Number(answer))}${field.unit ? ` ${field.unit}` : ''}`;
    case 'date':
      return dayOf(answer);
    case 'choice':
      return labelOf(field.options, String(answer));
    case 'choices':
      return (answer as readonly string[]).map((one) => labelOf(field.options, one)).join(', ');
    default:
      return String(answer);
  }
}

const dayOf = (day: unknown): string => parisDate(new Date(`${String(day)}T12:00:00Z`));
const labelOf = (options: readonly Option[], value: string): string =>
  options.find((option) => option.value === value)?.label ?? value;

function inColumn({ kind }: Column, value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (kind === 'money') return formatCents(Number(value));
  if (kind === 'number') return formatNumber(Number(value));
  return kind === 'date' ? dayOf(value) : String(value);
}

const Files = ({ files }: { readonly files: readonly FileAnswer[] }) => (
  <ul>
    {files.map((file) => (
      <li>
        {`${file.name} (${formatBytes(file.sizeBytes)}), empreinte SHA-256 `}
        <code>{file.sha256}</code>
      </li>
    ))}
  </ul>
);
