import { formatCents, StatusTag, Table, type TableColumn, type Tone } from '../../ui/index.ts';
import { PROPOSAL_LABELS, scoreText, WHY_WORDS } from '../labels.ts';
import type { RankedLine } from '../model/rank.ts';
import { POINT } from '../model/score.ts';
import type { Proposal } from '../model/select.ts';

export interface ShownLine extends RankedLine {
  readonly title: string;
  /** The reader has a link with this file: neither its name nor its score is shown. */
  readonly masked: boolean;
}

const TONES: Readonly<Record<Proposal, Tone>> = {
  fund: 'success',
  'fund-partly': 'info',
  reserve: 'warning',
  refuse: 'muted',
};

const MASKED = 'Dossier dont vous êtes écarté';

function Score({ line }: { readonly line: ShownLine }) {
  if (line.masked) return <>masquée</>;
  const points = (line.rawScore ?? 0) / POINT;
  return (
    <span class="rank-score">
      <progress max={100} value={points} aria-label={`Note brute de ${line.depositNumber}`} />
      <span>{scoreText(line.rawScore)}</span>
    </span>
  );
}

const moved = ({ rawRank, adjustedRank }: RankedLine) =>
  rawRank === null || adjustedRank === null || rawRank === adjustedRank
    ? ''
    : ` (${adjustedRank}ᵉ au lieu de ${rawRank}ᵉ)`;

const COLUMNS: readonly TableColumn<ShownLine>[] = [
  { label: 'Rang', numeric: true, cell: ({ rank, exAequo }) => (exAequo ? `${rank} ex æquo` : rank) },
  {
    label: 'Projet',
    header: true,
    cell: (line) =>
      line.masked ? (
        MASKED
      ) : (
        <>
          {line.title}
          <br />
          <small>{line.depositNumber}</small>
        </>
      ),
  },
  { label: 'Note brute sur 100', cell: (line) => <Score line={line} /> },
  {
    label: 'Note redressée',
    numeric: true,
    cell: (line) => (line.masked ? 'masquée' : `${scoreText(line.adjustedScore)}${moved(line)}`),
  },
  { label: 'Aide demandée', numeric: true, cell: ({ requestedCents }) => formatCents(requestedCents) },
  { label: 'Aide proposée', numeric: true, cell: ({ grantedCents }) => formatCents(grantedCents) },
  {
    label: 'Proposition du calcul',
    cell: ({ proposal, why }) => (
      <>
        <StatusTag tone={TONES[proposal]}>{PROPOSAL_LABELS[proposal]}</StatusTag>
        <br />
        <small>{WHY_WORDS[why]}</small>
      </>
    ),
  },
];

/** The envelope is a line drawn in the list: above it, what it pays for by rank alone. */
export function RankingTables({ lines, left }: { readonly lines: readonly ShownLine[]; readonly left: string }) {
  const stop = lines.findIndex(({ proposal, why }) => proposal === 'reserve' && why !== 'ceiling');
  const at = stop === -1 ? lines.length : stop;
  const below = lines.slice(at);
  return (
    <>
      <Table
        caption="Au-dessus de la ligne de l’enveloppe"
        columns={COLUMNS}
        rows={lines.slice(0, at)}
        empty="Aucun dossier ne tient dans l’enveloppe."
      />
      <p class="envelope-line">{`Ligne de l’enveloppe : il reste ${left}`}</p>
      {below.length === 0 ? null : <Table caption="En dessous" columns={COLUMNS} rows={below} />}
    </>
  );
}
