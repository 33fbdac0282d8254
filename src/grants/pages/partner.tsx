import {
  Actions,
  Button,
  ButtonLink,
  Details,
  EmptyState,
  Form,
  formatCents,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDateTime,
  Said,
  Stat,
  Stats,
  TextArea,
  type View,
} from '../../ui/index.ts';
import { Answering } from './ending.tsx';
import { EffectPanel, Signatures, StateTag, Versions } from './parts.tsx';
import { Payments } from './payments.tsx';
import { type MySide, type PartnerPageProps, partnerBase } from './props.ts';
import { SignForm } from './sign.tsx';
import { AgreementBody, Documents } from './text.tsx';

/** What a partner reads: what is expected, its own share, then the text, then where to sign. */
export function PartnerPage(props: PartnerPageProps) {
  const { view, agreement, version, text, effect, documents, errors } = props;
  return (
    <Page
      view={view}
      title={`Convention ${agreement.number}`}
      islands={['forms']}
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[{ href: '/conventions', label: 'Vos conventions' }]}
    >
      <Said told={props.told} refusal={props.refusal} errors={errors} />
      <PageHead title={agreement.title} kicker={`Convention ${agreement.number}`}>
        <StateTag state={agreement.state} />
      </PageHead>
      <Expected {...props} />
      <Answering {...props} />
      <Shares {...props} />
      {effect && version.state === 'sent' ? <EffectPanel effect={effect} /> : null}
      <Payments shown={props.payments} />
      <h2 id="texte">{`Texte de la version ${version.number}`}</h2>
      <AgreementBody text={text} />
      <Signing {...props} />
      {version.closing ? null : (
        <>
          <h2>Signatures</h2>
          <Signatures agreement={agreement} version={version} />
        </>
      )}
      <Documents documents={documents} />
      <h2>Versions</h2>
      <Versions
        agreement={agreement}
        versions={agreement.versions.filter(({ sentAt }) => sentAt !== null)}
        hrefOf={({ number }) => `${partnerBase(agreement)}/versions/${number}`}
      />
      <Decline {...props} />
    </Page>
  );
}

function Expected(props: PartnerPageProps) {
  const { agreement, version, sides } = props;
  if (agreement.closedAt)
    return (
      <Notice tone="warning" title={`Terminée le ${parisDateTime(agreement.closedAt)}`}>
        <p>{agreement.closedReason}</p>
      </Notice>
    );
  if (agreement.state === 'draft')
    return (
      <Notice title="Le service corrige la convention">
        <p>La version ci-dessous ne vaut plus. Vous serez prévenu quand la nouvelle sera à signer.</p>
      </Notice>
    );
  const toSign = sides.filter(({ signed }) => !signed);
  if (version.state !== 'sent' || sides.length === 0)
    return (
      <Notice tone="success">
        <p>Cette convention est en vigueur : il n’y a rien à signer.</p>
      </Notice>
    );
  if (toSign.length === 0)
    return (
      <Notice tone="success" title="Votre organisation a signé">
        <p>Elle entrera en vigueur quand tous les partenaires, puis le service, auront signé.</p>
      </Notice>
    );
  return <ToSign {...props} sides={toSign} />;
}

function ToSign({ agreement, version, sides }: PartnerPageProps) {
  const due = agreement.inForceVersion === null && agreement.signBy;
  const may = sides.some(({ maySign }) => maySign);
  return (
    <Notice
      tone="warning"
      title={due ? `À signer avant le ${parisDateTime(due)}` : `Version ${version.number} à signer`}
    >
      <p>Lisez le texte, puis signez à la fin de la page.</p>
      {may ? (
        <Actions>
          <ButtonLink href="#signer">Aller à la signature</ButtonLink>
        </Actions>
      ) : (
        <p>
          Vous pouvez lire cette convention, mais pas la signer : il faut représenter votre organisation, ou tenir
          d’elle un mandat de signature. Prévenez son représentant.
        </p>
      )}
    </Notice>
  );
}

function Shares({ sides, version }: PartnerPageProps) {
  return (
    <Stats>
      {sides.map(({ name, shareCents }) => (
        <Stat value={formatCents(shareCents)} label={`Part de ${name}`} />
      ))}
      <Stat value={formatCents(version.terms.totalCents)} label="Aide totale au projet" />
    </Stats>
  );
}

function Signing({ agreement, version, sides, viewerName, signingNotice, errors, typed }: PartnerPageProps) {
  if (version.state !== 'sent' || agreement.closedAt) return null;
  const mine = sides.filter(({ maySign, signed }) => maySign && !signed);
  return (
    <div id="signer">
      {mine.map((side: MySide) => (
        <SignForm
          action={`${partnerBase(agreement)}/signer`}
          version={version}
          signer={side.partnerId}
          organisation={side.name}
          viewerName={viewerName}
          notice={signingNotice}
          errors={errors}
          typed={typed}
        />
      ))}
    </div>
  );
}

/** The lead alone gives the award up, before the agreement is in force. */
function Decline({ agreement, sides, errors, typed }: PartnerPageProps) {
  const leads = sides.some(({ isLead, maySign }) => isLead && maySign);
  if (!leads || agreement.signedAt || agreement.closedAt) return null;
  return (
    <Details summary="Renoncer à l’aide" open={'motif' in errors}>
      <p>
        {`La somme réservée (${formatCents(agreement.grantedCents)}) revient à l’appel, pour tous les partenaires. C’est définitif.`}
      </p>
      <Form action={`${partnerBase(agreement)}/renoncer`}>
        <TextArea name="motif" label="Motif" rows={3} limit={2000} value={typed.motif} error={errors.motif} />
        <Button kind="warning">Renoncer à l’aide</Button>
      </Form>
    </Details>
  );
}

export interface NoAgreementProps {
  readonly view: View;
  readonly title: string;
  readonly applicationId: string;
  /** A draft exists: the service is preparing it. */
  readonly isPreparing: boolean;
}

export function NoAgreementPage({ view, title, applicationId, isPreparing }: NoAgreementProps) {
  return (
    <Page
      view={view}
      title="Votre convention"
      breadcrumbs={[
        { href: '/dossiers', label: 'Mes dossiers' },
        { href: `/dossiers/${applicationId}`, label: title },
      ]}
    >
      <PageHead title="Votre convention" kicker={title} />
      {isPreparing ? (
        <Panel title="Votre convention est en préparation">
          <p>
            Votre projet est retenu. Le service prépare la convention ; un message vous préviendra quand elle sera à
            signer.
          </p>
        </Panel>
      ) : (
        <EmptyState
          title="Pas encore de convention"
          action={<a href={`/dossiers/${applicationId}/suite`}>Voir où en est le dossier</a>}
        >
          Une convention se prépare quand une décision retient le projet. Un message vous préviendra.
        </EmptyState>
      )}
    </Page>
  );
}
