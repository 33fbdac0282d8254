import type { FieldErrors } from '../../kernel/decision.ts';
import { Actions, Button, Form, Hidden, Panel, TextField } from '../../ui/index.ts';
import type { Version } from '../model/whole.ts';

export interface SignFormProps {
  readonly action: string;
  readonly version: Version;
  /** Identifier of a partner, or `state`. */
  readonly signer: string;
  readonly organisation: string;
  readonly viewerName: string;
  readonly notice: string;
  readonly errors: FieldErrors;
  readonly typed: Readonly<Record<string, string>>;
}

export function SignForm({ action, version, signer, organisation, viewerName, notice, errors, typed }: SignFormProps) {
  const mine = typed.partenaire === undefined || typed.partenaire === signer;
  const value = (name: string) => (mine ? typed[name] : undefined);
  const error = (name: string) => (mine ? errors[name] : undefined);
  return (
    <Panel title={`Signer pour ${organisation}`}>
      <p>{notice}</p>
      <Form action={action}>
        <Hidden name="numero" value={version.number} />
        <Hidden name="partenaire" value={signer} />
        <TextField
          name="nom"
          label="Votre nom"
          hint={`Tapez-le comme sur votre compte : ${viewerName}`}
          autocomplete="off"
          value={value('nom')}
          error={error('nom')}
        />
        <TextField
          name="qualite"
          label="Votre qualité"
          hint="Par exemple : présidente, directeur général, mandataire."
          value={value('qualite')}
          error={error('qualite')}
        />
        <Actions>
          <Button>{`Signer la version ${version.number}`}</Button>
        </Actions>
      </Form>
    </Panel>
  );
}
