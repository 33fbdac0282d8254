import { formatCents, frenchDay, Panel, parisDateTime, StatusTag, Table, Timeline, type Tone } from '../../ui/index.ts';
import { HELD_BY_LABELS, LEVEL_LABELS, STATE_LABELS, VERSION_LABELS } from '../labels.ts';
import type { AgreementState, VersionState } from '../model/agreement.ts';
import type { Effect, EffectLine } from '../model/amendment.ts';
import type { Agreement, Signature, Version } from '../model/whole.ts';

const STATE_TONES: Readonly<Record<AgreementState, Tone>> = {
  draft: 'neutral',
  sent: 'warning',
  'partially-signed': 'warning',
  'in-force': 'success',
  amending: 'info',
  lapsed: 'danger',
  declined: 'danger',
  completed: 'success',
  terminated: 'danger',
};

export const StateTag = ({ state }: { readonly state: AgreementState }) => (
  <StatusTag tone={STATE_TONES[state]}>{STATE_LABELS[state]}</StatusTag>
);

interface Line {
  readonly organisation: string;
  readonly signature: Signature | null;
}

/** Who signed this version, and who has not. */
export function Signatures({ agreement, version }: { readonly agreement: Agreement; readonly version: Version }) {
  const of = (signer: string) =>
    agreement.signatures.find((one) => one.version === version.number && one.signer === signer) ?? null;
  const lines: Line[] = [
    ...version.terms.partners.map(({ partnerId, name }) => ({ organisation: name, signature: of(partnerId) })),
    { organisation: agreement.authority, signature: of('state') },
  ];
  return (
    <Table
      caption={`Signatures de la version ${version.number}`}
      rows={lines}
      columns={[
        { label: 'Pour', header: true, cell: ({ organisation }) => organisation },
        {
          label: 'Signataire',
          cell: ({ signature }) =>
            signature
              ? `${signature.signatoryName}, ${signature.capacity} (${HELD_BY_LABELS[signature.heldBy]}, ${LEVEL_LABELS[signature.level]})`
              : '–',
        },
        {
          label: 'Le',
          cell: ({ signature }) =>
            signature ? parisDateTime(signature.signedAt) : <StatusTag tone="warning">À signer</StatusTag>,
        },
      ]}
    />
  );
}

const VERSION_TONES: Readonly<Record<VersionState, Tone>> = {
  draft: 'neutral',
  sent: 'warning',
  'in-force': 'success',
  superseded: 'muted',
  abandoned: 'muted',
};

export interface VersionsProps {
  readonly agreement: Agreement;
  /** Those this reader may open, oldest first. */
  readonly versions: readonly Version[];
  readonly hrefOf: (version: Version) => string;
}

/** Versions and signatures on one thread, the newest first. */
export function Versions({ agreement, versions, hrefOf }: VersionsProps) {
  const entries = [...versions].reverse().map((version) => {
    const given = agreement.signatures.filter((one) => one.version === version.number).length;
    const at = version.inForceAt ?? version.sentAt ?? version.createdAt;
    return {
      when: parisDateTime(at),
      datetime: at.toISOString(),
      tone: VERSION_TONES[version.state],
      title: (
        <>
          <a href={hrefOf(version)}>{`Version ${version.number}`}</a>
          {` – ${VERSION_LABELS[version.state]}`}
        </>
      ),
      text: (
        <p>{`${version.reason} · ${given} signature${given > 1 ? 's' : ''} sur ${version.terms.partners.length + 1}`}</p>
      ),
    };
  });
  return <Timeline label="Versions de la convention" entries={entries} />;
}

const signed = (cents: number) => `${cents > 0 ? '+' : ''}${formatCents(cents)}`;

const EFFECT_COLUMNS = [
  { label: 'Montant', header: true, cell: (line: EffectLine) => line.label },
  { label: 'Avant', numeric: true, cell: (line: EffectLine) => formatCents(line.beforeCents) },
  { label: 'Après', numeric: true, cell: (line: EffectLine) => formatCents(line.afterCents) },
  { label: 'Écart', numeric: true, cell: (line: EffectLine) => signed(line.deltaCents) },
];

/** An amendment in euros, before anybody signs it. @param availableCents of the wave, for its managers */
export function EffectPanel({
  effect,
  availableCents,
}: {
  readonly effect: Effect;
  readonly availableCents?: number | undefined;
}) {
  return (
    <Panel title="Ce que change cet avenant">
      <Table
        caption="Effet en euros"
        columns={EFFECT_COLUMNS}
        rows={[effect.total, effect.base, ...effect.partners, ...effect.tranches]}
      />
      {effect.days.length > 0 ? (
        <Table
          caption="Effet sur les dates"
          rows={effect.days}
          columns={[
            { label: 'Date', header: true, cell: ({ label }) => label },
            { label: 'Avant', cell: ({ before }) => frenchDay(before) },
            { label: 'Après', cell: ({ after }) => frenchDay(after) },
          ]}
        />
      ) : null}
      <h3>Mouvement au grand livre, à la dernière signature</h3>
      {effect.moves.length === 0 ? (
        <p>Aucun : les parts ne changent pas.</p>
      ) : (
        <ul>
          {effect.moves.map(({ name, deltaCents }) => (
            <li>
              {deltaCents > 0
                ? `${formatCents(deltaCents)} de la vague vers l’engagement de ${name}`
                : `${formatCents(-deltaCents)} de l’engagement de ${name} vers la vague`}
            </li>
          ))}
        </ul>
      )}
      {availableCents === undefined || effect.fromWaveCents <= 0 ? null : (
        <p>{`La vague doit fournir ${formatCents(effect.fromWaveCents)} ; elle dispose de ${formatCents(availableCents)}.`}</p>
      )}
    </Panel>
  );
}
