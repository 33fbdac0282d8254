import {
  Button,
  Checkbox,
  ConfirmForm,
  centsToInput,
  DateTimeField,
  ErrorSummary,
  Form,
  Hidden,
  MoneyField,
  NumberField,
  Page,
  PageHead,
  Select,
  TextArea,
  TextField,
  type View,
  zonedLocal,
} from '../../../ui/index.ts';
import type { Call } from '../../model/call.ts';
import type { Wave } from '../../model/wave.ts';
import { inZone, ZONES, zoneName } from '../../model/zone.ts';
import { When } from '../parts.tsx';
import { crumbsOf, Refused, type Typed } from './frame.tsx';

interface WaveFormProps extends Typed {
  readonly view: View;
  readonly call: Call;
  readonly wave: Wave | null;
}

const valuesOf = (wave: Wave | null): Record<string, string> => {
  if (wave === null) return { zone: 'Europe/Paris', outageMinutes: '30', outageHours: '24' };
  return {
    name: wave.name,
    zone: wave.zone,
    opensAt: zonedLocal(wave.opensAt, wave.zone),
    closesAt: zonedLocal(wave.closesAt, wave.zone),
    questionsCloseAt: wave.questionsCloseAt ? zonedLocal(wave.questionsCloseAt, wave.zone) : '',
    envelope: centsToInput(wave.envelopeCents),
    outageMinutes: String(wave.outageRule?.minutes ?? ''),
    outageHours: String(wave.outageRule?.hours ?? ''),
    isDemonstration: wave.isDemonstration ? 'oui' : '',
  };
};

export function WaveFormPage({ view, call, wave, errors = {}, typed, refusal }: WaveFormProps) {
  const values = typed ?? valuesOf(wave);
  const title = wave === null ? 'Préparer une vague' : `Modifier ${wave.name}`;
  const path = `/agent/appels/${call.id}/vagues/${wave?.id ?? 'nouvelle'}`;
  const field = (name: string, label: string, hint?: string) => ({
    name,
    label,
    hint,
    error: errors[name],
    value: values[name],
  });
  const zone = 'heure du fuseau choisi';
  return (
    <Page view={view} title={title} breadcrumbs={crumbsOf(call)} invalid={Object.keys(errors).length > 0}>
      <ErrorSummary errors={errors} />
      <Refused refusal={refusal} />
      <PageHead title={title} />
      <Form action={path}>
        {wave ? <Hidden name="version" value={wave.version} /> : null}
        <TextField {...field('name', 'Nom de la vague')} required />
        <Select
          {...field('zone', 'Fuseau des dates')}
          empty={null}
          options={Object.entries(ZONES).map(([value, label]) => ({ value, label }))}
        />
        <DateTimeField {...field('opensAt', 'Ouverture')} zone={zone} required />
        <DateTimeField
          {...field(
            'closesAt',
            'Clôture',
            'Premier instant où un dépôt est refusé. Une fois publiée, elle n’avance jamais.',
          )}
          zone={zone}
          required
        />
        <DateTimeField
          {...field('questionsCloseAt', 'Fin des questions', 'Vide : aucune question n’est reçue.')}
          zone={zone}
          optional
        />
        <MoneyField {...field('envelope', 'Enveloppe', 'Réservée au grand livre à la publication.')} optional />
        <NumberField {...field('outageMinutes', 'Report de droit au-delà de')} unit="minutes de panne" />
        <NumberField {...field('outageHours', 'au cours des')} unit="dernières heures" />
        <Checkbox name="isDemonstration" label="Vague de démonstration" checked={values.isDemonstration === 'oui'} />
        <Button>Enregistrer</Button>
      </Form>
    </Page>
  );
}

interface ActProps extends Typed {
  readonly view: View;
  readonly call: Call;
  readonly wave: Wave;
}

const Reason = ({ errors = {}, typed = {} }: Typed) => (
  <TextArea
    name="reason"
    label="Motif"
    hint="Publié avec la décision, et conservé au journal."
    error={errors.reason}
    value={typed.reason}
    limit={1000}
    required
  />
);

export function WavePublishPage(props: ActProps & { readonly act: 'publier' | 'renoncer' }) {
  const { view, call, wave, act, errors = {}, refusal } = props;
  const publish = act === 'publier';
  const title = publish ? `Publier ${wave.name}` : `Renoncer à ${wave.name}`;
  const consequence = publish
    ? `La vague sera visible de tous. Elle fermera le ${inZone(wave.closesAt, wave.zone)} : cette date ne pourra plus avancer. Formulaire et règles sont figés, l’enveloppe est réservée.`
    : 'La vague n’ouvrira pas ; le motif est annoncé sur la page de l’appel. Une vague déjà publiée, elle, ne peut être abandonnée.';
  return (
    <Page view={view} title={title} breadcrumbs={crumbsOf(call)}>
      <ErrorSummary errors={errors} />
      <Refused refusal={refusal} />
      <PageHead title={title} />
      <ConfirmForm
        action={`/agent/appels/${call.id}/vagues/${wave.id}/${act}`}
        consequence={consequence}
        confirm={publish ? 'Publier la vague' : 'Renoncer à la vague'}
        cancelHref={`/agent/appels/${call.id}`}
        kind={publish ? 'primary' : 'warning'}
      >
        <Hidden name="version" value={wave.version} />
        <Reason {...props} />
      </ConfirmForm>
    </Page>
  );
}

export function WaveExtendPage(props: ActProps) {
  const { view, call, wave, errors = {}, typed = {}, refusal } = props;
  const zone = zoneName(wave.zone);
  return (
    <Page view={view} title={`Reporter ${wave.name}`} breadcrumbs={crumbsOf(call)} islands={['calls']}>
      <ErrorSummary errors={errors} />
      <Refused refusal={refusal} />
      <PageHead title={`Reporter ${wave.name}`} />
      <p>
        Clôture publiée : <When at={wave.closesAt} zone={wave.zone} />
      </p>
      <ConfirmForm
        action={`/agent/appels/${call.id}/vagues/${wave.id}/reporter`}
        consequence="La nouvelle clôture vaut pour tous et chacun en est averti. Elle ne pourra plus avancer."
        confirm="Reporter la clôture"
        cancelHref={`/agent/appels/${call.id}`}
      >
        <Hidden name="version" value={wave.version} />
        <DateTimeField
          name="closesAt"
          label="Nouvelle clôture"
          zone={zone}
          error={errors.closesAt}
          value={typed.closesAt ?? zonedLocal(wave.closesAt, wave.zone)}
          required
        />
        <DateTimeField
          name="questionsCloseAt"
          label="Nouvelle fin des questions"
          hint="Vide : inchangée."
          zone={zone}
          error={errors.questionsCloseAt}
          value={typed.questionsCloseAt}
          optional
        />
        <Reason {...props} />
      </ConfirmForm>
    </Page>
  );
}
