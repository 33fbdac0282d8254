import type { DepositDraft } from '../../applications/index.ts';
import type { Call, Wave } from '../../calls/index.ts';
import type { Message } from '../../kernel/decision.ts';
import { parisDateTimeExact } from '../../kernel/instant.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Form,
  formatBytes,
  formatCents,
  Hidden,
  Notice,
  Page,
  PageHead,
  SummaryList,
  Table,
  TextArea,
  type View,
} from '../../ui/index.ts';
import { REASON_MAX } from '../model/deposit.ts';

interface DepositPageProps {
  readonly view: View;
  readonly draft: DepositDraft;
  readonly call: Call;
  readonly wave: Wave;
  readonly version: string;
  /** The file was deposited before, and changed since. */
  readonly again: boolean;
}

const crumbs = (draft: DepositDraft) => [
  { href: '/dossiers', label: 'Mes dossiers' },
  { href: `/dossiers/${draft.id}`, label: draft.title },
];

/** What will be sealed, before the one button that matters. */
export function DepositPage({ view, draft, call, wave, version, again }: DepositPageProps) {
  const { missing, unsignedMandates, files, content } = draft;
  const ready = missing.length === 0 && unsignedMandates.length === 0 && draft.mine === 'lead';
  return (
    <Page view={view} title="Déposer le dossier" breadcrumbs={crumbs(draft)}>
      <PageHead title="Déposer le dossier" lead={draft.title} />
      <Notice tone="info" title="Ce dossier n’est pas encore déposé">
        <p>
          Les dépôts ferment le <strong>{parisDateTimeExact(wave.closesAt)}</strong>. L’instant qui compte est celui où
          votre demande nous parvient.
        </p>
        {again ? <p>Le dépôt précédent reste valable tant que vous ne déposez pas cette nouvelle version.</p> : null}
      </Notice>
      {ready ? null : <WhatIsLeft draft={draft} />}
      <h2>Ce qui sera scellé</h2>
      <SummaryList
        lines={[
          { term: 'Appel et vague', value: `${call.title}, ${wave.name}` },
          { term: 'Chef de file', value: draft.lead.name },
          { term: 'Partenaires', value: partnerNames(draft) },
          { term: 'Assiette éligible', value: formatCents(content.totals.eligibleBaseCents) },
          { term: 'Aide demandée', value: formatCents(content.totals.requestedGrantCents ?? 0) },
        ]}
      />
      <Table
        caption="Annexes"
        columns={[
          { label: 'Pièce', cell: (file) => file.name, header: true },
          { label: 'Taille', cell: (file) => formatBytes(file.sizeBytes), numeric: true },
        ]}
        rows={files}
        empty="Aucune annexe. Vos réponses sont scellées dans dossier.json."
      />
      {ready ? (
        <Form action={`/dossiers/${draft.id}/depot`}>
          <Hidden name="version" value={version} />
          <p>
            Vous recevez aussitôt un accusé de réception signé. Vous pourrez déposer une nouvelle version jusqu’à la
            clôture.
          </p>
          <Actions>
            <Button>Déposer le dossier</Button>
            <a href={`/dossiers/${draft.id}`}>Revenir au dossier</a>
          </Actions>
        </Form>
      ) : null}
    </Page>
  );
}

const partnerNames = (draft: DepositDraft) =>
  draft.content.consortium
    .filter((one) => !one.isLead)
    .map((one) => one.name)
    .join(', ') || 'Aucun';

function WhatIsLeft({ draft }: { readonly draft: DepositDraft }) {
  if (draft.mine !== 'lead') {
    return (
      <Notice tone="warning" title="Seul le chef de file dépose le dossier">
        <p>Vous pouvez relire ici ce qui sera scellé.</p>
      </Notice>
    );
  }
  return (
    <Notice tone="warning" title="Avant de déposer">
      <ul>
        {draft.todo.map((item) => (
          <li>
            <a href={item.href}>{item.text}</a>
          </li>
        ))}
        {draft.unsignedMandates.map((name) => (
          <li>Le mandat de {name} n’est pas signé.</li>
        ))}
      </ul>
    </Notice>
  );
}

interface RefusedProps {
  readonly view: View;
  readonly applicationId: string;
  readonly message: Message;
}

export function RefusedPage({ view, applicationId, message }: RefusedProps) {
  return (
    <Page view={view} title={message.title} breadcrumbs={[{ href: '/dossiers', label: 'Mes dossiers' }]}>
      <PageHead title={message.title} />
      <Notice tone="danger">
        <p>{message.text}</p>
      </Notice>
      <Actions>
        <ButtonLink href={`/dossiers/${applicationId}`}>Revenir au dossier</ButtonLink>
      </Actions>
    </Page>
  );
}

interface WithdrawalPageProps {
  readonly view: View;
  readonly draft: DepositDraft;
  readonly reason?: string;
  readonly error?: string;
}

export function WithdrawalPage({ view, draft, reason = '', error }: WithdrawalPageProps) {
  return (
    <Page view={view} title="Retirer le dossier" breadcrumbs={crumbs(draft)} invalid={error !== undefined}>
      <PageHead title="Retirer le dossier" lead={draft.title} />
      <Form action={`/dossiers/${draft.id}/retrait`}>
        <Notice tone="warning">
          <p>
            Le dossier ne sera pas instruit. Ce qui a été déposé, l’accusé de réception et votre motif sont conservés.
          </p>
        </Notice>
        <TextArea
          label="Pourquoi le retirez-vous ?"
          name="motif"
          value={reason}
          error={error}
          limit={REASON_MAX}
          required
        />
        <Actions>
          <Button kind="warning">Retirer le dossier</Button>
          <a href={`/dossiers/${draft.id}/recepisse`}>Ne rien changer</a>
        </Actions>
      </Form>
    </Page>
  );
}
