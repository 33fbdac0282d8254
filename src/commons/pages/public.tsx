import { raw } from 'hono/html';
import {
  Actions,
  ButtonLink,
  Details,
  formatBytes,
  Notice,
  Page,
  PageHead,
  parisDate,
  StatusTag,
  type SummaryLine,
  SummaryList,
  Timeline,
  type View,
} from '../../ui/index.ts';
import { FormsView } from '../../variants/index.ts';
import { EQUIPMENT_LABELS, KIND_LABELS, LANGUAGE_LABELS, licenceLabel, MODALITY_LABELS } from '../messages.ts';
import { arkOf, arkPath } from '../model/ark.ts';
import type { Description } from '../model/description.ts';
import type { Light } from '../model/light.ts';
import type { Resource, Version } from '../model/resource.ts';
import type { Trust } from '../model/review.ts';
import type { Alike } from '../model/search.ts';
import type { Report } from '../model/verdict.ts';
import { AlikeList } from './alike.tsx';
import { OpenHere } from './opening.tsx';
import { CATALOGUE_PATH, ReportView } from './parts.tsx';
import { LabelTag, TrustView } from './trust/review.tsx';
import { type Deprecated, DeprecatedNotice } from './trust/status.tsx';

export interface PublicProps {
  readonly view: View;
  readonly authority: string;
  readonly resource: Resource;
  readonly version: Version;
  readonly report: Report;
  readonly description: Description;
  readonly organisation: string;
  /** Project that paid for it, where its agreement is known. */
  readonly fundedBy: string | null;
  /** Its lighter forms; `null`: its kind has none. */
  readonly light: Light | null;
  readonly deprecated: Deprecated | null;
  readonly trust: Trust;
}

interface ShownProps extends PublicProps {
  readonly alike: readonly Alike[];
  /** What search engines read of it: JSON-LD, safe inside HTML. */
  readonly linked: string;
}

export function ResourcePage(props: ShownProps) {
  const { view, authority, resource, version, report, description } = props;
  const path = arkPath(authority, resource.arkName);
  const former = version.number !== resource.publishedVersion;
  const query = former ? `?version=${version.number}` : '';
  return (
    <Page
      view={view}
      title={description.title}
      description={description.summary.slice(0, 200)}
      breadcrumbs={[{ href: CATALOGUE_PATH, label: 'Communs' }]}
    >
      {former ? (
        <Notice tone="warning">
          <p>
            Ceci est la version {version.number}. <a href={path}>Voir la version en cours</a>.
          </p>
        </Notice>
      ) : null}
      {props.deprecated ? <DeprecatedNotice {...props.deprecated} /> : null}
      <PageHead kicker={KIND_LABELS[report.kind]} title={description.title}>
        <p>
          <StatusTag>{`${description.durationMinutes} min`}</StatusTag>{' '}
          <StatusTag>{formatBytes(version.sizeBytes)}</StatusTag> <StatusTag>{`Version ${version.number}`}</StatusTag>{' '}
          <LabelTag trust={props.trust} />
        </p>
      </PageHead>
      {paragraphs(description.summary)}
      <Actions>
        <OpenHere {...{ path, query, report, sizeBytes: openedBytes(props) }} />
        <ButtonLink href={`${path}/fichier${query}`} download>
          {`Télécharger (${formatBytes(version.sizeBytes)})`}
        </ButtonLink>
        <a href={`${path}/lom-fr.xml${query}`}>Notice LOM-FR (XML)</a>
        <a href={`${path}/schema.jsonld${query}`}>Notice schema.org (JSON-LD)</a>
        {report.kind.startsWith('scorm-') ? <a href={`${path}/emporter`}>Emporter dans votre plateforme</a> : null}
        <a href={`${path}/signaler`}>Signaler un problème</a>
      </Actions>
      {props.light ? (
        <FormsView
          {...props.light}
          title={description.title}
          original={{ sizeBytes: version.sizeBytes, href: `${path}/fichier${query}` }}
          hrefOf={(name) => `${path}/variante/${name}${query}`}
        />
      ) : null}
      {description.safety === '' ? null : (
        <Notice tone="warning" title="Précautions d’emploi">
          {paragraphs(description.safety)}
        </Notice>
      )}
      <SummaryList lines={lines(props)} />
      <h2>Accessibilité</h2>
      {paragraphs(description.accessibility)}
      <Details summary="Rapport d’examen du fichier">
        <ReportView report={report} sizeBytes={version.sizeBytes} />
        <p>
          Empreinte SHA-256 : <code class="hash">{version.sha256}</code>
        </p>
      </Details>
      <AlikeList alike={props.alike} authority={authority} />
      <TrustView trust={props.trust} />
      <h2>Versions</h2>
      <Versions resource={resource} path={path} />
      <script type="application/ld+json">{raw(props.linked)}</script>
    </Page>
  );
}

/** Bytes of the form that opens on this device. */
const openedBytes = ({ light, version }: PublicProps): number =>
  light?.variants.find(({ name }) => name === light.offered)?.sizeBytes ?? version.sizeBytes;

const paragraphs = (text: string) => text.split(/\n{2,}/).map((one) => <p class="text">{one}</p>);

const listed = (values: readonly string[], labels: Readonly<Record<string, string>> = {}) =>
  values.map((value) => labels[value] ?? value).join(', ');

function lines(props: PublicProps): SummaryLine[] {
  const { description: d, authority, resource, organisation, fundedBy } = props;
  const all: readonly SummaryLine[] = [
    { term: 'Identifiant permanent', value: <code>{arkOf(authority, resource.arkName)}</code> },
    { term: 'Déposée par', value: organisation },
    { term: 'Auteurs', value: d.authors.join(', ') },
    { term: 'Financée par', value: fundedBy ?? '' },
    { term: 'Licence', value: licenceLabel(d.licence) },
    { term: 'Secteur', value: d.sector },
    { term: 'Niveau', value: d.level === null ? 'Tous niveaux' : `Niveau ${d.level}` },
    { term: 'Modalités', value: listed(d.modalities, MODALITY_LABELS) },
    { term: 'Matériel', value: listed(d.equipment, EQUIPMENT_LABELS) || 'Aucun en particulier' },
    { term: 'Langues', value: listed(d.languages, LANGUAGE_LABELS) },
    { term: 'Formacode', value: d.formacodes.join(', ') },
    { term: 'Métiers (ROME)', value: d.romes.join(', ') },
    { term: 'Certifications', value: d.certifications.join(', ') },
    { term: 'Mots-clés', value: d.keywords.join(', ') },
    { term: 'Entretenue par', value: d.maintainer },
  ];
  return all.filter(({ value }) => value !== '');
}

const Versions = ({ resource, path }: { readonly resource: Resource; readonly path: string }) => (
  <Timeline
    label="Versions publiées"
    entries={resource.versions
      .filter(({ publishedAt }) => publishedAt !== null)
      .map(({ number, publishedAt, changes }) => ({
        when: publishedAt ? parisDate(publishedAt) : '',
        title: <a href={`${path}?version=${number}`}>{`Version ${number}`}</a>,
        text: <p>{changes === '' ? 'Première version.' : changes}</p>,
      }))}
  />
);
