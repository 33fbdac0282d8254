import type { Wave } from '../../calls/index.ts';
import type { Organisation } from '../../identity/index.ts';
import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  ButtonLink,
  EmptyState,
  ErrorSummary,
  Form,
  Hidden,
  Page,
  PageHead,
  parisDateTime,
  Radios,
  Table,
  TextField,
  type View,
} from '../../ui/index.ts';
import type { ListLine } from '../model/dossier.ts';
import { StateTag } from './layout.tsx';

export interface ListProps {
  readonly view: View;
  readonly lines: readonly (ListLine & { readonly wave: Wave })[];
  readonly open: readonly Wave[];
}

export function ListPage({ view, lines, open }: ListProps) {
  return (
    <Page view={view} title="Mes dossiers" layout="wide">
      <PageHead title="Mes dossiers" />
      {lines.length === 0 ? (
        <EmptyState title="Vous n’avez pas encore de dossier">
          Commencez un dossier sur une vague ouverte, ou ouvrez l’invitation reçue par courriel.
        </EmptyState>
      ) : (
        <Table
          caption="Dossiers auxquels vous participez, à déposer d’abord"
          rows={lines}
          columns={[
            { label: 'Projet', header: true, cell: (line) => <a href={`/dossiers/${line.id}`}>{line.title}</a> },
            { label: 'État', cell: (line) => <StateTag of={line} /> },
            { label: 'Dépôt jusqu’au', cell: (line) => parisDateTime(line.wave.closesAt) },
            { label: 'Vous y êtes pour', cell: (line) => `${line.partnerName}${line.isLead ? ' (chef de file)' : ''}` },
            { label: 'Dernier changement', cell: (line) => parisDateTime(line.touchedAt) },
          ]}
        />
      )}
      <h2>Commencer un dossier</h2>
      {open.length === 0 ? <p>Aucune vague n’est ouverte en ce moment.</p> : null}
      <Actions>
        {open.map((wave) => (
          <ButtonLink href={`/dossiers/nouveau?vague=${wave.id}`}>{wave.name}</ButtonLink>
        ))}
      </Actions>
    </Page>
  );
}

export interface NewProps {
  readonly view: View;
  readonly wave: Wave;
  readonly organisations: readonly Organisation[];
  readonly clientKey: string;
  readonly typed?: { readonly title: string; readonly organisationId: string };
  readonly errors?: FieldErrors;
}

export function NewPage({ view, wave, organisations, clientKey, typed, errors = {} }: NewProps) {
  const only = organisations.length === 1 ? organisations[0]?.id : undefined;
  return (
    <Page
      view={view}
      title="Commencer un dossier"
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[{ href: '/dossiers', label: 'Mes dossiers' }]}
    >
      <ErrorSummary errors={errors} />
      <PageHead
        kicker={wave.name}
        title="Commencer un dossier"
        lead={`Dépôt jusqu’au ${parisDateTime(wave.closesAt)}.`}
      />
      {organisations.length === 0 ? (
        <EmptyState
          title="Rattachez-vous d’abord à une organisation"
          action={<ButtonLink href="/organisations">Trouver mon organisation</ButtonLink>}
        >
          Un dossier est porté par une organisation : dites pour laquelle vous agissez, puis revenez ici.
        </EmptyState>
      ) : (
        <Form action={`/dossiers/nouveau?vague=${wave.id}`}>
          <Hidden name="clientKey" value={clientKey} />
          <Radios
            name="organisationId"
            label="Organisation chef de file"
            options={organisations.map(card)}
            value={typed?.organisationId ?? only}
            error={errors.organisationId}
          />
          <TextField
            name="title"
            label="Titre du projet"
            hint="Il pourra changer jusqu’au dépôt."
            value={typed?.title}
            error={errors.title}
          />
          <Button>Commencer le dossier</Button>
        </Form>
      )}
    </Page>
  );
}

/** What the register already knows is not asked again (CRPA L113-12). */
const card = ({ id, name, siret, commune, nda }: Organisation) => ({
  value: id,
  label: name,
  hint: [`SIRET ${siret}`, commune, nda ? `déclaration d’activité ${nda}` : null].filter(Boolean).join(' – '),
});
