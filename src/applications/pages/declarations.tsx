import { type DeMinimisSum, deMinimisOn, GENERAL_CEILING_CENTS, REGULATIONS } from '../../budgets/index.ts';
import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Button,
  centsToInput,
  DateField,
  ErrorSummary,
  Fieldset,
  Form,
  formatCents,
  MoneyField,
  Panel,
  parisDateTime,
  Radios,
  Select,
  StatusTag,
  TextArea,
  TextField,
} from '../../ui/index.ts';
import { sirenOf } from '../model/consortium.ts';
import type { Dossier, Statement } from '../model/dossier.ts';
import type { DeMinimisDeclaration } from '../model/eligibility.ts';
import type { StatementKind } from '../model/statements.ts';
import { DossierPage, type FrameProps } from './layout.tsx';

export interface DeclarationsProps extends Omit<FrameProps, 'title' | 'children'> {
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
  /** `YYYY-MM-DD`, Paris. */
  readonly today: string;
  /** Rows of aids offered. */
  readonly rows: number;
}

const NAMES: Readonly<Record<StatementKind, string>> = {
  mandate: 'Mandat',
  'republican-commitment': 'Contrat d’engagement républicain',
  'de-minimis': 'Déclaration des aides de minimis',
};

export function DeclarationsPage(props: DeclarationsProps) {
  const { errors = {}, typed = {}, today, rows, ...frame } = props;
  const { dossier } = frame;
  const open = dossier.application.state === 'draft';
  return (
    <DossierPage {...frame} title="Déclarations et engagements" invalid={Object.keys(errors).length > 0}>
      <ErrorSummary errors={errors} />
      <p>Chaque organisation signe pour elle-même. Vous signez ici pour {dossier.mine.name}.</p>
      {dossier.partners.map((partner) => (
        <Panel title={partner.name}>
          {partner.isAssociation === false ? null : (
            <Signed dossier={dossier} partnerId={partner.id} kind="republican-commitment" />
          )}
          <Signed dossier={dossier} partnerId={partner.id} kind="de-minimis" />
        </Panel>
      ))}
      {open && dossier.mine.isAssociation !== false ? <ContractForm dossier={dossier} errors={errors} /> : null}
      {open ? <DeMinimisForm dossier={dossier} errors={errors} typed={typed} today={today} rows={rows} /> : null}
    </DossierPage>
  );
}

const standing = ({ statements }: Dossier, partnerId: string, kind: StatementKind): Statement | undefined =>
  statements.find((one) => one.partnerId === partnerId && one.kind === kind);

function Signed({ dossier, partnerId, kind }: { dossier: Dossier; partnerId: string; kind: StatementKind }) {
  const statement = standing(dossier, partnerId, kind);
  return (
    <p>
      {`${NAMES[kind]} : `}
      {statement ? (
        <>
          <StatusTag tone="success">Signé</StatusTag>
          {` par ${statement.signatoryName}, ${statement.signatoryCapacity}, le ${parisDateTime(statement.signedAt)} (texte ${statement.textVersion}).`}
        </>
      ) : (
        <StatusTag tone="warning">Attendu</StatusTag>
      )}
    </p>
  );
}

function ContractForm({ dossier, errors }: { readonly dossier: Dossier; readonly errors: FieldErrors }) {
  return (
    <section>
      <h2>{NAMES['republican-commitment']}</h2>
      <p>
        {`${dossier.mine.name} s’engage à respecter les sept engagements annexés au décret n° 2021-1947 du 31 décembre 2021 : respect des lois de la République, liberté de conscience, liberté des membres, égalité et non-discrimination, fraternité et prévention de la violence, respect de la dignité de la personne, respect des symboles de la République.`}
      </p>
      <Form action={`/dossiers/${dossier.application.id}/declarations/contrat`}>
        <TextField name="capacityContract" label="Qualité en laquelle vous signez" error={errors.capacityContract} />
        <Button>Souscrire le contrat</Button>
      </Form>
    </section>
  );
}

interface MinimisProps {
  readonly dossier: Dossier;
  readonly errors: FieldErrors;
  readonly typed: Readonly<Record<string, string>>;
  readonly today: string;
  readonly rows: number;
}

function DeMinimisForm({ dossier, errors, typed, today, rows }: MinimisProps) {
  const said = standing(dossier, dossier.mine.id, 'de-minimis')?.content as DeMinimisDeclaration | undefined;
  const concerned = typed.concerned ?? (said ? (said.concerned ? 'oui' : 'non') : undefined);
  return (
    <section>
      <h2>{NAMES['de-minimis']}</h2>
      {said?.concerned ? <Sum sum={deMinimisOn(today, sirensOf(dossier, said), said.aids)} /> : null}
      <Form action={`/dossiers/${dossier.application.id}/declarations/de-minimis`}>
        <Radios
          name="concerned"
          label="Votre organisation exerce-t-elle une activité économique concernée par ce projet ?"
          hint="Offrir des biens ou des services sur un marché, quelle que soit la forme juridique."
          options={[
            { value: 'oui', label: 'Oui' },
            { value: 'non', label: 'Non' },
          ]}
          value={concerned}
          error={errors.concerned}
        />
        <TextArea
          name="linked"
          label="SIREN des entreprises liées"
          hint="Un par ligne : elles comptent comme une seule entreprise avec la vôtre."
          value={typed.linked ?? said?.linkedSirens.join('\n')}
          error={errors.linked}
          rows={3}
          optional
        />
        {Array.from({ length: rows }, (_none, index) => (
          <Aid index={index} said={said} errors={errors} typed={typed} siren={sirenOf(dossier.mine.siret)} />
        ))}
        <Button kind="secondary" name="action" value="ajouter">
          Ajouter une aide
        </Button>
        <TextField
          name="capacityMinimis"
          label="Qualité en laquelle vous signez"
          value={typed.capacityMinimis}
          error={errors.capacityMinimis}
        />
        <Button>Signer la déclaration</Button>
      </Form>
    </section>
  );
}

const sirensOf = ({ mine }: Dossier, said: DeMinimisDeclaration) => [sirenOf(mine.siret), ...said.linkedSirens];

const Sum = ({ sum }: { readonly sum: DeMinimisSum }) => (
  <p>
    {`Du ${sum.from} au ${sum.to}, vous avez déclaré ${formatCents(sum.countedCents)} sur un plafond de ${formatCents(GENERAL_CEILING_CENTS)} : il reste ${formatCents(sum.leftCents)}.`}
  </p>
);

interface AidProps {
  readonly index: number;
  readonly said: DeMinimisDeclaration | undefined;
  readonly errors: FieldErrors;
  readonly typed: Readonly<Record<string, string>>;
  readonly siren: string;
}

function Aid({ index, said, errors, typed, siren }: AidProps) {
  const aid = said?.aids[index];
  const field = (name: string, value: string | undefined) => ({
    name: `aid.${index}.${name}`,
    value: typed[`aid.${index}.${name}`] ?? value,
    error: errors[`aid.${index}.${name}`],
  });
  return (
    <Fieldset legend={`Aide ${index + 1}`}>
      <TextField {...field('grantor', aid?.grantor)} label="Qui l’a accordée" />
      <DateField {...field('grantedOn', aid?.grantedOn)} label="Date d’octroi du droit" />
      <MoneyField {...field('amount', centsToInput(aid?.amountCents))} label="Montant" />
      <TextField {...field('siren', aid?.siren ?? siren)} label="SIREN du bénéficiaire" width="short" />
      <Select
        {...field('regulation', aid?.regulation ?? REGULATIONS[0])}
        label="Règlement"
        empty={null}
        options={REGULATIONS.map((value) => ({ value, label: `Règlement (UE) ${value}` }))}
      />
    </Fieldset>
  );
}
