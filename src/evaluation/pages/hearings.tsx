import type { Wave } from '../../calls/index.ts';
import {
  type Answered,
  Button,
  DateTimeField,
  Details,
  EmptyState,
  Form,
  Hidden,
  NumberField,
  Page,
  PageHead,
  Panel,
  parisDateTime,
  Radios,
  Said,
  StatusTag,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import type { HearingView, Slot } from '../model/hearing.ts';
import { invalid } from './parts.tsx';
import { waveBase } from './wave.tsx';

export interface HearingsProps extends Answered {
  readonly view: View;
  readonly wave: Wave;
  readonly slots: readonly Slot[];
  readonly titles: ReadonlyMap<string, string>;
}

export function HearingsPage(props: HearingsProps) {
  const { view, wave, slots, errors = {}, typed = {} } = props;
  return (
    <Page
      view={view}
      title="Auditions"
      invalid={invalid(props)}
      breadcrumbs={[
        { href: '/agent/evaluation', label: 'Évaluation' },
        { href: waveBase(wave), label: `Vague ${wave.number}` },
      ]}
    >
      <Said {...props} />
      <PageHead
        title="Auditions"
        kicker={wave.name}
        lead="Les chefs de file réservent parmi les créneaux que vous proposez."
      />
      <Details summary="Proposer des créneaux" open={slots.length === 0 || invalid(props)}>
        <Form action={`${waveBase(wave)}/auditions`}>
          <DateTimeField name="firstAt" label="Premier créneau" value={typed.firstAt} error={errors.firstAt} />
          <NumberField name="minutes" label="Durée" unit="minutes" value={typed.minutes ?? 45} error={errors.minutes} />
          <NumberField
            name="slots"
            label="Créneaux à la suite"
            unit="créneaux"
            value={typed.slots ?? 4}
            error={errors.slots}
          />
          <TextField name="place" label="Lieu ou visioconférence" value={typed.place} error={errors.place} />
          <Button>Proposer</Button>
        </Form>
      </Details>
      {slots.length === 0 ? (
        <EmptyState title="Aucun créneau">Proposez-en : les candidats les verront aussitôt.</EmptyState>
      ) : null}
      {slots.map((slot) => (
        <SlotPanel slot={slot} {...props} />
      ))}
    </Page>
  );
}

function SlotPanel({ slot, wave, titles }: HearingsProps & { readonly slot: Slot }) {
  const title = slot.applicationId === null ? null : (titles.get(slot.applicationId) ?? 'Dossier');
  return (
    <Panel title={`${parisDateTime(slot.startsAt)} – ${slot.place}`}>
      <p>
        <StatusTag tone={title === null ? 'neutral' : 'success'}>{title === null ? 'Libre' : 'Réservé'}</StatusTag>{' '}
        {title ?? ''}
      </p>
      {slot.applicationId === null ? null : (
        <Details summary={slot.minutes === null ? 'Écrire le compte rendu' : 'Lire ou corriger le compte rendu'}>
          <Form action={`${waveBase(wave)}/auditions/${slot.id}`}>
            <TextArea
              name={`minutes-${slot.id}`}
              label="Compte rendu"
              rows={8}
              limit={8000}
              value={slot.minutes ?? ''}
            />
            <Button>Enregistrer</Button>
          </Form>
        </Details>
      )}
    </Panel>
  );
}

export interface BookingProps extends Answered {
  readonly view: View;
  readonly applicationId: string;
  readonly hearing: HearingView;
}

/** For the applicant. */
export function BookingPage(props: BookingProps) {
  const { view, applicationId, hearing, errors = {} } = props;
  const base = `/dossiers/${applicationId}/audition`;
  return (
    <Page
      view={view}
      title="Audition"
      invalid={invalid(props)}
      breadcrumbs={[
        { href: '/dossiers', label: 'Mes dossiers' },
        { href: `/dossiers/${applicationId}/suite`, label: hearing.title },
      ]}
    >
      <Said {...props} />
      <PageHead title="Audition" kicker={hearing.title} />
      {hearing.mine ? (
        <Panel title={`Votre audition : ${parisDateTime(hearing.mine.startsAt)}`}>
          <p>{hearing.mine.place}</p>
          {hearing.byLead ? (
            <Form action={`${base}/liberer`}>
              <Button kind="secondary">Libérer ce créneau</Button>
            </Form>
          ) : null}
        </Panel>
      ) : hearing.free.length === 0 ? (
        <EmptyState title="Aucun créneau proposé">
          Le service vous écrira s’il souhaite vous entendre : il n’y a rien à faire pour l’instant.
        </EmptyState>
      ) : (
        <Form action={base}>
          <Radios
            name="slotId"
            label="Choisissez un créneau"
            error={errors.slotId}
            options={hearing.free.map((slot) => ({
              value: slot.id,
              label: parisDateTime(slot.startsAt),
              hint: slot.place,
            }))}
          />
          {hearing.byLead ? <Button>Réserver</Button> : <p>Le chef de file réserve pour le consortium.</p>}
          <Hidden name="dossier" value={applicationId} />
        </Form>
      )}
    </Page>
  );
}
