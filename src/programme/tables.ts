import type { Json } from '../kernel/db.ts';
import type { LeverState } from './model.ts';

interface Sourced {
  source_label: string;
  source_url: string | null;
}

interface AxisTable {
  slug: string;
  position: number;
  name: string;
  summary: string;
}

interface LeverTable extends Sourced {
  slug: string;
  position: number;
  axis_slug: string | null;
  name: string;
  state: LeverState;
  summary: string;
  facts: Json<string[]>;
}

interface EnvelopeTable extends Sourced {
  slug: string;
  parent_slug: string | null;
  position: number;
  name: string;
  amount_cents: number | null;
  funds: string | null;
  is_frr: boolean | null;
  dated_on: string;
  dated_label: string;
  account_code: string | null;
}

interface FigureTable extends Sourced {
  position: number;
  amount_label: string;
  amounts_cents: readonly number[];
  meaning: string;
  dated_label: string;
}

interface MilestoneTable extends Sourced {
  position: number;
  dated_label: string;
  dated_on: string;
  title: string;
}

interface FunnelStepTable extends Sourced {
  position: number;
  label: string;
  value_label: string;
  value: number | null;
  note: string | null;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'programme.axis': AxisTable;
    'programme.lever': LeverTable;
    'programme.envelope': EnvelopeTable;
    'programme.figure': FigureTable;
    'programme.milestone': MilestoneTable;
    'programme.funnel_step': FunnelStepTable;
  }
}
