import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { formatCents } from '../../kernel/money.ts';
import type { Change } from './amendment.ts';
import { keyFrom } from './editor.ts';
import { FAMILY_LABELS, SCOPE_LABELS } from './labels.ts';
import type { Rule } from './rules.ts';

export type RuleEdit =
  | { readonly act: 'add'; readonly rule: Rule }
  | { readonly act: 'change'; readonly key: string; readonly rule: Rule }
  | { readonly act: 'remove'; readonly key: string }
  | { readonly act: 'move'; readonly key: string; readonly by: -1 | 1 };

export type RuleEditRefusal = { readonly code: 'gone' } | { readonly code: 'too-many'; readonly limit: number };

export const MAX_RULES = 40;

/** A rule keeps its key for life: results already computed name it. */
export function applyRuleEdit(rules: readonly Rule[], edit: RuleEdit): Decision<readonly Rule[], RuleEditRefusal> {
  if (edit.act === 'add') {
    if (rules.length >= MAX_RULES) return refuse({ code: 'too-many', limit: MAX_RULES });
    return accept([...rules, { ...edit.rule, key: freeKey(rules, edit.rule.kind) }]);
  }
  const from = rules.findIndex((rule) => rule.key === edit.key);
  const found = rules[from];
  if (!found) return refuse({ code: 'gone' });
  if (edit.act === 'change') {
    return accept(rules.map((rule) => (rule === found ? { ...edit.rule, key: found.key } : rule)));
  }
  const rest = rules.filter((rule) => rule !== found);
  if (edit.act === 'remove') return accept(rest);
  const to = Math.min(Math.max(from + edit.by, 0), rest.length);
  return accept([...rest.slice(0, to), found, ...rest.slice(to)]);
}

function freeKey(rules: readonly Rule[], kind: string): string {
  const wish = keyFrom(kind);
  let key = wish;
  for (let rank = 2; rules.some((rule) => rule.key === key); rank += 1) key = `${wish}-${rank}`;
  return key;
}

/** Figures of a rule as people read them; `null` when its kind has none. */
export function ruleParameters(rule: Rule): string | null {
  switch (rule.kind) {
    case 'min-base':
      return `Au moins ${formatCents(rule.minCents)}`;
    case 'max-duration':
    case 'first-results':
      return `${rule.maxMonths} mois au plus`;
    case 'max-rate':
      return `${String(rule.maxPercent).replace('.', ',')} % au plus, plafond arrondi à l’euro, demi-euro vers le haut`;
    case 'scope':
      return rule.allowed.map((scope) => SCOPE_LABELS[scope]).join(', ');
    case 'min-partners':
      return `Au moins ${rule.minPartners} partenaires`;
    case 'composition':
      return rule.groups.map((group) => group.map((family) => FAMILY_LABELS[family]).join(' ou ')).join(' ; et ');
    case 'de-minimis':
      return `${formatCents(rule.ceilingCents)} sur trois années glissantes`;
    default:
      return null;
  }
}

/** Rule by rule: added, removed, or what became of its text, figures, source and weight. */
export function diffRules(before: readonly Rule[], after: readonly Rule[]): Change[] {
  const old = new Map(before.map((rule) => [rule.key, rule]));
  const kept = new Set(after.map((rule) => rule.key));
  const changed = after.flatMap((rule) => {
    const was = old.get(rule.key);
    return was ? diffRule(was, rule) : [change(rule.key, 'Règle', null, rule.text)];
  });
  const gone = before.filter((rule) => !kept.has(rule.key)).map((rule) => change(rule.key, 'Règle', rule.text, null));
  return [...changed, ...gone].filter((one) => one.before !== one.after);
}

const WEIGHTS = { blocking: 'empêche le dépôt', warning: 'signalée, laissée à l’instruction' } as const;

function diffRule(was: Rule, rule: Rule): Change[] {
  const facts = (one: Rule) => ({
    texte: one.text,
    paramètres: ruleParameters(one),
    portée: WEIGHTS[one.severity],
    source: one.source,
    'adresse de la source': one.sourceUrl ?? null,
    'question lue': one.field ?? null,
  });
  const [old, now] = [facts(was), facts(rule)];
  return (Object.keys(old) as (keyof typeof old)[]).map((fact) =>
    change(rule.key, `« ${was.text} », ${fact}`, old[fact], now[fact]),
  );
}

const change = (field: string, label: string, before: string | null, after: string | null): Change => ({
  field,
  label,
  before,
  after,
});
