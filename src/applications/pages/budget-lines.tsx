import {
  CATEGORIES,
  type ExpenseLine,
  FUNDING_KINDS,
  FUNDING_STATUSES,
  type FundingLine,
} from '../../budgets/index.ts';
import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Button,
  centsToInput,
  ErrorSummary,
  Fieldset,
  Form,
  formatCents,
  Hidden,
  MoneyField,
  Select,
  TextField,
} from '../../ui/index.ts';
import { CATEGORY_LABELS, FUNDING_LABELS, FUNDING_STATUS_LABELS } from '../messages/budget.ts';
import type { Partner } from '../model/consortium.ts';
import { expenseKey, fundingKey } from '../model/values.ts';
import { DossierPage, type FrameProps } from './layout.tsx';

export interface LinesProps extends Omit<FrameProps, 'title' | 'children'> {
  readonly partner: Partner;
  readonly years: readonly string[];
  /** Identifiers of the blank lines offered: the same line sent twice is one line. */
  readonly blank: { readonly expense: string; readonly funding: string };
  readonly open: boolean;
  readonly errors?: FieldErrors;
  /** What was typed in the lines not saved, by field name. */
  readonly typed?: Readonly<Record<string, string>>;
}

type BlankExpense = Partial<ExpenseLine> & { readonly id: string };
type BlankFunding = Partial<FundingLine> & { readonly id: string };

const choices = <Key extends string>(keys: readonly Key[], labels: Readonly<Record<Key, string>>) =>
  keys.map((value) => ({ value, label: labels[value] }));

export function LinesPage(props: LinesProps) {
  const { partner, years, blank, open, errors = {}, typed = {}, ...frame } = props;
  const { dossier } = frame;
  const expenses: BlankExpense[] = dossier.budget.expenses.filter((line) => line.partnerId === partner.id);
  const fundings: BlankFunding[] = dossier.budget.fundings.filter((line) => line.partnerId === partner.id);
  const keys = [...expenses.map(({ id }) => expenseKey(id)), ...fundings.map(({ id }) => fundingKey(id))];
  const versions = Object.fromEntries(keys.map((key) => [key, dossier.fields.get(key)?.version ?? 0]));
  const totals = dossier.totals.byPartner.find((row) => row.partnerId === partner.id);
  const context = { errors, typed, years, open };
  return (
    <DossierPage {...frame} title={`Budget de ${partner.name}`} invalid={Object.keys(errors).length > 0}>
      <ErrorSummary errors={errors} title="Ces lignes n’ont pas été enregistrées ; les autres le sont" />
      <p class="lead">
        {`Dépenses ${formatCents(totals?.expensesCents ?? 0)}, part de l’aide ${formatCents(partner.shareCents)}, autres ressources ${formatCents(totals?.otherResourcesCents ?? 0)} : équilibre ${formatCents(totals?.balanceCents ?? 0)}.`}
      </p>
      <Form action={`/dossiers/${dossier.application.id}/budget/${partner.id}`}>
        <Hidden name="version" value={JSON.stringify(versions)} />
        <h2>Dépenses</h2>
        {[...expenses, ...(open ? [{ id: blank.expense }] : [])].map((line) => (
          <Expense line={line} {...context} />
        ))}
        <h2>Ressources hors aide demandée</h2>
        {[...fundings, ...(open ? [{ id: blank.funding }] : [])].map((line) => (
          <Funding line={line} {...context} />
        ))}
        {open ? <Button>Enregistrer et proposer une ligne de plus</Button> : null}
      </Form>
    </DossierPage>
  );
}

interface Context {
  readonly errors: FieldErrors;
  readonly typed: Readonly<Record<string, string>>;
  readonly years: readonly string[];
  readonly open: boolean;
}

function Expense({ line, errors, typed, years, open }: Context & { readonly line: BlankExpense }) {
  const field = (name: string, value: string | undefined) => ({
    name: `${line.id}.${name}`,
    value: typed[`${line.id}.${name}`] ?? value,
    error: errors[`${line.id}.${name}`],
  });
  const nature = line.inKind ? 'in-kind' : 'cash';
  return (
    <Fieldset legend={line.category ? CATEGORY_LABELS[line.category] : 'Nouvelle dépense'}>
      <Hidden name="depense" value={line.id} />
      <Select {...field('category', line.category)} label="Nature" options={choices(CATEGORIES, CATEGORY_LABELS)} />
      <TextField {...field('label', line.label)} label="Précision" />
      <Select
        {...field('nature', nature)}
        label="Payée ou valorisée"
        empty={null}
        options={[
          { value: 'cash', label: 'Payée' },
          { value: 'in-kind', label: 'Valorisée (mise à disposition)' },
        ]}
      />
      <Select
        {...field('eligible', line.eligible === false ? 'non' : 'oui')}
        label="Éligible à l’aide"
        empty={null}
        options={[
          { value: 'oui', label: 'Oui' },
          { value: 'non', label: 'Non' },
        ]}
      />
      {years.map((year) => (
        <MoneyField {...field(year, centsToInput(line.amounts?.[year]))} label={`Montant ${year}`} />
      ))}
      {open && line.category ? <Remove id={line.id} /> : null}
    </Fieldset>
  );
}

const Remove = ({ id }: { readonly id: string }) => (
  <Button kind="quiet" name="action" value={`retirer|${id}`}>
    Retirer cette ligne
  </Button>
);

function Funding({ line, errors, typed, open }: Context & { readonly line: BlankFunding }) {
  const field = (name: string, value: string | null | undefined) => ({
    name: `${line.id}.${name}`,
    value: typed[`${line.id}.${name}`] ?? value,
    error: errors[`${line.id}.${name}`],
  });
  return (
    <Fieldset legend={line.kind ? FUNDING_LABELS[line.kind] : 'Nouvelle ressource'}>
      <Hidden name="ressource" value={line.id} />
      <Select {...field('kind', line.kind)} label="Nature" options={choices(FUNDING_KINDS, FUNDING_LABELS)} />
      <TextField {...field('funder', line.funder)} label="Apportée par" />
      <Select
        {...field('status', line.status)}
        label="État du cofinancement"
        empty="Sans objet"
        options={choices(FUNDING_STATUSES, FUNDING_STATUS_LABELS)}
      />
      <MoneyField {...field('amount', centsToInput(line.amountCents))} label="Montant" />
      {open && line.kind ? <Remove id={line.id} /> : null}
    </Fieldset>
  );
}
