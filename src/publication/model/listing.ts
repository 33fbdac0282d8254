import type { Cents } from '../../kernel/money.ts';

export interface ProjectFilter {
  readonly words: string;
  readonly region: string;
  readonly sector: string;
}

export const PROJECTS_PER_PAGE = 24;

export interface ProjectTally {
  readonly projects: number;
  readonly totalCents: Cents;
}

export interface Group extends ProjectTally {
  readonly name: string;
}

export interface PartnerMoney {
  readonly committedCents: Cents;
  readonly certifiedCents: Cents;
  readonly paidCents: Cents;
}
