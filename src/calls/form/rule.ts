import type { Parsed } from '../../kernel/decision.ts';
import { parseCents } from '../../kernel/money.ts';
import { FormReader } from '../form.ts';
import { parseNumber } from '../model/answer-text.ts';
import { FAMILY_LABELS, SCOPE_LABELS } from '../model/labels.ts';
import type { Family, Rule, RuleKind, Scope } from '../model/rules.ts';

const TEXT_LENGTH = 1000;
const SOURCE_LENGTH = 300;

/** Reads a rule of this kind; its key stays the one it had, or is made by the editor. */
export function parseRule(data: FormData, kind: RuleKind): Parsed<Rule> {
  const form = new FormReader(data);
  const sourceUrl = form.text('sourceUrl');
  const field = form.text('field');
  if (sourceUrl !== '' && !/^https?:\/\//.test(sourceUrl)) form.fault('sourceUrl', 'L’adresse commence par https://.');
  const base = {
    key: '',
    text: form.needed('text', TEXT_LENGTH, 'Écrivez la règle telle que le candidat la lira.'),
    source: form.needed('source', SOURCE_LENGTH, 'Dites où la règle est écrite.'),
    severity: form.text('severity') === 'warning' ? ('warning' as const) : ('blocking' as const),
    ...(sourceUrl ? { sourceUrl } : {}),
    ...(field ? { field } : {}),
  };
  return form.read(() => withParameters(form, data, base, kind));
}

type Base = Pick<Rule, 'key' | 'text' | 'source' | 'severity' | 'sourceUrl' | 'field'>;

function withParameters(form: FormReader, data: FormData, base: Base, kind: RuleKind): Rule {
  switch (kind) {
    case 'min-base':
      return { ...base, kind, minCents: amount(form) };
    case 'de-minimis':
      return { ...base, kind, ceilingCents: amount(form) };
    case 'max-duration':
    case 'first-results':
      return { ...base, kind, maxMonths: form.whole('parameter', 1, 240) };
    case 'max-rate':
      return { ...base, kind, maxPercent: percent(form) };
    case 'min-partners':
      return { ...base, kind, minPartners: form.whole('parameter', 1, 100) };
    case 'scope':
      return { ...base, kind, allowed: scopes(form, data) };
    case 'composition':
      return { ...base, kind, groups: groups(form) };
    default:
      return { ...base, kind };
  }
}

function amount(form: FormReader): number {
  const value = parseCents(form.text('parameter'));
  if (value === null) form.fault('parameter', 'Écrivez un montant en euros, par exemple 500 000.');
  return value ?? 0;
}

function percent(form: FormReader): number {
  const value = parseNumber(form.text('parameter'));
  const fair = value !== null && value > 0 && value <= 100 && Number.isInteger(value * 100);
  if (!fair) form.fault('parameter', 'Écrivez un taux de 0 à 100, avec deux décimales au plus.');
  return value ?? 0;
}

function scopes(form: FormReader, data: FormData): Scope[] {
  const chosen = data.getAll('scopes').map(String);
  const known = (Object.keys(SCOPE_LABELS) as Scope[]).filter((scope) => chosen.includes(scope));
  if (known.length === 0) form.fault('scopes', 'Cochez une portée au moins.');
  return known;
}

/** One group a line, families separated by commas. */
function groups(form: FormReader): Family[][] {
  const lines = form
    .text('parameter')
    .split('\n')
    .map((line) => line.split(',').map((word) => word.trim()))
    .filter((words) => words.some((word) => word !== ''));
  const isFamily = (word: string): word is Family => word in FAMILY_LABELS;
  const unknown = lines.flat().find((word) => !isFamily(word));
  if (lines.length === 0 || lines.length > 10) form.fault('parameter', 'Écrivez d’un à dix groupes, un par ligne.');
  if (unknown !== undefined) form.fault('parameter', `« ${unknown} » n’est pas une famille connue.`);
  return lines.map((words) => words.filter(isFamily));
}

/** A rule as the fields of its form show it. */
export function ruleToForm(rule: Rule): Record<string, string> {
  const { text, source, severity, sourceUrl = '', field = '' } = rule;
  return { text, source, severity, sourceUrl, field, parameter: parameterOf(rule) };
}

function parameterOf(rule: Rule): string {
  switch (rule.kind) {
    case 'min-base':
      return String(rule.minCents / 100).replace('.', ',');
    case 'de-minimis':
      return String(rule.ceilingCents / 100).replace('.', ',');
    case 'max-duration':
    case 'first-results':
      return String(rule.maxMonths);
    case 'max-rate':
      return String(rule.maxPercent).replace('.', ',');
    case 'min-partners':
      return String(rule.minPartners);
    case 'composition':
      return rule.groups.map((group) => group.join(', ')).join('\n');
    default:
      return '';
  }
}
