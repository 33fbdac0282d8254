import type { Wave } from '../../calls/index.ts';
import {
  Actions,
  type Answered,
  Button,
  Checkbox,
  type Choice,
  centsToInput,
  count,
  Details,
  Fieldset,
  Form,
  formatCents,
  MoneyField,
  NumberField,
  Page,
  PageHead,
  Radios,
  Said,
  Select,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import { QUOTA_ROWS } from '../form.ts';
import type { InputCriterion } from '../model/inputs.ts';
import type { Scenario } from '../model/run.ts';
import { rankingBase } from './parts.tsx';

interface Common extends Answered {
  readonly view: View;
  readonly wave: Wave;
  readonly availableCents: number;
}

export interface ScenarioPageProps extends Common {
  readonly criteria: readonly InputCriterion[];
  /** `dimension:value` → its words. */
  readonly quotaChoices: readonly Choice[];
}

const crumbs = (wave: Wave) => [
  { href: '/agent/classements', label: 'Classements' },
  { href: rankingBase(wave), label: `Vague ${wave.number}` },
];

export function ScenarioPage(props: ScenarioPageProps) {
  const { view, wave, criteria, errors = {}, typed = {}, availableCents } = props;
  const one = (name: string) => ({ name, value: typed[name], error: errors[name] });
  return (
    <Page view={view} title="Essayer un scénario" breadcrumbs={crumbs(wave)} invalid={Object.keys(errors).length > 0}>
      <Said {...props} />
      <PageHead
        title="Essayer un scénario"
        kicker={wave.name}
        lead="Un scénario se compare au classement ; il ne décide de rien."
      />
      <Form action={`${rankingBase(wave)}/scenario`}>
        <TextField {...one('name')} label="Nom du scénario" maxLength={80} />
        <Radios
          name="basis"
          label="Note qui classe"
          value={typed.basis ?? 'raw'}
          options={[
            { value: 'raw', label: 'Brute' },
            {
              value: 'adjusted',
              label: 'Redressée',
              hint: 'La moitié de l’écart de moyenne de chaque expert est retirée.',
            },
          ]}
        />
        <MoneyField
          name="envelope"
          label="Enveloppe"
          hint={`Disponible au grand livre : ${formatCents(availableCents)}.`}
          value={typed.envelope ?? centsToInput(availableCents)}
          error={errors.envelope}
        />
        <Ties {...props} />
        <NumberField {...one('minimum')} label="Note minimale pour être financé" unit="sur 100" optional />
        <NumberField
          {...one('grant')}
          label="Part de la demande accordée à chacun"
          unit="%"
          optional
          hint="Vide : 100 %."
        />
        <NumberField
          {...one('partial')}
          label="Financer en partie le premier dossier qui ne tient plus, à partir de"
          unit="% de sa demande"
          optional
          hint="Vide : jamais."
        />
        <NumberField
          {...one('reserve')}
          label="Longueur de la liste complémentaire"
          unit="dossiers"
          optional
          hint="Vide : tous."
        />
        <QuotaRows {...props} />
        <Details summary="Essayer d’autres pondérations">
          <p>Pour voir seulement : le classement du comité suit la grille publiée.</p>
          {criteria.map(({ key, label, weightPercent }) => (
            <NumberField
              name={`poids-${key}`}
              label={label}
              unit="%"
              value={typed[`poids-${key}`] ?? weightPercent}
              error={errors[`poids-${key}`]}
            />
          ))}
        </Details>
        <Actions>
          <Button>Enregistrer le scénario</Button>
          <a href={rankingBase(wave)}>Revenir au classement</a>
        </Actions>
      </Form>
    </Page>
  );
}

function Ties({ criteria, typed = {} }: ScenarioPageProps) {
  const options = criteria.map(({ key, label }) => ({ value: key, label }));
  const first = typed['tie-1'] ?? options[0]?.value;
  return (
    <>
      <Select name="tie-1" label="À note égale, départager par" empty="Rien" value={first} options={options} />
      <Select
        name="tie-2"
        label="Puis par"
        empty="Rien"
        value={typed['tie-2'] ?? options[1]?.value}
        options={options}
      />
    </>
  );
}

function QuotaRows({ quotaChoices, typed = {}, errors = {} }: ScenarioPageProps) {
  const rows = Array.from({ length: QUOTA_ROWS }, (_none, at) => `quota-${at + 1}`);
  return (
    <Details summary="Minimums et plafonds, thématiques ou territoriaux" open={rows.some((name) => typed[name])}>
      {rows.map((name, at) => (
        <Fieldset legend={`Règle ${at + 1}`}>
          <Select name={name} label="Concerne" empty="Aucune" value={typed[name]} options={quotaChoices} />
          <Select
            name={`${name}-sens`}
            label="Sens"
            empty={null}
            value={typed[`${name}-sens`]}
            options={[
              { value: 'at-least', label: 'Au moins' },
              { value: 'at-most', label: 'Au plus' },
            ]}
          />
          <NumberField
            name={`${name}-nombre`}
            label="Combien"
            value={typed[`${name}-nombre`]}
            error={errors[`${name}-nombre`]}
          />
          <Select
            name={`${name}-unite`}
            label="Compté en"
            empty={null}
            value={typed[`${name}-unite`]}
            options={[
              { value: 'files', label: 'dossiers' },
              { value: 'percent', label: '% de l’enveloppe' },
            ]}
          />
        </Fieldset>
      ))}
    </Details>
  );
}

export interface FreezePageProps extends Common {
  readonly scenarios: readonly Scenario[];
  /** Files that still wait for an evaluation. */
  readonly lacking: number;
}

export function FreezePage(props: FreezePageProps) {
  const { view, wave, scenarios, errors = {}, typed = {}, lacking, availableCents } = props;
  return (
    <Page
      view={view}
      title="Figer les notes et classer"
      breadcrumbs={crumbs(wave)}
      invalid={Object.keys(errors).length > 0}
    >
      <Said {...props} />
      <PageHead
        title="Figer les notes et classer"
        kicker={wave.name}
        lead={`Aucune note ne changera plus. Disponible au grand livre : ${formatCents(availableCents)}.`}
      />
      <Form action={`${rankingBase(wave)}/figer`}>
        <Radios
          name="scenario"
          label="Règles du classement"
          value={typed.scenario ?? 'simple'}
          options={[
            { value: 'simple', label: 'Ordre des notes brutes, sur toute l’enveloppe disponible' },
            ...scenarios.map(({ id, name, settings }) => ({
              value: id,
              label: name,
              disabled: settings.weights !== null,
              ...(settings.weights ? { hint: 'Autres pondérations que la grille : pour voir seulement.' } : {}),
            })),
          ]}
        />
        {lacking > 0 ? (
          <Checkbox
            name="waive"
            label={`Passer outre les évaluations attendues sur ${count(lacking, 'dossier')}`}
            checked={typed.waive === 'oui'}
          />
        ) : null}
        <TextArea name="reason" label="Motif" limit={2000} rows={3} value={typed.reason} error={errors.reason} />
        <Actions>
          <Button kind="warning">Figer et signer le classement</Button>
          <a href={rankingBase(wave)}>Ne rien changer</a>
        </Actions>
      </Form>
    </Page>
  );
}
