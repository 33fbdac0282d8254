import { FAMILY_LABELS, type Family, type Rule, type RuleKind, SCOPE_LABELS, type Scope } from '../../calls/index.ts';
import { formatCents } from '../../kernel/money.ts';
import type { Check, CheckState } from '../model/eligibility.ts';

export const CHECK_LABELS: Readonly<Record<CheckState, string>> = {
  ok: 'Respectée',
  missing: 'À compléter',
  fails: 'Non respectée',
};

const money = (value: number | string | null | undefined) => formatCents(typeof value === 'number' ? value : 0);
const list = (names: readonly string[]) => new Intl.ListFormat('fr', { type: 'conjunction' }).format(names.slice(0, 8));

/** What is missing or wrong, why, and by how much: one sentence for each rule of the call. */
export function explain(check: Check): string {
  return check.state === 'ok' ? met(check) : unmet(check);
}

function met({ rule, inputs }: Check): string {
  if (rule.kind === 'min-base') return `Votre assiette éligible est de ${money(inputs.base)}.`;
  if (rule.kind === 'max-rate') {
    return `Vous demandez ${money(inputs.grant)}, soit ${percent(inputs.rate)} de l’assiette ; le plafond est de ${money(inputs.ceiling)}.`;
  }
  if (rule.kind === 'max-duration') return `Votre projet dure ${inputs.months} mois.`;
  return 'Rien à faire.';
}

const unmet = (check: Check): string => {
  const say = SENTENCES[check.rule.kind] as (rule: Rule, check: Check) => string;
  return say(check.rule, check);
};

type Sentences = { readonly [K in RuleKind]: (rule: Extract<Rule, { kind: K }>, check: Check) => string };
const either = (check: Check, missing: string, fails: string) => (check.state === 'missing' ? missing : fails);
const plural = (n: unknown) => (Number(n) > 1 ? 's' : '');

/** A kind of rule without its sentence does not compile. */
const SENTENCES: Sentences = {
  'min-base': (_rule, check) =>
    either(
      check,
      'Saisissez vos dépenses éligibles dans le budget.',
      `Votre assiette éligible est de ${money(check.inputs.base)} : il manque ${money(check.inputs.short)}.`,
    ),
  'max-rate': (rule, check) =>
    either(check, 'Indiquez l’aide demandée et les dépenses éligibles dans le budget.', overRate(rule, check.inputs)),
  'max-duration': (rule, check) =>
    either(
      check,
      'Indiquez la durée du projet.',
      `Votre projet dure ${check.inputs.months} mois : c’est plus que ${rule.maxMonths} mois.`,
    ),
  'first-results': (rule, check) =>
    either(
      check,
      'Indiquez le mois des premiers résultats.',
      `Vos premiers résultats arrivent au mois ${check.inputs.months} : l’appel les attend au plus tard au mois ${rule.maxMonths}.`,
    ),
  scope: (rule, check) =>
    either(
      check,
      'Indiquez la portée du projet.',
      `Vous avez choisi « ${SCOPE_LABELS[check.inputs.scope as Scope] ?? check.inputs.scope} » ; l’appel retient : ${rule.allowed.map((scope) => SCOPE_LABELS[scope].toLowerCase()).join(' ou ')}.`,
    ),
  mutualisation: (_rule, check) =>
    either(
      check,
      'Dites si vous vous engagez à mutualiser les productions du projet.',
      'Vous avez répondu non à l’engagement de mutualiser : sans lui, le projet n’est pas éligible.',
    ),
  'min-partners': (rule, { inputs }) =>
    `Votre consortium compte ${inputs.partners} organisation${plural(inputs.partners)} : il en faut au moins ${rule.minPartners}.`,
  composition: (_rule, { names, inputs }) => composition(names, inputs.unsaid === 1),
  'signed-mandates': (_rule, { state, names }) =>
    `${state === 'fails' ? 'Un mandat a été refusé. ' : ''}Mandats attendus : ${list(names)}.`,
  'republican-commitment': (_rule, { names, inputs }) =>
    Number(inputs.unknown) > 0
      ? `Contrat attendu, ou nature à préciser (association ou non) : ${list(names)}.`
      : `Contrat d’engagement républicain attendu : ${list(names)}.`,
  'de-minimis': (_rule, check) =>
    either(
      check,
      `Déclaration attendue : ${list(check.names)}.`,
      `Les aides déjà reçues dépassent ${money(check.inputs.ceiling)} sur trois ans : ${list(check.names)}.`,
    ),
  'balanced-budget': (_rule, { state, inputs, names }) => balance(state, inputs, names),
  'complete-form': (_rule, check) =>
    either(
      check,
      `Il reste ${check.inputs.fields} réponse${plural(check.inputs.fields)} obligatoire${plural(check.inputs.fields)} : ${list(check.names)}${check.names.length > 8 ? '…' : ''}.`,
      `Deux versions d’une même réponse attendent votre choix (${check.inputs.conflicts}).`,
    ),
};

const percent = (rate: number | string | null | undefined) =>
  `${new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 }).format(Number(rate ?? 0))}\u00a0%`;

function overRate(rule: Extract<Rule, { kind: 'max-rate' }>, inputs: Check['inputs']): string {
  return (
    `Vous demandez ${money(inputs.grant)} pour une assiette de ${money(inputs.base)}. Le plafond de ` +
    `${percent(rule.maxPercent)}, arrondi à l’euro, est de ${money(inputs.ceiling)} : retirez ${money(inputs.excess)}.`
  );
}

function composition(groups: readonly string[], unsaid: boolean): string {
  const wanted = groups.map((group) =>
    group
      .split('|')
      .map((family) => FAMILY_LABELS[family as Family])
      .join(', ou '),
  );
  const hint = unsaid ? ' La famille de certains partenaires n’est pas encore indiquée.' : '';
  return `Il manque au moins un partenaire de : ${wanted.join(' ; et de : ')}.${hint}`;
}

function balance(state: CheckState, inputs: Check['inputs'], names: readonly string[]): string {
  if (state === 'missing') return 'Saisissez les dépenses et les ressources dans le budget.';
  if (Number(inputs.shareGap) !== 0) {
    const gap = Number(inputs.shareGap);
    return gap > 0
      ? `Les parts des partenaires font ${money(gap)} de moins que l’aide demandée.`
      : `Les parts des partenaires dépassent l’aide demandée de ${money(-gap)}.`;
  }
  const gap = Number(inputs.gap);
  const where = names.length > 0 ? ` À équilibrer : ${list(names)}.` : '';
  if (gap === 0) return `Le total est équilibré, mais pas chaque partenaire.${where}`;
  const direction = gap > 0 ? 'Les ressources dépassent les dépenses' : 'Les dépenses dépassent les ressources';
  return `${direction} de ${money(Math.abs(gap))}.${where}`;
}
