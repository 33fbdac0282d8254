import {
  type Answered,
  Button,
  Details,
  Form,
  Page,
  PageHead,
  parisDate,
  Said,
  Table,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import type { ExpertLoad } from '../model/officer-view.ts';
import { invalid } from './parts.tsx';
import { type DeclaredTie, DeclaredTies } from './ties.tsx';
import { LoadTable } from './wave.tsx';

interface Link {
  readonly sirenA: string;
  readonly sirenB: string;
  readonly reason: string;
  readonly recordedAt: Date;
}

export interface ExpertsProps extends Answered {
  readonly view: View;
  readonly experts: readonly ExpertLoad[];
  readonly links: readonly Link[];
  readonly ties: readonly DeclaredTie[];
  readonly names: ReadonlyMap<string, string>;
}

export function ExpertsPage(props: ExpertsProps) {
  const { view, experts, links, ties, names } = props;
  // Two kinds of forms ask a reason: what was typed in one is not shown in the other.
  const { errors = {}, typed = {} } = props.typed?.tie ? {} : props;
  return (
    <Page
      view={view}
      title="Experts"
      layout="wide"
      invalid={invalid(props)}
      breadcrumbs={[{ href: '/agent/evaluation', label: 'Évaluation' }]}
    >
      <Said {...props} {...(props.typed?.tie ? { scope: props.typed.tie } : {})} />
      <PageHead title="Experts et liens" lead="Charge cumulée des vagues dont les notes ne sont pas figées." />
      <LoadTable experts={experts} />
      <h2>Organisations liées</h2>
      <p>
        Un expert est écarté des dossiers de son organisation (même SIREN), et de ceux des organisations liées
        ci-dessous ou déclarées comme telles par les partenaires.
      </p>
      <Table
        caption="Liens enregistrés, le plus récent d’abord"
        columns={[
          { label: 'SIREN', header: true, cell: (link: Link) => `${link.sirenA} et ${link.sirenB}` },
          { label: 'Lien', cell: ({ reason }) => reason },
          { label: 'Depuis', cell: ({ recordedAt }) => parisDate(recordedAt) },
        ]}
        rows={links}
        empty="Aucun lien enregistré."
      />
      <Details summary="Enregistrer un lien entre deux organisations" open={Object.keys(errors).length > 0}>
        <Form action="/agent/experts/liens">
          <TextField
            name="sirenA"
            label="Première organisation (SIREN ou SIRET)"
            width="medium"
            value={typed.sirenA}
            error={errors.sirenA}
          />
          <TextField
            name="sirenB"
            label="Seconde organisation (SIREN ou SIRET)"
            width="medium"
            value={typed.sirenB}
            error={errors.sirenB}
          />
          <TextArea
            name="reason"
            label="Ce qui les lie"
            rows={2}
            limit={1000}
            value={typed.reason}
            error={errors.reason}
          />
          <Button>Enregistrer le lien</Button>
        </Form>
      </Details>
      <DeclaredTies {...props} ties={ties} names={names} />
    </Page>
  );
}
