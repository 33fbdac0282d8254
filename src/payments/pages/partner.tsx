import type { FieldErrors, Message } from '../../kernel/decision.ts';
import {
  Button,
  DateField,
  FileField,
  Form,
  formatCents,
  Hidden,
  MoneyField,
  Notice,
  Page,
  PageHead,
  Panel,
  Said,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import { ACCEPTED_EXTENSIONS, MAX_FORM_FILE_BYTES, MAX_UPLOAD_BYTES } from '../../uploads/index.ts';
import { isOpen, missingEvidence, needsLines, type PaymentRequest } from '../model/request.ts';
import { PaymentStory } from './outcome.tsx';
import { Evidence, Expenses, Facts, StateTag } from './parts.tsx';
import { Cancelling, Ended } from './undo.tsx';

export interface PartnerPageProps {
  readonly view: View;
  readonly request: PaymentRequest;
  readonly labels: ReadonlyMap<string, string>;
  readonly told?: string | undefined;
  readonly refusal?: Message | undefined;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

export function PartnerRequestPage(props: PartnerPageProps) {
  const { view, request, told, refusal, errors = {} } = props;
  const base = `/paiements/demandes/${request.id}`;
  return (
    <Page
      view={view}
      title="Votre demande de paiement"
      islands={['upload', 'forms']}
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[{ href: '/paiements', label: 'Demander un paiement' }]}
    >
      <Said told={told} refusal={refusal} errors={errors} />
      <PageHead title={request.label} kicker={request.agreementNumber}>
        <StateTag state={request.state} />
      </PageHead>
      {request.clarification === null ? null : (
        <Notice tone="warning" title="Le service vous demande une précision">
          <p>{request.clarification}</p>
        </Notice>
      )}
      <Ended request={request} />
      <Facts request={request} />
      <PaymentStory orders={request.orders} />
      <h2>Preuves du jalon</h2>
      {request.requiredEvidence.length === 0 ? <p>Aucune preuve n’est demandée pour cette tranche.</p> : null}
      {request.requiredEvidence.map((key) => (
        <EvidenceItem {...props} evidenceKey={key} base={base} />
      ))}
      {needsLines(request.kind) ? (
        <>
          <h2>Dépenses</h2>
          <Expenses request={request} base={base} />
          {isOpen(request.state) ? <AddLine {...props} base={base} /> : null}
        </>
      ) : null}
      {isOpen(request.state) ? (
        <>
          <Submit request={request} labels={props.labels} base={base} />
          <Cancelling base={base} />
        </>
      ) : null}
    </Page>
  );
}

function EvidenceItem(props: PartnerPageProps & { readonly evidenceKey: string; readonly base: string }) {
  const { request, labels, evidenceKey: key, base, errors = {}, typed = {} } = props;
  const action = `${base}/preuves/${key}`;
  return (
    <section>
      <h3>{labels.get(key) ?? key}</h3>
      <Evidence request={request} evidenceKey={key} base={base} />
      {isOpen(request.state) ? (
        <>
          <Form action={action} multipart>
            <FileField
              name={`fichier-${key}`}
              label="Joindre un fichier"
              error={errors[`fichier-${key}`]}
              accept={ACCEPTED_EXTENSIONS}
              maxBytes={MAX_UPLOAD_BYTES}
              upload={{ endpoint: '/televersements', attach: { url: action } }}
            />
            <Button kind="secondary">Joindre ce fichier</Button>
          </Form>
          <Form action={`${action}/declaration`}>
            <TextArea
              name={`declaration-${key}`}
              label="Ou déclarer"
              error={errors[`declaration-${key}`]}
              value={typed[`declaration-${key}`]}
              rows={3}
              limit={4000}
            />
            <Button kind="secondary">Enregistrer la déclaration</Button>
          </Form>
        </>
      ) : null}
    </section>
  );
}

function AddLine({ request, base, errors = {}, typed = {} }: PartnerPageProps & { readonly base: string }) {
  const named = (name: string) => ({ name, error: errors[name], value: typed[name] });
  return (
    <>
      <Panel title="Ajouter une dépense" level={3}>
        <Form action={`${base}/depenses`} multipart>
          <TextField {...named('libelle')} label="Ce qui fut acheté" maxLength={200} />
          <TextField
            {...named('siren')}
            label="SIREN du fournisseur"
            hint="9 chiffres"
            inputmode="numeric"
            width="medium"
          />
          <TextField {...named('numero')} label="Numéro de la facture" width="medium" maxLength={80} />
          <DateField {...named('date')} label="Date de la facture" />
          <MoneyField {...named('montant')} label="Montant" />
          <FileField
            name="facture"
            label="La facture"
            hint="Une facture ne compte qu’une fois dans tout le programme."
            error={errors.facture}
            accept={ACCEPTED_EXTENSIONS}
            maxBytes={MAX_FORM_FILE_BYTES}
          />
          <Button kind="secondary">Ajouter la dépense</Button>
        </Form>
      </Panel>
      {request.lines.map((line) => (
        <Form action={`${base}/depenses/retirer`}>
          <Hidden name="ligne" value={line.id} />
          <Button kind="quiet">{`Retirer « ${line.label} »`}</Button>
        </Form>
      ))}
    </>
  );
}

function Submit({ request, labels, base }: Pick<PartnerPageProps, 'request' | 'labels'> & { readonly base: string }) {
  const missing = missingEvidence(request);
  return (
    <Panel title="Transmettre la demande">
      {missing.length > 0 ? (
        <p>{`Il manque encore : ${missing.map((key) => labels.get(key) ?? key).join(', ')}.`}</p>
      ) : (
        <p>Une fois transmise, la demande ne se modifie plus, sauf si le service vous demande une précision.</p>
      )}
      <Form action={`${base}/transmettre`}>
        <Button>{`Demander ${formatCents(request.askedCents)}`}</Button>
      </Form>
    </Panel>
  );
}
