import type { DepositDraft } from '../../applications/index.ts';
import { ConfirmForm, Page, PageHead, parisDateTime, type View } from '../../ui/index.ts';

interface ReopenProps {
  readonly view: View;
  readonly draft: DepositDraft;
  readonly closesAt: Date;
}

export const ReopenPage = ({ view, draft, closesAt }: ReopenProps) => (
  <Page
    view={view}
    title="Modifier un dossier déposé"
    breadcrumbs={[
      { href: '/dossiers', label: 'Mes dossiers' },
      { href: `/dossiers/${draft.id}`, label: draft.title },
    ]}
  >
    <PageHead title="Modifier un dossier déposé" lead={draft.title} />
    <ConfirmForm
      action={`/dossiers/${draft.id}/rouvrir`}
      consequence={`Le dépôt déjà fait reste valable, avec son accusé de réception, tant que vous n’en faites pas un autre. Vos modifications ne compteront que si vous les déposez avant le ${parisDateTime(closesAt)}.`}
      confirm="Rouvrir le dossier"
      cancelHref={`/dossiers/${draft.id}/recepisse`}
      kind="primary"
    />
  </Page>
);
