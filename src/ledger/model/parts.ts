import { type Cents, sumCents } from '../../kernel/money.ts';
import type { Book, Stage } from '../model.ts';
import type { StageSum } from './figures.ts';

/** A column of the page: where money may be, as a person says it. */
export interface Part {
  readonly label: string;
  readonly stages: readonly Stage[];
}

/** What stands at a stage, in words that say it went no further: so the parts of an envelope add up. */
export const PART_WORDS = {
  reserved: 'Réservé',
  committed: 'Engagé, à certifier',
  certified: 'Certifié, à payer',
  paid: 'Payé',
} as const satisfies Partial<Record<Stage, string>>;

const AE_PARTS: readonly Part[] = [
  { label: 'Disponible', stages: ['programme', 'axis', 'instrument', 'wave'] },
  { label: PART_WORDS.reserved, stages: ['reserved', 'held'] },
  { label: PART_WORDS.committed, stages: ['committed'] },
  { label: PART_WORDS.certified, stages: ['certified'] },
  { label: PART_WORDS.paid, stages: ['paid'] },
  { label: 'Rendu ou recouvré', stages: ['released', 'recovered'] },
];

const CP_PARTS: readonly Part[] = [
  { label: 'Disponible', stages: ['programme', 'instrument'] },
  { label: 'Mis en paiement', stages: ['ordered'] },
  { label: 'Payé', stages: ['paid'] },
  { label: 'Tombé en fin d’année', stages: ['lapsed'] },
];

/** The parts of a book never overlap and leave no stage out, the source apart: they always add up to the envelope. */
export const partsOf = (book: Book): readonly Part[] => (book === 'AE' ? AE_PARTS : CP_PARTS);

export interface Situation {
  /** One amount a part, in the order of `partsOf`. */
  readonly partsCents: readonly Cents[];
  /** Sum of every account of the envelope, told apart from the parts: the page shows that they agree. */
  readonly totalCents: Cents;
}

export function situationOf(book: Book, sums: readonly StageSum[]): Situation {
  const at = ({ stages }: Part) =>
    sumCents(sums.filter(({ stage }) => stages.includes(stage)).map(({ balanceCents }) => balanceCents));
  return {
    partsCents: partsOf(book).map(at),
    totalCents: sumCents(sums.map(({ balanceCents }) => balanceCents)),
  };
}
