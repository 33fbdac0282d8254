import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  count,
  ErrorSummary,
  Form,
  Notice,
  Page,
  PageHead,
  Radios,
  TextArea,
  type View,
} from '../../ui/index.ts';
import type { Checked } from '../form.ts';
import { faultSentence } from '../messages.ts';
import { type Edition, type Fault, pathText } from '../model/check.ts';

interface CheckPageProps {
  readonly view: View;
  readonly typed?: string;
  readonly edition?: Edition;
  readonly errors?: FieldErrors;
  readonly checked?: Checked;
}

export function CheckPage({ view, typed = '', edition = '2.0', errors = {}, checked }: CheckPageProps) {
  return (
    <Page view={view} title="Vérifier un énoncé xAPI" invalid={Object.keys(errors).length > 0}>
      <PageHead
        title="Vérifier un énoncé xAPI"
        lead="Pour qui fabrique un outil : collez ce qu’il envoie, lisez ce que la norme en dit. Rien n’est conservé."
      />
      <ErrorSummary errors={errors} />
      {checked ? <Verdict checked={checked} /> : null}
      <Form action="/traces/verifier">
        <TextArea
          label="Énoncé, ou liste d’énoncés"
          name="enonce"
          value={typed}
          error={errors.enonce}
          rows={14}
          hint="Le JSON que l’outil envoie."
        />
        <Radios
          label="Version de la norme"
          name="version"
          value={edition}
          options={[
            { value: '2.0', label: 'xAPI 2.0 (IEEE 9274.1.1)' },
            { value: '1.0', label: 'xAPI 1.0.3' },
          ]}
        />
        <Actions>
          <Button>Vérifier</Button>
        </Actions>
      </Form>
      <p>
        Rien sous la main ? <a href="/traces/verifier?exemple=1">Partez d’un exemple</a>.
      </p>
    </Page>
  );
}

const editionName = (edition: Edition) => (edition === '2.0' ? 'xAPI 2.0' : 'xAPI 1.0.3');

function Verdict({ checked: { edition, statements, fault } }: { readonly checked: Checked }) {
  if (fault !== null) return <Faulty edition={edition} fault={fault} />;
  return (
    <Notice tone="success" title={`Conforme à ${editionName(edition)}`} live>
      <p>{`${count(statements, 'énoncé lu', 'énoncés lus')} : aucune règle n’est enfreinte.`}</p>
    </Notice>
  );
}

function Faulty({ edition, fault }: { readonly edition: Edition; readonly fault: Fault }) {
  const { fr, en } = faultSentence(fault);
  return (
    <Notice tone="danger" title={`Refusé par ${editionName(edition)}`} live>
      <p>{fr}</p>
      <p>
        À cet endroit : <code>{pathText(fault.path)}</code>
      </p>
      <p>
        Notre entrepôt répondrait, code <code>{fault.code}</code> : <span lang="en">{en}</span>
      </p>
    </Notice>
  );
}
