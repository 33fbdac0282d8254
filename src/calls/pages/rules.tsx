import type { Message } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Checkboxes,
  ConfirmForm,
  ErrorSummary,
  Form,
  Hidden,
  Page,
  PageHead,
  Radios,
  Select,
  StatusTag,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import type { Change } from '../model/amendment.ts';
import type { Call } from '../model/call.ts';
import { FAMILY_LABELS, RULE_KIND_LABELS, SCOPE_LABELS } from '../model/labels.ts';
import { ruleParameters } from '../model/rule-editor.ts';
import type { Rule, RuleKind } from '../model/rules.ts';
import { Refused, type Typed } from './manage/frame.tsx';
import { Changes } from './parts.tsx';

export interface ShownRules {
  readonly number: number;
  readonly rules: readonly Rule[];
  readonly version: number;
  readonly publishedAt: Date | null;
}

interface RulesProps {
  readonly view: View;
  readonly call: Call;
  /** The draft, or the newest published version; `null` before the first. */
  readonly current: ShownRules | null;
  readonly changes: readonly Change[];
  readonly refusal?: Message | null;
}

export const rulesPath = (call: Call) => `/agent/appels/${call.id}/regles`;
const crumbsOf = (call: Call) => [
  { href: '/agent/appels', label: 'Gérer les appels' },
  { href: `/agent/appels/${call.id}`, label: call.content.acronym },
];

export function ManageRulesPage({ view, call, current, changes, refusal }: RulesProps) {
  const path = rulesPath(call);
  const isDraft = current !== null && current.publishedAt === null;
  return (
    <Page view={view} title="Règles" breadcrumbs={crumbsOf(call)} layout="wide">
      <Refused refusal={refusal} />
      <PageHead title={`Règles${current ? `, version ${current.number}` : ''}`} kicker={call.content.acronym}>
        <StatusTag tone={isDraft ? 'warning' : 'success'}>{isDraft ? 'En préparation' : 'Publiée, figée'}</StatusTag>
      </PageHead>
      {isDraft ? null : (
        <Form action={path}>
          <Button>Préparer la version suivante</Button>
        </Form>
      )}
      <ol>
        {(current?.rules ?? []).map((rule) => (
          <li>
            <p>
              <strong>{RULE_KIND_LABELS[rule.kind]}</strong> – {rule.text}
            </p>
            <p class="rule-facts">{[ruleParameters(rule), rule.source].filter(Boolean).join(' · ')}</p>
            {isDraft ? <RuleActs path={path} version={current.version} rule={rule} /> : null}
          </li>
        ))}
      </ol>
      {isDraft ? <DraftTools call={call} draft={current} changes={changes} /> : null}
    </Page>
  );
}

function RuleActs({ path, version, rule }: { readonly path: string; readonly version: number; readonly rule: Rule }) {
  const acts = [
    ['move-up', 'Monter'],
    ['move-down', 'Descendre'],
    ['remove', 'Retirer'],
  ] as const;
  return (
    <div class="gestures">
      <a href={`${path}/regle/${rule.key}`}>
        Modifier<span class="sr-only">{` : ${rule.text}`}</span>
      </a>
      {acts.map(([act, label]) => (
        <Form action={`${path}/gestes`} class="inline-form">
          <Hidden name="version" value={version} />
          <Hidden name="key" value={rule.key} />
          <Hidden name="act" value={act} />
          <Button kind="quiet">
            {label}
            <span class="sr-only">{` : ${rule.text}`}</span>
          </Button>
        </Form>
      ))}
    </div>
  );
}

function DraftTools({
  call,
  draft,
  changes,
}: {
  readonly call: Call;
  readonly draft: ShownRules;
  readonly changes: readonly Change[];
}) {
  const path = rulesPath(call);
  const kinds = Object.entries(RULE_KIND_LABELS).map(([value, label]) => ({ value, label }));
  return (
    <>
      <Form action={`${path}/nouvelle`} method="get">
        <Select name="type" label="Ajouter une règle" options={kinds} empty={null} />
        <Button kind="secondary">Écrire cette règle</Button>
      </Form>
      <h2>Ce que cette version change</h2>
      {changes.length === 0 ? <p>Rien pour l’instant.</p> : <Changes changes={changes} />}
      <ConfirmForm
        action={`${path}/publier`}
        consequence="La version sera figée. Les vagues déjà publiées gardent leurs règles ; les prochaines prendront celles-ci."
        confirm="Publier ces règles"
        cancelHref={`/agent/appels/${call.id}`}
        kind="primary"
      >
        <Hidden name="version" value={draft.version} />
        <TextArea name="reason" label="Motif" hint="Publié avec la liste des changements." limit={1000} required />
      </ConfirmForm>
      <Actions>
        <ButtonLink kind="secondary" href={`/appels/${call.slug}#regles`}>
          Voir les règles publiées
        </ButtonLink>
      </Actions>
    </>
  );
}

interface RuleFormProps extends Typed {
  readonly view: View;
  readonly call: Call;
  readonly kind: RuleKind;
  /** Last part of the address: `nouvelle?type=…` or `regle/<key>`. */
  readonly target: string;
  readonly version: number;
  readonly values: Readonly<Record<string, string>>;
  readonly scopes: readonly string[];
}

const PARAMETERS: Partial<Record<RuleKind, string>> = {
  'min-base': 'Assiette minimale, en euros',
  'de-minimis': 'Plafond, en euros',
  'max-duration': 'Durée maximale, en mois',
  'first-results': 'Premiers résultats, au plus tard au mois',
  'max-rate': 'Taux maximal, en %',
  'min-partners': 'Nombre minimal de partenaires',
};

export function RuleFormPage(props: RuleFormProps) {
  const { view, call, kind, target, version, values, scopes, errors = {}, refusal } = props;
  const input = (name: string, label: string) => ({ name, label, error: errors[name], value: values[name] });
  const parameter = PARAMETERS[kind];
  const families = Object.entries(FAMILY_LABELS).map(([word, label]) => `${word} (${label})`);
  return (
    <Page view={view} title="Une règle" breadcrumbs={crumbsOf(call)} invalid={Object.keys(errors).length > 0}>
      <ErrorSummary errors={errors} />
      <Refused refusal={refusal} />
      <PageHead title={RULE_KIND_LABELS[kind]} />
      <Form action={`${rulesPath(call)}/${target}`}>
        <Hidden name="version" value={version} />
        <TextArea {...input('text', 'La règle, telle que le candidat la lira')} required />
        {parameter ? <TextField {...input('parameter', parameter)} width="short" /> : null}
        {kind === 'composition' ? (
          <TextArea
            {...input('parameter', 'Groupes : un par ligne, familles séparées par des virgules')}
            hint={`Un partenaire au moins de chaque groupe. Familles : ${families.join(', ')}.`}
          />
        ) : null}
        {kind === 'scope' ? (
          <Checkboxes
            name="scopes"
            label="Portées admises"
            error={errors.scopes}
            values={scopes}
            options={Object.entries(SCOPE_LABELS).map(([value, label]) => ({ value, label }))}
          />
        ) : null}
        <TextField {...input('field', 'Clé de la question que la règle lit, s’il y en a une')} optional />
        <TextField {...input('source', 'Où elle est écrite')} required />
        <TextField {...input('sourceUrl', 'Adresse de la source')} type="url" optional />
        <Radios
          name="severity"
          label="Si elle n’est pas respectée"
          value={values.severity ?? 'blocking'}
          options={[
            { value: 'blocking', label: 'Le dépôt est empêché' },
            { value: 'warning', label: 'Elle est signalée, et laissée à l’instruction' },
          ]}
        />
        <Button>Enregistrer la règle</Button>
      </Form>
    </Page>
  );
}
