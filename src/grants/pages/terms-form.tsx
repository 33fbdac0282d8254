import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Button,
  Checkbox,
  centsToInput,
  DateField,
  Details,
  Fieldset,
  Form,
  formatCents,
  frenchDay,
  Hidden,
  MoneyField,
  NumberField,
  Panel,
  Select,
  StatusTag,
  SummaryList,
  TextArea,
  TextField,
} from '../../ui/index.ts';
import { KIND_LABELS } from '../labels.ts';
import { leadOf, type Terms, TRANCHE_KINDS, type Tranche } from '../model/terms.ts';

export interface TermsFormProps {
  readonly action: string;
  readonly terms: Terms;
  /** Tranches of which the payment is asked: shown, not written. */
  readonly asked: ReadonlySet<string>;
  readonly lockVersion: number;
  /** Of an amendment: its reason is asked, partners may join, tranches may be settled. `null`: a first version. */
  readonly amendment: { readonly reason: string } | null;
  readonly errors: FieldErrors;
  readonly typed: Readonly<Record<string, string>>;
  readonly submit: string;
}

/** All the terms of a version in one form; amounts by tranche are computed from it. */
export function TermsForm(props: TermsFormProps) {
  const { action, terms, asked, lockVersion, amendment, errors, typed, submit } = props;
  return (
    <Form action={action}>
      <Hidden name="version" value={lockVersion} />
      {amendment ? (
        <TextArea
          name="motif"
          label="Motif de l’avenant"
          rows={3}
          limit={2000}
          value={typed.motif ?? amendment.reason}
          error={errors.motif}
        />
      ) : null}
      <DateField name="debut" label="Début du projet" value={typed.debut ?? terms.startsOn} error={errors.debut} />
      <DateField name="fin" label="Fin du projet" value={typed.fin ?? terms.endsOn} error={errors.fin} />
      <MoneyField
        name="assiette"
        label="Assiette éligible retenue"
        value={typed.assiette ?? centsToInput(terms.baseCents)}
        error={errors.assiette}
      />
      <Partners {...props} />
      {terms.tranches.map((tranche, index) =>
        asked.has(tranche.id) ? (
          <FixedTranche terms={terms} tranche={tranche} index={index} />
        ) : (
          <TrancheFields {...props} tranche={tranche} index={index} />
        ),
      )}
      <Details summary="Ajouter une tranche">
        <TrancheFields {...props} tranche={null} index={terms.tranches.length} />
      </Details>
      <Button>{submit}</Button>
    </Form>
  );
}

function Partners({ terms, amendment, errors, typed }: TermsFormProps) {
  return (
    <Fieldset
      legend="Parts de l’aide"
      hint={
        amendment
          ? 'Le total est la somme des parts. Un partenaire qui part : ramenez sa part à ses tranches déjà réglées, ou à 0.'
          : 'Les parts font ensemble l’aide accordée.'
      }
    >
      {terms.partners.map(({ partnerId, name, siret, shareCents }) => (
        <MoneyField
          name={`part-${partnerId}`}
          label={`${name} (SIRET ${siret})`}
          value={typed[`part-${partnerId}`] ?? centsToInput(shareCents)}
          error={errors[`part-${partnerId}`]}
        />
      ))}
      {amendment ? (
        <Details summary="Ajouter ou remplacer un partenaire" open={'nouveau-siret' in errors}>
          <TextField
            name="nouveau-siret"
            label="SIRET du partenaire qui arrive"
            hint="L’établissement est cherché au registre. Il signera cet avenant."
            inputmode="numeric"
            width="medium"
            value={typed['nouveau-siret']}
            error={errors['nouveau-siret']}
          />
          <MoneyField
            name="nouvelle-part"
            label="Sa part"
            value={typed['nouvelle-part']}
            error={errors['nouvelle-part']}
          />
        </Details>
      ) : null}
      {amendment ? (
        <Select
          name="chef"
          label="Chef de file"
          empty={null}
          value={typed.chef ?? leadOf(terms).partnerId}
          options={[
            ...terms.partners.map(({ partnerId, name }) => ({ value: partnerId, label: name })),
            { value: 'nouveau', label: 'Le partenaire qui arrive' },
          ]}
        />
      ) : null}
    </Fieldset>
  );
}

/** Asked by a partner: an amendment leaves it as it is, and the form says so rather than let it be typed in vain. */
function FixedTranche({ terms, tranche, index }: Pick<TermsFormProps, 'terms'> & FixedProps) {
  const nameOf = (id: string) => terms.partners.find(({ partnerId }) => partnerId === id)?.name ?? '';
  return (
    <Panel title={`Tranche ${index + 1} : ${tranche.label}`} level={3}>
      <Hidden name={`t${index}-id`} value={tranche.id} />
      <Hidden name={`t${index}-fixe`} value="oui" />
      <p>
        <StatusTag tone="info">Paiement déjà demandé</StatusTag> Cette tranche ne change plus : ni son nom, ni son
        échéance, ni ses justificatifs, ni ses montants.
      </p>
      <SummaryList
        lines={[
          { term: 'Nature', value: KIND_LABELS[tranche.kind] },
          { term: 'Échéance', value: frenchDay(tranche.dueOn) },
          ...tranche.byPartner
            .filter(({ amountCents }) => amountCents > 0)
            .map((one) => ({ term: nameOf(one.partnerId), value: formatCents(one.amountCents) })),
        ]}
      />
    </Panel>
  );
}

interface FixedProps {
  readonly tranche: Tranche;
  readonly index: number;
}

interface TrancheProps extends TermsFormProps {
  readonly tranche: Tranche | null;
  readonly index: number;
}

function TrancheFields({ tranche, index, amendment, errors, typed }: TrancheProps) {
  const at = `t${index}`;
  const pieces = tranche?.evidence
    .map(({ label, required }) => (required ? label : `${label} (facultatif)`))
    .join('\n');
  return (
    <Fieldset legend={tranche ? `Tranche ${index + 1}` : 'Nouvelle tranche'}>
      {tranche ? <Hidden name={`${at}-id`} value={tranche.id} /> : null}
      <TextField
        name={`${at}-nom`}
        label="Nom"
        hint={tranche ? 'Effacez le nom pour retirer la tranche.' : undefined}
        value={typed[`${at}-nom`] ?? tranche?.label}
        error={errors[`${at}-nom`]}
      />
      <Select
        name={`${at}-nature`}
        label="Nature"
        empty={null}
        value={typed[`${at}-nature`] ?? tranche?.kind ?? 'deliverable'}
        options={TRANCHE_KINDS.map((kind) => ({ value: kind, label: KIND_LABELS[kind] }))}
      />
      <DateField
        name={`${at}-echeance`}
        label="Échéance"
        value={typed[`${at}-echeance`] ?? tranche?.dueOn}
        error={errors[`${at}-echeance`]}
      />
      <NumberField
        name={`${at}-pourcent`}
        label="Part de l’aide"
        hint={amendment ? 'Ce que laissent les tranches réglées suit les proportions des autres.' : undefined}
        unit="%"
        value={typed[`${at}-pourcent`] ?? tranche?.percent}
        error={errors[`${at}-pourcent`]}
      />
      <TextArea
        name={`${at}-pieces`}
        label="Justificatifs"
        hint="Un par ligne ; ajoutez (facultatif) à la fin d’une ligne pour une pièce qui peut manquer."
        rows={3}
        value={typed[`${at}-pieces`] ?? pieces}
      />
      {amendment && tranche ? (
        <Settled tranche={tranche} at={at} typed={typed} isNew={amendment.reason === ''} />
      ) : null}
    </Fieldset>
  );
}

interface SettledProps extends Pick<TermsFormProps, 'typed'> {
  readonly tranche: Tranche;
  readonly at: string;
  /** The amendment begins: its advance, due at signature, is taken as settled. */
  readonly isNew: boolean;
}

const Settled = ({ tranche, at, typed, isNew }: SettledProps) => (
  <Checkbox
    name={`${at}-reglee`}
    label="Garder ses montants tels qu’ils sont"
    checked={
      typed[`${at}-nom`] === undefined
        ? tranche.settled || (isNew && tranche.kind === 'advance')
        : typed[`${at}-reglee`] === 'oui'
    }
  />
);
