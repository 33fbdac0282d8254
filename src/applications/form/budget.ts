import {
  CATEGORIES,
  type ExpenseLine,
  FUNDING_KINDS,
  FUNDING_STATUSES,
  type FundingLine,
  MAX_AMOUNT_CENTS,
  MAX_FUNDINGS,
  MAX_LABEL,
  MAX_LINES,
} from '../../budgets/index.ts';
import type { FieldErrors } from '../../kernel/decision.ts';
import { isId } from '../../kernel/ids.ts';
import { formatCents, parseCents } from '../../kernel/money.ts';
import { readVersions } from '../form.ts';
import { expenseKey, fundingKey, GRANT_KEY, shareKey } from '../model/values.ts';
import type { FieldEdit } from '../store/fields.ts';

export interface BudgetForm {
  readonly edits: readonly FieldEdit[];
  readonly errors: FieldErrors;
}

type Fault = (name: string, sentence: string) => void;

/** An amount as typed; empty is none. */
function amountOf(form: FormData, name: string, fault: Fault): number | null {
  const typed = String(form.get(name) ?? '').trim();
  if (typed === '') return null;
  if (/^[-−–]/.test(typed)) {
    fault(name, `« ${typed} » est négatif : écrivez un montant positif.`);
    return null;
  }
  const cents = parseCents(typed);
  if (cents === null) fault(name, `« ${typed} » n’est pas un montant. Écrivez par exemple 1 250,00.`);
  else if (cents > MAX_AMOUNT_CENTS)
    fault(name, `${formatCents(cents)} dépasse ${formatCents(MAX_AMOUNT_CENTS)} : vérifiez la saisie.`);
  return cents;
}

/** The requested grant and each partner’s share: the lead’s page. */
export function parseShares(form: FormData, partnerIds: readonly string[]): BudgetForm {
  const errors: Record<string, string> = {};
  const versions = readVersions(String(form.get('version') ?? ''));
  const fault: Fault = (name, sentence) => {
    errors[name] ??= sentence;
  };
  const edits = [GRANT_KEY, ...partnerIds.map(shareKey)]
    .filter((key) => key in versions)
    .map((key) => ({ key, value: amountOf(form, key, fault), versionRead: versions[key] ?? 0 }))
    .filter((edit) => errors[edit.key] === undefined);
  return { edits, errors };
}

/** Every line of one partner. A line whose amounts and label are all empty is removed. */
export function parseLines(form: FormData, partnerId: string, years: readonly string[]): BudgetForm {
  const errors: Record<string, string> = {};
  const versions = readVersions(String(form.get('version') ?? ''));
  const fault: Fault = (name, sentence) => {
    errors[name] ??= sentence;
  };
  const ids = (name: string) => form.getAll(name).map(String).filter(isId);
  const expenses = ids('depense').slice(0, MAX_LINES);
  const fundings = ids('ressource').slice(0, MAX_FUNDINGS);
  const edit = (key: string, value: unknown) => ({ key, value, versionRead: versions[key] ?? 0 });
  const removed = String(form.get('action') ?? '');
  const edits = [
    ...expenses.map((id) =>
      edit(expenseKey(id), removed === `retirer|${id}` ? null : expenseOf(form, id, partnerId, years, fault)),
    ),
    ...fundings.map((id) =>
      edit(fundingKey(id), removed === `retirer|${id}` ? null : fundingOf(form, id, partnerId, fault)),
    ),
  ];
  const faulty = (key: string) => Object.keys(errors).some((name) => name.startsWith(`${key.split(':')[1]}.`));
  return { edits: edits.filter(({ key }) => !faulty(key)), errors };
}

function expenseOf(
  form: FormData,
  id: string,
  partnerId: string,
  years: readonly string[],
  fault: Fault,
): Omit<ExpenseLine, 'id'> | null {
  const text = (name: string) => String(form.get(`${id}.${name}`) ?? '').trim();
  const entries = years.map((year) => [year, amountOf(form, `${id}.${year}`, fault)] as const);
  const amounts = Object.fromEntries(entries.filter((entry): entry is [string, number] => (entry[1] ?? 0) > 0));
  const label = text('label').slice(0, MAX_LABEL);
  const touched = years.some((year) => text(year) !== '');
  if (!touched && label === '') return null;
  const category = CATEGORIES.find((one) => one === text('category'));
  if (!category) fault(`${id}.category`, 'Choisissez la nature de cette dépense.');
  return {
    partnerId,
    category: category ?? 'other',
    label,
    inKind: text('nature') === 'in-kind',
    eligible: text('eligible') !== 'non',
    amounts,
  };
}

function fundingOf(form: FormData, id: string, partnerId: string, fault: Fault): Omit<FundingLine, 'id'> | null {
  const text = (name: string) => String(form.get(`${id}.${name}`) ?? '').trim();
  const amountCents = amountOf(form, `${id}.amount`, fault);
  const funder = text('funder').slice(0, MAX_LABEL);
  if (amountCents === null && funder === '' && text('amount') === '') return null;
  const kind = FUNDING_KINDS.find((one) => one === text('kind'));
  if (!kind) fault(`${id}.kind`, 'Choisissez la nature de cette ressource.');
  if (amountCents === null) fault(`${id}.amount`, 'Indiquez le montant de cette ressource.');
  const status = FUNDING_STATUSES.find((one) => one === text('status')) ?? null;
  if (kind === 'co-funder' && status === null) {
    fault(`${id}.status`, 'Dites où en est ce cofinancement : demandé, promis ou signé.');
  }
  return {
    partnerId,
    kind: kind ?? 'own-funds',
    funder,
    status: kind === 'co-funder' ? status : null,
    amountCents: amountCents ?? 0,
  };
}
