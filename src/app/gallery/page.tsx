import { Page, PageHead, Tabs, type View } from '../../ui/index.ts';
import { ChartsPart } from './charts.tsx';
import { FieldsPart } from './fields.tsx';
import { PartsPart, TablesPart } from './parts.tsx';

export function Gallery({ view, now }: { readonly view: View; readonly now: Date }) {
  return (
    <Page
      view={view}
      title="Composants de l’interface"
      description="Chaque composant de Deffinum, dans chacun de ses états."
      breadcrumbs={[{ href: '/demo/composants', label: 'Démonstration' }]}
      islands={['forms', 'upload', 'copy-button', 'count-down']}
    >
      <PageHead
        kicker="Démonstration"
        title="Composants de l’interface"
        lead="Chaque composant, dans chacun de ses états. Les chiffres de cette page sont inventés."
      />
      <FieldsPart />
      <PartsPart now={now} />
      <TablesPart />
      <ChartsPart />
      <h2>Onglets</h2>
      <Tabs
        label="Vues du dossier"
        tabs={[
          { id: 'onglet-resume', label: 'Résumé', content: <p>Trois partenaires, 24 mois, 1,2 M€ d’assiette.</p> },
          { id: 'onglet-budget', label: 'Budget', content: <p>Le budget est équilibré.</p> },
          { id: 'onglet-annexes', label: 'Annexes', content: <p>Deux annexes sont jointes, une manque.</p> },
        ]}
      />
    </Page>
  );
}
