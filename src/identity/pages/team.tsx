import {
  Button,
  ConfirmForm,
  DateField,
  ErrorSummary,
  Form,
  Hidden,
  Notice,
  Page,
  PageHead,
  parisDate,
  Select,
  StatusTag,
  Table,
  TextField,
  type View,
} from '../../ui/index.ts';
import { type PeriodState, periodState, periodText } from '../form/periods.ts';
import { MATTER_CHOICES, MATTER_LABELS } from '../messages/team.ts';
import type { MandateLine } from '../model/team.ts';
import type { Membership } from '../model.ts';
import { Action } from './parts.tsx';
import { Invitations } from './team/invitations.tsx';
import type { TeamProps } from './team/props.ts';

const nameIn = (people: TeamProps['people'], id: string) => people.get(id)?.name ?? 'Compte supprimé';

export function TeamPage(props: TeamProps) {
  const { view, organisation, errors = {}, done, represents } = props;
  return (
    <Page
      view={view}
      title={`Équipe et mandats : ${organisation.name}`}
      layout="wide"
      breadcrumbs={[{ href: '/compte/organisations', label: 'Mes organismes' }]}
      invalid={Object.keys(errors).length > 0}
    >
      <ErrorSummary errors={errors} />
      <PageHead
        title="Équipe et mandats"
        kicker={organisation.name}
        lead="Un représentant peut tout faire. Un membre prépare et dépose ; il signe s’il en a reçu le mandat."
      />
      {done ? (
        <Notice tone="success" live>
          <p>{done}</p>
        </Notice>
      ) : null}
      <Members {...props} />
      <Mandates {...props} />
      {represents ? <Invitations {...props} /> : null}
      {represents ? (
        <p>
          <a href={`/compte/organisations/${organisation.id}/traces`}>Clés de traces</a> : les outils qui envoient ce
          que font vos apprenants. <a href={`/compte/organisations/${organisation.id}/plateformes`}>Plateformes</a> :
          celles qui ouvrent les communs depuis vos cours.{' '}
          <a href={`/compte/organisations/${organisation.id}/emporter`}>Paquets emportés</a> : les modules que vous avez
          mis dans votre plateforme.
        </p>
      ) : null}
    </Page>
  );
}

function Members({ members, people, represents, viewerId }: TeamProps) {
  return (
    <section>
      <h2>Membres</h2>
      <Table
        caption="Membres de l’organisme"
        captionHidden
        columns={[
          { label: 'Nom', header: true, cell: (m: Membership) => nameIn(people, m.personId) },
          { label: 'Place', cell: (m: Membership) => (m.role === 'representative' ? 'Représentant' : 'Membre') },
          { label: 'Depuis', cell: (m: Membership) => parisDate(m.validFrom) },
          {
            label: 'Action',
            cell: (m: Membership) =>
              represents || m.personId === viewerId ? (
                <a href={`/compte/organisations/membres/${m.id}/terminer`}>
                  {m.personId === viewerId ? 'Quitter l’organisme' : 'Mettre fin'}
                  <span class="sr-only">{` : ${nameIn(people, m.personId)}`}</span>
                </a>
              ) : (
                '–'
              ),
          },
        ]}
        rows={members}
      />
    </section>
  );
}

const STATES: Readonly<Record<PeriodState, { readonly tone: 'success' | 'info' | 'neutral'; readonly label: string }>> =
  {
    current: { tone: 'success', label: 'En cours' },
    coming: { tone: 'info', label: 'À venir' },
    over: { tone: 'neutral', label: 'Échu' },
  };

function Mandates(props: TeamProps) {
  const { mandates, people, now, represents } = props;
  const stateOf = (m: MandateLine) => periodState({ from: m.validFrom, to: m.validTo }, now);
  return (
    <section>
      <h2>Mandats</h2>
      <Table
        caption="Mandats donnés par l’organisme"
        captionHidden
        columns={[
          { label: 'À qui', header: true, cell: (m: MandateLine) => nameIn(people, m.personId) },
          { label: 'Pour quoi', cell: (m: MandateLine) => `${MATTER_LABELS[m.matter]} – ${m.note}` },
          { label: 'Dates', cell: (m: MandateLine) => periodText(m.validFrom, m.validTo) },
          {
            label: 'État',
            cell: (m: MandateLine) => <StatusTag tone={STATES[stateOf(m)].tone}>{STATES[stateOf(m)].label}</StatusTag>,
          },
          {
            label: 'Action',
            cell: (m: MandateLine) =>
              represents && stateOf(m) !== 'over' ? (
                <Action
                  action={`/compte/organisations/mandats/${m.id}/terminer`}
                  label={`Mettre fin au mandat de ${nameIn(people, m.personId)}`}
                />
              ) : (
                '–'
              ),
          },
        ]}
        rows={mandates}
        empty="Aucun mandat : les représentants signent eux-mêmes."
      />
      {represents ? <NewMandate {...props} /> : null}
    </section>
  );
}

function NewMandate({ organisation, members, people, errors = {}, typed = {} }: TeamProps) {
  const options = members
    .filter((m) => m.role === 'member')
    .map((m) => ({ value: m.personId, label: nameIn(people, m.personId) }));
  if (options.length === 0) return <p>Invitez d’abord un membre pour lui donner un mandat.</p>;
  return (
    <>
      <h3>Donner un mandat</h3>
      <Form action={`/compte/organisations/${organisation.id}/mandats`}>
        <Select name="personne" label="À qui" options={options} value={typed.personne} error={errors.personne} />
        <Select
          name="matiere"
          label="Pour quoi"
          options={MATTER_CHOICES}
          value={typed.matiere}
          error={errors.matiere}
        />
        <TextField
          name="motif"
          label="Acte ou motif"
          hint="Par exemple la délibération ou la lettre de mandat."
          value={typed.motif}
          error={errors.motif}
        />
        <DateField
          name="du"
          label="Premier jour"
          hint="Vide : tout de suite."
          value={typed.du}
          error={errors.du}
          optional
        />
        <DateField
          name="au"
          label="Dernier jour"
          hint="Vide : sans fin fixée."
          value={typed.au}
          error={errors.au}
          optional
        />
        <Button>Donner ce mandat</Button>
      </Form>
    </>
  );
}

export interface AskProps {
  readonly view: View;
  readonly title: string;
  readonly action: string;
  readonly consequence: string;
  readonly confirm: string;
  readonly cancelHref: string;
  readonly kind?: 'warning' | 'primary';
}

/** The page between a wish and its act. */
export function AskPage({ view, title, ...ask }: AskProps) {
  return (
    <Page view={view} title={title}>
      <PageHead title={title} />
      <ConfirmForm {...ask}>
        <Hidden name="confirme" value="oui" />
      </ConfirmForm>
    </Page>
  );
}
