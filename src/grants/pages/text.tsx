import { ratePercent } from '../../kernel/money.ts';
import {
  Details,
  formatCents,
  formatPercent,
  frenchDay,
  Notice,
  Page,
  PageHead,
  SummaryList,
  Table,
  type View,
} from '../../ui/index.ts';
import { KIND_LABELS, VERSION_LABELS } from '../labels.ts';
import { type Tranche, trancheCents } from '../model/terms.ts';
import type { AgreementText } from '../model/text.ts';
import type { Agreement, Version } from '../model/whole.ts';
import { Signatures } from './parts.tsx';

/** The agreement as it is read, on a screen of any width. */
export function AgreementBody({ text }: { readonly text: AgreementText }) {
  const { terms } = text;
  const rate = ratePercent(terms.totalCents, terms.baseCents);
  return (
    <>
      <SummaryList
        lines={[
          { term: 'Convention', value: `${text.number}, version ${text.version}` },
          { term: 'Projet', value: text.title },
          { term: 'Appel', value: text.callTitle },
          { term: 'Pour l’État ou son opérateur', value: text.authority },
          { term: 'Aide totale', value: formatCents(terms.totalCents) },
          { term: 'Assiette éligible', value: formatCents(terms.baseCents) },
          { term: 'Taux d’aide', value: rate === null ? '–' : formatPercent(rate) },
          { term: 'Durée', value: `du ${frenchDay(terms.startsOn)} au ${frenchDay(terms.endsOn)}` },
        ]}
      />
      <Table
        caption="Partenaires et parts de l’aide"
        rows={terms.partners}
        columns={[
          {
            label: 'Partenaire',
            header: true,
            cell: ({ name, isLead }) => (isLead ? `${name} (chef de file)` : name),
          },
          { label: 'SIRET', cell: ({ siret }) => siret },
          { label: 'Part', numeric: true, cell: ({ shareCents }) => formatCents(shareCents) },
        ]}
        footer={['Total', '', formatCents(terms.totalCents)]}
      />
      <Schedule text={text} />
      <h2>Clauses</h2>
      {text.clauses.map(({ title, body, revision }) => (
        <section>
          <h3>
            {title} <small>{`(révision ${revision})`}</small>
          </h3>
          {body.split(/\n\n+/).map((paragraph) => (
            <p>{paragraph}</p>
          ))}
        </section>
      ))}
    </>
  );
}

function Schedule({ text }: { readonly text: AgreementText }) {
  const { terms } = text;
  const nameOf = (id: string) => terms.partners.find(({ partnerId }) => partnerId === id)?.name ?? '';
  return (
    <>
      <Table
        caption="Échéancier"
        rows={terms.tranches}
        columns={[
          {
            label: 'Tranche',
            header: true,
            cell: (one: Tranche) => (
              <>
                {one.label}
                <br />
                <small>{one.settled ? `${KIND_LABELS[one.kind]}, réglée` : KIND_LABELS[one.kind]}</small>
              </>
            ),
          },
          { label: 'Échéance', cell: (one: Tranche) => frenchDay(one.dueOn) },
          { label: 'Justificatifs', cell: (one: Tranche) => <EvidenceList tranche={one} /> },
          { label: 'Montant', numeric: true, cell: (one: Tranche) => formatCents(trancheCents(one)) },
        ]}
        footer={['Total', '', '', formatCents(terms.totalCents)]}
      />
      <Details summary="Montant de chaque tranche, par partenaire">
        <Table
          caption="Montant de chaque tranche, par partenaire"
          captionHidden
          rows={terms.tranches.flatMap((one) => one.byPartner.map((part) => ({ ...part, label: one.label })))}
          columns={[
            { label: 'Tranche', header: true, cell: ({ label }) => label },
            { label: 'Partenaire', cell: ({ partnerId }) => nameOf(partnerId) },
            { label: 'Montant', numeric: true, cell: ({ amountCents }) => formatCents(amountCents) },
          ]}
        />
      </Details>
    </>
  );
}

const EvidenceList = ({ tranche: { evidence } }: { readonly tranche: Tranche }) =>
  evidence.length === 0 ? (
    <>Aucun</>
  ) : (
    <ul>
      {evidence.map(({ label, required }) => (
        <li>{required ? label : `${label} (facultatif)`}</li>
      ))}
    </ul>
  );

export interface VersionPageProps {
  readonly view: View;
  readonly agreement: Agreement;
  readonly version: Version;
  readonly text: AgreementText;
  /** Page of the agreement for this reader. */
  readonly base: string;
  readonly documents: readonly { readonly label: string; readonly href: string; readonly sha256: string }[];
}

/** One version on a page of its own: to read, to print. */
export function VersionPage({ view, agreement, version, text, base, documents }: VersionPageProps) {
  return (
    <Page
      view={view}
      title={`Convention ${agreement.number}, version ${version.number}`}
      breadcrumbs={[{ href: base, label: `Convention ${agreement.number}` }]}
    >
      <PageHead
        title={`Version ${version.number}, ${VERSION_LABELS[version.state]}`}
        kicker={`Convention ${agreement.number}`}
        lead={version.reason}
      />
      {version.state === 'superseded' || version.state === 'abandoned' ? (
        <Notice tone="warning">
          <p>Cette version ne vaut plus. Elle reste lisible avec ses signatures.</p>
        </Notice>
      ) : null}
      <AgreementBody text={text} />
      <h2>Signatures</h2>
      <Signatures agreement={agreement} version={version} />
      {version.textSha256 ? (
        <p>
          Empreinte SHA-256 du texte : <code class="hash">{version.textSha256}</code>
        </p>
      ) : null}
      <Documents documents={documents} />
    </Page>
  );
}

export function Documents({ documents }: Pick<VersionPageProps, 'documents'>) {
  if (documents.length === 0) return null;
  return (
    <>
      <h2>Documents</h2>
      <ul>
        {documents.map(({ label, href, sha256 }) => (
          <li>
            <a href={href} download>
              {label}
            </a>
            <br />
            <small>
              SHA-256 : <code class="hash">{sha256}</code>
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}
