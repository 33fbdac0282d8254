import { Button, Form, Hidden, Panel, TextArea } from '../../../ui/index.ts';
import { LABEL_NAME } from '../../messages/review.ts';
import { labelHeld, mayBeLabelled, type Trust } from '../../model/review.ts';
import { CURATION_PATH } from '../parts.tsx';

interface LabelFormProps {
  readonly id: string;
  readonly trust: Trust;
  readonly typed: Readonly<Record<string, string>>;
  readonly error: string | undefined;
}

/** In the hands of a curator: given on two favourable reviews, withdrawn with a reason that everybody reads. */
export function LabelForm({ id, trust, typed, error }: LabelFormProps) {
  if (labelHeld(trust))
    return (
      <Panel title={`Retirer le label « ${LABEL_NAME} »`}>
        <Form action={`${CURATION_PATH}/${id}/label-retire`} scope="label">
          <TextArea
            name="labelReason"
            label="Raison"
            hint="Chacun la lira sur la page de la ressource."
            value={typed.labelReason}
            error={error}
          />
          <Button kind="secondary">Retirer le label</Button>
        </Form>
      </Panel>
    );
  return (
    <Panel title={`Label « ${LABEL_NAME} »`}>
      {mayBeLabelled(trust) ? (
        <Form action={`${CURATION_PATH}/${id}/label`} scope="label">
          <Hidden name="version" value={trust.version} />
          <Button kind="secondary">{`Donner le label à la version ${trust.version}`}</Button>
        </Form>
      ) : (
        <p>Il se donne quand deux personnes, de deux organismes sans lien avec le déposant, y sont favorables.</p>
      )}
    </Panel>
  );
}
