import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  ErrorSummary,
  Form,
  Hidden,
  Page,
  PageHead,
  type View,
} from '../../ui/index.ts';
import { registerNotice } from '../messages.ts';
import type { Organisation } from '../model.ts';

export interface ConfirmJoinProps {
  readonly view: View;
  readonly organisation: Organisation;
  readonly hasRepresentative: boolean;
  readonly errors?: FieldErrors;
}

export function ConfirmJoinPage({ view, organisation, hasRepresentative, errors = {} }: ConfirmJoinProps) {
  const ATTEST = 'J’atteste sur l’honneur être habilité(e) à représenter cet organisme.';
  return (
    <Page view={view} title="Rejoindre un organisme" invalid={Object.keys(errors).length > 0}>
      <ErrorSummary errors={errors} />
      <PageHead title={organisation.name} kicker="Rejoindre un organisme" />
      <p>{[organisation.address, organisation.postcode, organisation.commune].filter(Boolean).join(' ')}</p>
      <p>{registerNotice(organisation)}</p>
      <Form action={`/compte/organisations/${organisation.id}`}>
        {hasRepresentative ? (
          <>
            <p>Cet organisme a déjà un représentant sur ce site. Il recevra votre demande et vous ouvrira l’accès.</p>
            <Hidden name="attestation" value="non" />
          </>
        ) : (
          <Checkbox name="attestation" value="oui" label={ATTEST} error={errors.attestation} />
        )}
        <Actions>
          <Button>{hasRepresentative ? 'Envoyer la demande' : 'Représenter cet organisme'}</Button>
          <ButtonLink href="/compte/organisations" kind="secondary">
            Revenir
          </ButtonLink>
        </Actions>
      </Form>
    </Page>
  );
}
