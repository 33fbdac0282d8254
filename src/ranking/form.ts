import type { FieldErrors, Parsed } from '../kernel/decision.ts';
import { parseCents } from '../kernel/money.ts';
import { DIMENSIONS, type Quota, type RankingSettings } from './model/inputs.ts';
import type { RankingFreeze } from './store/runs.ts';

export const QUOTA_ROWS = 4;

export const textOf = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : '';
};
export const typedOf = (data: FormData): Record<string, string> =>
  Object.fromEntries([...data.entries()].map(([name, value]) => [name, String(value)]));

const parsed = <Value>(errors: Record<string, string>, value: Value): Parsed<Value> =>
  Object.keys(errors).length > 0 ? { ok: false, errors: errors as FieldErrors } : { ok: true, value };

type Errors = Record<string, string>;

/** An integer in the range; `fallback` when nothing was typed. */
function integer(
  data: FormData,
  name: string,
  range: readonly [number, number],
  errors: Errors,
  fallback: number | null,
) {
  const typed = textOf(data, name);
  if (typed === '') return fallback;
  const value = Number(typed.replace(',', '.'));
  if (Number.isInteger(value) && value >= range[0] && value <= range[1]) return value;
  errors[name] = `Écrivez un nombre entier de ${range[0]} à ${range[1]}.`;
  return fallback;
}

export interface ScenarioForm {
  readonly name: string;
  readonly settings: RankingSettings;
}

/** @param weights those of the grid, in its order */
export function parseScenario(
  data: FormData,
  keys: readonly string[],
  weights: readonly number[],
): Parsed<ScenarioForm> {
  const errors: Errors = {};
  const name = textOf(data, 'name');
  if (name === '' || name.length > 80) errors.name = 'Donnez un nom de 80 caractères au plus.';
  const envelopeCents = parseCents(textOf(data, 'envelope'));
  if (envelopeCents === null) errors.envelope = 'Écrivez un montant en euros.';
  const tieBreaks = ['tie-1', 'tie-2'].map((field) => textOf(data, field)).filter((key) => keys.includes(key));
  const settings: RankingSettings = {
    basis: textOf(data, 'basis') === 'adjusted' ? 'adjusted' : 'raw',
    envelopeCents: envelopeCents ?? 0,
    weights: parseWeights(data, keys, weights, errors),
    tieBreaks: [...new Set(tieBreaks)],
    minimumScore: integer(data, 'minimum', [0, 100], errors, 0) ?? 0,
    grantPercent: integer(data, 'grant', [1, 100], errors, 100) ?? 100,
    partialMinPercent: integer(data, 'partial', [1, 99], errors, null),
    reserveSize: integer(data, 'reserve', [0, 1000], errors, null),
    quotas: parseQuotas(data, errors),
  };
  return parsed(errors, { name, settings });
}

function parseWeights(data: FormData, keys: readonly string[], weights: readonly number[], errors: Errors) {
  const typed = keys.map((key, at) => integer(data, `poids-${key}`, [0, 100], errors, weights[at] ?? 0) ?? 0);
  if (typed.every((weight, at) => weight === weights[at])) return null;
  const sum = typed.reduce((total, weight) => total + weight, 0);
  if (sum !== 100) errors[`poids-${keys[0]}`] = `Les pondérations font ${sum} au lieu de 100.`;
  return typed;
}

function parseQuotas(data: FormData, errors: Errors): Quota[] {
  const rows = Array.from({ length: QUOTA_ROWS }, (_none, at) => `quota-${at + 1}`);
  return rows.flatMap((row) => parseQuota(data, row, errors) ?? []);
}

/** `dimension:value`, and how much of it. */
function parseQuota(data: FormData, row: string, errors: Errors): Quota | null {
  const [, dimension, value] = /^([a-z]+):(.{1,200})$/.exec(textOf(data, row)) ?? [];
  const known = DIMENSIONS.find((one) => one === dimension);
  if (!known || !value) return null;
  const unit = textOf(data, `${row}-unite`) === 'percent' ? 'percent' : 'files';
  const amount = integer(data, `${row}-nombre`, unit === 'percent' ? [0, 100] : [0, 1000], errors, null);
  if (amount === null) errors[`${row}-nombre`] ??= 'Écrivez combien.';
  const bound = textOf(data, `${row}-sens`) === 'at-most' ? 'at-most' : 'at-least';
  return { dimension: known, value, bound, unit, amount: amount ?? 0 };
}

export function parseFreeze(data: FormData): Parsed<RankingFreeze> {
  const errors: Errors = {};
  const reason = textOf(data, 'reason');
  if (reason === '') errors.reason = 'Dites pourquoi les notes sont figées maintenant : le motif est conservé.';
  if (reason.length > 2000) errors.reason = 'Ce texte dépasse 2000 caractères.';
  const scenario = textOf(data, 'scenario');
  return parsed(errors, {
    scenarioId: scenario === '' || scenario === 'simple' ? null : scenario,
    reason,
    waiveMissing: textOf(data, 'waive') === 'oui',
  });
}
