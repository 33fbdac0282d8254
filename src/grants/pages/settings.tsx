import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Button,
  EmptyState,
  Form,
  NumberField,
  Page,
  PageHead,
  Panel,
  Said,
  StatusTag,
  Table,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import { type ClauseText, VARIABLES } from '../model/clauses.ts';
import type { WaveRule } from '../model/schedule.ts';

const CRUMBS = [{ href: '/agent/conventions', label: 'Conventions' }];

export function ClausesPage({ view, clauses }: { readonly view: View; readonly clauses: readonly ClauseText[] }) {
  return (
    <Page view={view} title="Clauses" breadcrumbs={CRUMBS}>
      <PageHead
        title="Clauses des conventions"
        lead="Une convention garde les révisions avec lesquelles elle est envoyée. Modifier une clause ne change que les suivantes."
      />
      {clauses.length === 0 ? (
        <EmptyState title="Aucune clause">Ajoutez les textes que vos conventions doivent contenir.</EmptyState>
      ) : (
        <Table
          caption="Clauses, dans l’ordre du texte"
          rows={clauses}
          columns={[
            {
              label: 'Clause',
              header: true,
              cell: ({ key, title }) => <a href={`/agent/conventions/clauses/${key}`}>{title}</a>,
            },
            { label: 'Révision', numeric: true, cell: ({ revision }) => revision },
            {
              label: 'État',
              cell: ({ body }) =>
                body === '' ? (
                  <StatusTag tone="muted">Retirée</StatusTag>
                ) : (
                  <StatusTag tone="success">Utilisée</StatusTag>
                ),
            },
          ]}
        />
      )}
    </Page>
  );
}

export interface ClauseProps {
  readonly view: View;
  readonly clause: ClauseText;
  /** Newest first. */
  readonly revisions: readonly { readonly revision: number; readonly reason: string; readonly when: string }[];
  readonly told?: string | undefined;
  readonly errors: FieldErrors;
  readonly typed: Readonly<Record<string, string>>;
}

export function ClausePage({ view, clause, revisions, told, errors, typed }: ClauseProps) {
  return (
    <Page
      view={view}
      title={clause.title}
      islands={['forms']}
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[...CRUMBS, { href: '/agent/conventions/clauses', label: 'Clauses' }]}
    >
      <Said told={told} errors={errors} />
      <PageHead title={clause.title} kicker={`Révision ${clause.revision}`} />
      <Form action={`/agent/conventions/clauses/${clause.key}`}>
        <TextField name="titre" label="Titre" value={typed.titre ?? clause.title} error={errors.titre} />
        <TextArea
          name="texte"
          label="Texte"
          hint="Une ligne vide sépare deux paragraphes. Vide : la clause est retirée des prochaines conventions."
          rows={12}
          limit={8000}
          value={typed.texte ?? clause.body}
          error={errors.texte}
        />
        <TextArea name="motif" label="Motif de la révision" rows={2} value={typed.motif} error={errors.motif} />
        <Button>Publier la révision suivante</Button>
      </Form>
      <Panel title="Variables">
        <ul>
          {Object.entries(VARIABLES).map(([name, meaning]) => (
            <li>
              <code>{`{${name}}`}</code> {meaning}
            </li>
          ))}
        </ul>
      </Panel>
      <Table
        caption="Révisions, la plus récente d’abord"
        rows={revisions}
        columns={[
          { label: 'Révision', header: true, cell: ({ revision }) => revision },
          { label: 'Publiée le', cell: ({ when }) => when },
          { label: 'Motif', cell: ({ reason }) => reason },
        ]}
      />
    </Page>
  );
}

export interface RuleProps {
  readonly view: View;
  readonly waveId: string;
  readonly waveName: string;
  readonly rule: WaveRule;
  readonly told?: string | undefined;
  readonly errors: FieldErrors;
  readonly typed: Readonly<Record<string, string>>;
}

export function RulePage({ view, waveId, waveName, rule, told, errors, typed }: RuleProps) {
  const field = (name: string, label: string, unit: string, value: number, hint?: string) => (
    <NumberField name={name} label={label} unit={unit} hint={hint} value={typed[name] ?? value} error={errors[name]} />
  );
  return (
    <Page
      view={view}
      title="Délais et échéancier par défaut"
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={CRUMBS}
    >
      <Said told={told} errors={errors} />
      <PageHead
        title="Délais et échéancier par défaut"
        kicker={waveName}
        lead="Ils valent pour les conventions préparées ensuite ; celles qui existent gardent les leurs, le rappel excepté."
      />
      <Form action={`/agent/conventions/vagues/${waveId}`}>
        {field('delai-jours', 'Délai de signature', 'jours', rule.signDays)}
        {field('rappel-jours', 'Rappel avant la fin du délai', 'jours', rule.warnDays)}
        {field('plafond', 'Avance au plus', '%', rule.advanceCapPercent, 'De l’aide totale.')}
        {field('avance', 'Avance', '%', rule.advancePercent)}
        {field('intermediaire', 'Versement intermédiaire', '%', rule.intermediatePercent)}
        {field('solde', 'Solde', '%', rule.balancePercent)}
        <Button>Enregistrer</Button>
      </Form>
    </Page>
  );
}
