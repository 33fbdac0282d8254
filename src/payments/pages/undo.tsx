import type { FieldErrors } from '../../kernel/decision.ts';
import { Button, Details, Form, Hidden, Notice, parisDateTime, TextArea } from '../../ui/index.ts';
import { STATE_LABELS } from '../messages.ts';
import type { PaymentRequest, Step } from '../model/request.ts';

interface ReasonProps {
  readonly request: PaymentRequest;
  readonly base: string;
  readonly errors: FieldErrors;
  readonly typed: Readonly<Record<string, string>>;
}

interface ActProps extends ReasonProps {
  readonly act: string;
  readonly field: string;
  readonly summary: string;
  readonly consequence: string;
  readonly label: string;
  readonly submit: string;
}

const WithReason = ({ request, base, errors, typed, act, field, summary, consequence, label, submit }: ActProps) => (
  <Details summary={summary} open={field in errors || typed[field] !== undefined}>
    <p>{consequence}</p>
    <Form action={`${base}/${act}`}>
      <Hidden name="version" value={request.version} />
      <TextArea name={field} label={label} rows={3} limit={2000} value={typed[field]} error={errors[field]} />
      <Button kind="warning">{submit}</Button>
    </Form>
  </Details>
);

export const Rejecting = (props: ReasonProps) => (
  <WithReason
    {...props}
    act="refuser"
    field="motif-refus"
    summary="Refuser cette demande"
    consequence="Le partenaire lira le motif et les voies de recours. Ses factures redeviennent libres, et il peut présenter une autre demande sur cette tranche."
    label="Motif du refus, que le partenaire lira"
    submit="Refuser la demande"
  />
);

export const Withdrawing = (props: ReasonProps) => (
  <WithReason
    {...props}
    act="retirer"
    field="motif-retrait"
    summary="Retirer la certification"
    consequence="La somme certifiée revient à l’engagement, et les visas déjà donnés ne comptent plus ; ils restent dans l’historique. Après la seconde approbation, ce n’est plus possible : une somme indue se recouvre."
    label="Motif du retrait"
    submit="Retirer la certification"
  />
);

/** The partner gives its own request up. */
export const Cancelling = ({ base }: { readonly base: string }) => (
  <Details summary="Annuler cette demande">
    <p>Rien n’est perdu pour la tranche : vous pourrez préparer une autre demande. Les preuves déjà jointes restent.</p>
    <Form action={`${base}/annuler`}>
      <Button kind="warning">Annuler la demande</Button>
    </Form>
  </Details>
);

export const Ended = ({ request }: { readonly request: PaymentRequest }) =>
  request.ended === null ? null : (
    <Notice
      tone={request.state === 'rejected' ? 'danger' : 'warning'}
      title={`${STATE_LABELS[request.state]}, le ${parisDateTime(request.ended.at)}`}
    >
      <p>{request.ended.reason}</p>
      {request.state === 'rejected' ? <p>Une autre demande peut être présentée sur cette tranche.</p> : null}
    </Notice>
  );

const STEPS: Readonly<Record<Step, string>> = {
  certified: 'Service fait certifié',
  'approved-1': 'Première approbation',
  'approved-2': 'Seconde approbation',
};

interface VisasProps {
  readonly request: PaymentRequest;
  readonly names: ReadonlyMap<string, string>;
}

/** Who gave a visa, and whose was taken back. */
export function Visas({ request, names }: VisasProps) {
  const { visas, withdrawn } = request;
  if (visas.length + withdrawn.length === 0) return null;
  const nameOf = (id: string) => names.get(id) ?? 'un agent';
  return (
    <>
      <h2>Qui a visé</h2>
      <ul>
        {withdrawn.map((visa) => (
          <li>
            {`${STEPS[visa.step]} par ${nameOf(visa.personId)}, le ${parisDateTime(visa.at)} – retiré par ${nameOf(visa.withdrawnBy)} le ${parisDateTime(visa.withdrawnAt)} : ${visa.reason}`}
          </li>
        ))}
        {visas.map(({ step, personId, at }) => (
          <li>{`${STEPS[step]} par ${nameOf(personId)}, le ${parisDateTime(at)}`}</li>
        ))}
      </ul>
    </>
  );
}
