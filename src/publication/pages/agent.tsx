import type { FieldErrors } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import {
  Actions,
  Button,
  count,
  ErrorSummary,
  Form,
  formatCents,
  Hidden,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDate,
  Radios,
  StatusTag,
  Table,
  TextField,
  type View,
} from '../../ui/index.ts';
import { FUNDER_PATH } from '../form.ts';
import { withholdingText } from '../messages.ts';
import { daysSince, publishBy } from '../model/due.ts';
import type { Funder, Waiting } from '../model/waiting.ts';

export interface AgentProps {
  readonly view: View;
  readonly now: Instant;
  readonly waiting: readonly Waiting[];
  /** One for each service that granted something, with its identity when it has one. */
  readonly funders: readonly { readonly authority: string; readonly funder: Funder | null }[];
  readonly mayWrite: boolean;
  /** The form of this service came back. */
  readonly sent?: {
    readonly authority: string;
    readonly typed: Readonly<Record<string, string>>;
    readonly errors: FieldErrors;
  };
}

export function AgentPage(props: AgentProps) {
  const { view, now, waiting, funders, mayWrite, sent } = props;
  return (
    <Page view={view} title="Publier les subventions" layout="wide" invalid={sent !== undefined}>
      {sent ? <ErrorSummary errors={sent.errors} /> : null}
      <PageHead
        title="Publier les subventions"
        lead="Chaque convention est publiée dès sa dernière signature, sans geste de votre part. Ici se voit ce qui attend, et pourquoi."
      />
      <h2>À publier</h2>
      <WaitingTable waiting={waiting} now={now} />
      <h2>Qui attribue</h2>
      {funders.length === 0 ? <p>Aucune convention n’est encore signée : rien à renseigner.</p> : null}
      {funders.map(({ authority, funder }) => (
        <FunderPanel
          authority={authority}
          funder={funder}
          mayWrite={mayWrite}
          typed={sent?.authority === authority ? sent.typed : {}}
          errors={sent?.authority === authority ? sent.errors : {}}
        />
      ))}
    </Page>
  );
}

const WaitingTable = ({ waiting, now }: Pick<AgentProps, 'waiting' | 'now'>) => (
  <Table
    caption="Conventions signées qui ne sont pas en données ouvertes"
    columns={[
      { label: 'Convention', header: true, cell: ({ number }) => number },
      { label: 'Montant', numeric: true, cell: ({ totalCents }) => formatCents(totalCents) },
      {
        label: 'Signée',
        cell: ({ signedAt }) => `${parisDate(signedAt)}, il y a ${count(daysSince(signedAt, now), 'jour')}`,
      },
      { label: 'À publier avant le', cell: ({ signedAt }) => <Deadline signedAt={signedAt} now={now} /> },
      {
        label: 'Ce qui la retient',
        cell: ({ reasons }) =>
          reasons.length === 0 ? (
            'Publication en cours : rechargez dans un instant.'
          ) : (
            <ul>
              {reasons.map((reason) => (
                <li>{withholdingText(reason)}</li>
              ))}
            </ul>
          ),
      },
    ]}
    rows={waiting}
    empty="Tout ce qui est signé est publié."
  />
);

function Deadline({ signedAt, now }: { readonly signedAt: Instant; readonly now: Instant }) {
  const by = publishBy(signedAt);
  return (
    <>
      {parisDate(by)} {now >= by ? <StatusTag tone="danger">Dépassé</StatusTag> : null}
    </>
  );
}

interface FunderPanelProps {
  readonly authority: string;
  readonly funder: Funder | null;
  readonly mayWrite: boolean;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: FieldErrors;
}

function FunderPanel({ authority, funder, mayWrite, typed, errors }: FunderPanelProps) {
  const known = funder ? (funder.notified ? 'oui' : 'non') : null;
  return (
    <Panel title={authority} level={3}>
      {funder === null ? (
        <Notice tone="warning" level={3}>
          <p>Sans SIRET, aucune ligne de ce service ne peut paraître au format national.</p>
        </Notice>
      ) : null}
      {mayWrite ? (
        <Form action={FUNDER_PATH}>
          <Hidden name="authority" value={authority} />
          <Hidden name="versionRead" value={funder?.version ?? 0} />
          <TextField
            name="name"
            label="Nom publié"
            value={typed.name ?? funder?.name ?? authority}
            error={errors.name}
            maxLength={200}
          />
          <TextField
            name="siret"
            label="SIRET de l’attribuant"
            hint="14 chiffres."
            width="medium"
            inputmode="numeric"
            value={typed.siret ?? funder?.siret ?? ''}
            error={errors.siret}
          />
          <Radios
            name="notified"
            label="L’aide a-t-elle été notifiée à la Commission européenne ?"
            value={typed.notified ?? known}
            error={errors.notified}
            options={[
              { value: 'oui', label: 'Oui' },
              { value: 'non', label: 'Non' },
            ]}
          />
          <Actions>
            <Button>Enregistrer et publier</Button>
          </Actions>
        </Form>
      ) : (
        <p>{funder ? `${funder.name}, SIRET ${funder.siret}` : 'Le responsable de programme doit le renseigner.'}</p>
      )}
    </Panel>
  );
}
