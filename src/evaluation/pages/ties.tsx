import { type Answered, Button, Details, Form, parisDate, Table, TextArea } from '../../ui/index.ts';
import { TIE_LABELS } from '../messages.ts';
import type { TieKind } from '../model/interests.ts';

export interface DeclaredTie {
  readonly id: string;
  readonly personId: string;
  readonly siren: string | null;
  readonly applicationId: string | null;
  readonly kind: TieKind;
  readonly detail: string;
  readonly declaredAt: Date;
}

interface TiesProps extends Answered {
  readonly ties: readonly DeclaredTie[];
  readonly names: ReadonlyMap<string, string>;
}

/** An agent ends a tie, never the expert it keeps away from a file. */
export const DeclaredTies = ({ ties, names, errors = {}, typed = {} }: TiesProps) => (
  <section>
    <h2>Liens déclarés par les experts</h2>
    <p>Terminer un lien ne rend aucun dossier : les récusations qu’il a causées restent.</p>
    <Table
      caption="Liens en cours, le plus ancien d’abord"
      rows={ties}
      empty="Aucun expert n’a déclaré de lien."
      columns={[
        { label: 'Expert', header: true, cell: ({ personId }) => names.get(personId) ?? 'Compte supprimé' },
        { label: 'Avec', cell: ({ siren }) => (siren ? `SIREN ${siren}` : 'Un dossier') },
        { label: 'Lien', cell: ({ kind, detail }) => `${TIE_LABELS[kind]} : ${detail}` },
        { label: 'Depuis', cell: ({ declaredAt }) => parisDate(declaredAt) },
        {
          label: 'Terminer',
          cell: ({ id }) => (
            <Details summary="Terminer ce lien" open={typed.tie === id}>
              <Form action={`/agent/experts/liens/${id}/terminer`} scope={id}>
                <TextArea
                  name="reason"
                  label="Motif"
                  rows={2}
                  limit={1000}
                  value={typed.tie === id ? typed.reason : ''}
                  error={typed.tie === id ? errors.reason : undefined}
                />
                <Button kind="warning">Terminer le lien</Button>
              </Form>
            </Details>
          ),
        },
      ]}
    />
  </section>
);
