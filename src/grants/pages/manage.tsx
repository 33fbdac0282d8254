import { DAY_MS, plus } from '../../kernel/instant.ts';
import {
  Button,
  DateTimeField,
  Details,
  Form,
  formatCents,
  Hidden,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDateTime,
  Said,
  SummaryList,
  TextArea,
  WhyPanel,
  zonedLocal,
} from '../../ui/index.ts';
import { EVENT_NAMES } from '../labels.ts';
import { leadOf } from '../model/terms.ts';
import { missingPartners, versionOf } from '../model/whole.ts';
import { Ending } from './ending.tsx';
import { EffectPanel, Signatures, StateTag, Versions } from './parts.tsx';
import { Payments } from './payments.tsx';
import { type ManagePageProps, manageBase } from './props.ts';
import { SignForm } from './sign.tsx';
import { TermsForm } from './terms-form.tsx';
import { AgreementBody, Documents } from './text.tsx';

export function ManagePage(props: ManagePageProps) {
  const { view, agreement, version, text, effect, documents, errors, history, names, manages } = props;
  return (
    <Page
      view={view}
      title={`Convention ${agreement.number}`}
      layout="wide"
      islands={['forms']}
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[{ href: '/agent/conventions', label: 'Conventions' }]}
    >
      <Said told={props.told} refusal={props.refusal} errors={errors} />
      <PageHead title={agreement.title} kicker={`Convention ${agreement.number}`}>
        <StateTag state={agreement.state} />
      </PageHead>
      <Facts {...props} />
      {effect && version.state !== 'in-force' ? (
        <EffectPanel effect={effect} availableCents={props.availableCents} />
      ) : null}
      {manages ? <Acts {...props} /> : null}
      <Ending {...props} />
      <Payments shown={props.payments} />
      {version.state === 'draft' || version.closing ? null : <Signatures agreement={agreement} version={version} />}
      <Documents documents={documents} />
      <Details summary={`Lire la version ${version.number} en entier`} open={version.state === 'sent'}>
        <AgreementBody text={text} />
      </Details>
      <h2>Versions</h2>
      <Versions
        agreement={agreement}
        versions={agreement.versions}
        hrefOf={({ number }) => `${manageBase(agreement)}/versions/${number}`}
      />
      <WhyPanel history={history} eventNames={EVENT_NAMES} authorNames={names} />
    </Page>
  );
}

function Facts({ agreement, version }: ManagePageProps) {
  const lead = leadOf(version.terms);
  const open = agreement.state === 'sent' || agreement.state === 'partially-signed';
  return (
    <>
      <SummaryList
        lines={[
          { term: 'Chef de file', value: `${lead.name} (SIRET ${lead.siret})` },
          { term: 'Aide demandée', value: formatCents(agreement.requestedCents) },
          { term: 'Aide accordée par la décision', value: formatCents(agreement.grantedCents) },
          { term: 'Aide de cette version', value: formatCents(version.terms.totalCents) },
          { term: 'Décidé le', value: parisDateTime(agreement.decidedAt) },
          ...(open && agreement.signBy
            ? [{ term: 'Les partenaires signent avant le', value: parisDateTime(agreement.signBy) }]
            : []),
        ]}
      />
      {agreement.closedAt ? (
        <Notice tone="warning" title={`Terminée le ${parisDateTime(agreement.closedAt)}`}>
          <p>{agreement.closedReason}</p>
          {agreement.signedAt ? null : <p>{`${formatCents(agreement.grantedCents)} sont revenus à la vague.`}</p>}
        </Notice>
      ) : null}
    </>
  );
}

/** What the manager may do now; what is not possible is not offered. */
function Acts(props: ManagePageProps) {
  const { agreement, version } = props;
  if (agreement.closedAt) return null;
  if (version.state === 'draft') return <Writing {...props} />;
  if (version.state === 'sent') return <Awaiting {...props} />;
  return (
    <Details summary="Préparer un avenant" open={Object.keys(props.errors).length > 0 && 'motif' in props.typed}>
      <p>Rien ne change tant que tous n’ont pas signé. L’effet en euros s’affiche avant l’envoi.</p>
      <TermsForm
        {...props}
        action={`${manageBase(agreement)}/avenant`}
        lockVersion={agreement.lockVersion}
        amendment={{ reason: '' }}
        submit="Préparer cet avenant"
      />
    </Details>
  );
}

function Writing(props: ManagePageProps) {
  const { agreement, version, now, signDays, errors, typed } = props;
  const isFirst = agreement.inForceVersion === null;
  const failed = Object.keys(errors).length > 0 && !('delai' in errors);
  return (
    <>
      <Panel title="Envoyer à la signature">
        <p>
          Relisez d’abord la version en entier. Une fois envoyée, elle ne se modifie plus :{' '}
          {isFirst
            ? 'il faudra la reprendre, et les signatures seront à redonner.'
            : 'il faudra abandonner cet avenant et en préparer un autre.'}
        </p>
        <Form action={`${manageBase(agreement)}/envoyer`}>
          <Hidden name="version" value={agreement.lockVersion} />
          {isFirst ? (
            <DateTimeField
              name="delai"
              label="Les partenaires signent avant"
              value={typed.delai ?? zonedLocal(plus(now, signDays * DAY_MS))}
              error={errors.delai}
            />
          ) : null}
          <Button>{`Envoyer la version ${version.number}`}</Button>
        </Form>
      </Panel>
      <Details summary="Modifier les termes" open={failed}>
        <TermsForm
          {...props}
          action={`${manageBase(agreement)}/termes`}
          lockVersion={agreement.lockVersion}
          amendment={isFirst ? null : { reason: version.reason }}
          submit="Enregistrer les termes"
        />
      </Details>
      {isFirst ? null : <Abandon {...props} />}
    </>
  );
}

function Awaiting(props: ManagePageProps) {
  const { agreement, version, view } = props;
  const missing = missingPartners(agreement, version);
  return (
    <>
      {missing.length > 0 ? (
        <Notice title="Les partenaires signent">
          <p>{`Il manque : ${missing.map(({ name }) => name).join(', ')}. Le service signe en dernier.`}</p>
        </Notice>
      ) : (
        <SignForm
          action={`${manageBase(agreement)}/signer`}
          version={version}
          signer="state"
          organisation={agreement.authority}
          viewerName={view.viewer?.name ?? ''}
          notice={`${props.signingNotice} Votre signature est la dernière : elle met la version ${version.number} en vigueur et engage l’aide.`}
          errors={props.errors}
          typed={props.typed}
        />
      )}
      {versionOf(agreement, agreement.inForceVersion) ? <Abandon {...props} /> : <TakeBack {...props} />}
    </>
  );
}

interface ReasonProps extends ManagePageProps {
  readonly act: string;
  readonly summary: string;
  readonly consequence: string;
  readonly submit: string;
}

function WithReason({ agreement, errors, typed, act, summary, consequence, submit }: ReasonProps) {
  const mine = typed.acte === act;
  return (
    <Details summary={summary} open={mine}>
      <p>{consequence}</p>
      <Form action={`${manageBase(agreement)}/${act}`}>
        <Hidden name="version" value={agreement.lockVersion} />
        <Hidden name="acte" value={act} />
        <TextArea
          name="motif-acte"
          label="Motif"
          rows={3}
          limit={2000}
          value={mine ? typed['motif-acte'] : ''}
          error={errors['motif-acte']}
        />
        <Button kind="warning">{submit}</Button>
      </Form>
    </Details>
  );
}

const Abandon = (props: ManagePageProps) => (
  <WithReason
    {...props}
    act="abandonner"
    summary="Abandonner cet avenant"
    consequence="La version en vigueur ne change pas. Si l’avenant était envoyé, tous en sont informés."
    submit="Abandonner l’avenant"
  />
);

const TakeBack = (props: ManagePageProps) => (
  <WithReason
    {...props}
    act="reprendre"
    summary="Reprendre pour corriger"
    consequence="Une nouvelle version s’ouvre ; les signatures déjà données ne valent plus. Tous en sont informés."
    submit="Reprendre la convention"
  />
);
