import type { Cents } from '../../kernel/money.ts';
import type { InputFile, Quota, RankingSettings } from './inputs.ts';

export interface QuotaState {
  readonly quota: Quota;
  /** Files, or cents of the envelope. */
  readonly limit: number;
  used: number;
}

export const openQuotas = ({ quotas, envelopeCents }: RankingSettings): QuotaState[] =>
  quotas.map((quota) => ({
    quota,
    limit: quota.unit === 'files' ? quota.amount : Math.floor((envelopeCents * quota.amount) / 100),
    used: 0,
  }));

export function matches({ dimension, value }: Quota, file: InputFile): boolean {
  if (dimension === 'axis') return file.axis === value;
  if (dimension === 'territory') return file.territories.includes(value);
  if (dimension === 'sector') return file.sectors.includes(value);
  return file.transverse === (value === 'transverse');
}

export const measureOf = ({ unit }: Quota, grantCents: Cents): number => (unit === 'files' ? 1 : grantCents);
