import type { FieldErrors, Message } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  ConfirmForm,
  ErrorSummary,
  Fieldset,
  Form,
  Hidden,
  Page,
  PageHead,
  Select,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import { TEXT_LENGTHS } from '../form/text.ts';
import type { Change } from '../model/amendment.ts';
import type { Call } from '../model/call.ts';
import { ZONES } from '../model/zone.ts';
import { crumbsOf, LIST, Refused } from './manage/frame.tsx';
import { Changes } from './parts.tsx';

interface Filled {
  readonly typed: Readonly<Record<string, string>>;
  readonly errors?: FieldErrors;
}

/** What the public page says, field by field, in its order. */
function TextFields({ typed, errors = {} }: Filled) {
  const field = (name: string, label: string, hint?: string) => ({
    ...{ name, label, value: typed[name], error: errors[name] },
    ...(hint ? { hint } : {}),
  });
  const long = (name: 'description' | 'audience' | 'financed', label: string) => (
    <TextArea {...field(name, label, 'Une ligne vide sépare deux paragraphes.')} rows={8} limit={TEXT_LENGTHS[name]} />
  );
  return (
    <>
      <TextField {...field('title', 'Titre')} required />
      <TextField {...field('acronym', 'Nom court')} required />
      <TextArea {...field('promise', 'En une phrase')} rows={2} limit={TEXT_LENGTHS.promise} />
      {long('description', 'Ce que l’appel cherche')}
      {long('audience', 'À qui il s’adresse')}
      {long('financed', 'Ce qui est financé')}
      <TextField {...field('scope', 'Portée géographique')} required />
      <TextArea {...field('actors', 'Acteurs', 'Un par ligne : rôle | nom. Par exemple : instructeur | Service X')} />
      <TextArea {...field('documents', 'Documents', 'Un par ligne : libellé | adresse | précision')} />
      <Fieldset legend="Service à contacter" hint="Repris dans chaque accusé de réception (CRPA, article R112-5).">
        <TextField {...field('service', 'Service')} required />
        <TextField {...field('email', 'Courriel')} required />
        <TextField {...field('phone', 'Téléphone')} optional />
        <TextField {...field('address', 'Adresse postale')} optional />
      </Fieldset>
      <TextArea
        {...field('funnel', 'Résultats connus', 'Un par ligne : étape | nombre | source. Vide : rien de connu.')}
      />
    </>
  );
}

interface TextProps extends Filled {
  readonly view: View;
  readonly call: Call;
  readonly version: number;
  readonly refusal?: Message | null;
}

export const TextPage = ({ view, call, version, typed, errors = {}, refusal }: TextProps) => (
  <Page
    view={view}
    title="Modifier le texte de l’appel"
    breadcrumbs={crumbsOf(call)}
    invalid={Object.keys(errors).length > 0}
  >
    <ErrorSummary errors={errors} />
    <Refused refusal={refusal} />
    <PageHead
      title="Modifier le texte de l’appel"
      lead="Vous relirez ce qui change avant de publier. Règles, formulaire et dates ont leurs propres pages."
    />
    <Form action={`/agent/appels/${call.id}/texte`}>
      <Hidden name="version" value={version} />
      <TextFields typed={typed} errors={errors} />
      <Actions>
        <Button>Relire ce qui change</Button>
        <a href={`/agent/appels/${call.id}`}>Ne rien changer</a>
      </Actions>
    </Form>
  </Page>
);

interface ReviewProps extends TextProps {
  readonly changes: readonly Change[];
  /** A wave is published: everybody is told. */
  readonly isPublic: boolean;
}

const Kept = ({ typed, version }: { readonly typed: Filled['typed']; readonly version: number }) => (
  <>
    {Object.entries(typed).map(([name, value]) => (
      <Hidden name={name} value={value} />
    ))}
    <Hidden name="version" value={version} />
  </>
);

export function TextReviewPage(props: ReviewProps) {
  const { view, call, version, typed, changes, isPublic, errors = {}, refusal } = props;
  const { reason = '', source = '', ...text } = typed;
  const base = `/agent/appels/${call.id}/texte`;
  return (
    <Page
      view={view}
      title="Relire ce qui change"
      breadcrumbs={crumbsOf(call)}
      invalid={Object.keys(errors).length > 0}
    >
      <ErrorSummary errors={errors} />
      <Refused refusal={refusal} />
      <PageHead title="Relire ce qui change" />
      <Changes changes={changes} isAnnotation={false} />
      <ConfirmForm
        action={`${base}/publier`}
        consequence={
          isPublic
            ? 'Le nouveau texte remplace l’ancien sur la page publique. La modification reste affichée avec son motif, et chacun de ceux qui suivent l’appel ou y ont un brouillon en est averti par courriel.'
            : 'L’appel n’est pas encore public : le nouveau texte remplace l’ancien, et le journal le garde.'
        }
        confirm={isPublic ? 'Publier la modification' : 'Enregistrer le texte'}
        cancelHref={`/agent/appels/${call.id}`}
        kind="primary"
      >
        <Kept typed={text} version={version} />
        <TextArea
          name="reason"
          label="Motif"
          hint="Publié avec la modification, et conservé au journal."
          error={errors.reason}
          value={reason}
          limit={1000}
          required
        />
        <TextField name="source" label="Texte ou décision à l’appui" error={errors.source} value={source} optional />
      </ConfirmForm>
      <Form action={base}>
        <Kept typed={text} version={version} />
        <Hidden name="action" value="reprendre" />
        <Button kind="secondary">Corriger le texte</Button>
      </Form>
    </Page>
  );
}

interface NewCallProps extends Filled {
  readonly view: View;
  readonly refusal?: Message | null;
}

export function NewCallPage({ view, typed, errors = {}, refusal }: NewCallProps) {
  return (
    <Page view={view} title="Créer un appel" breadcrumbs={[LIST]} invalid={Object.keys(errors).length > 0}>
      <ErrorSummary errors={errors} />
      <Refused refusal={refusal} />
      <PageHead
        title="Créer un appel"
        lead="L’appel reste invisible du public jusqu’à la publication de sa première vague. Viennent ensuite son formulaire, ses règles et ses vagues."
      />
      <Form action="/agent/appels/nouveau">
        <TextField
          name="slug"
          label="Fin de l’adresse"
          hint="Par exemple « appel-2027 » : l’appel se lira à /appels/appel-2027. Elle ne changera plus."
          value={typed.slug}
          error={errors.slug}
          required
        />
        <Select
          name="zone"
          label="Fuseau des dates"
          empty={null}
          options={Object.entries(ZONES).map(([value, label]) => ({ value, label }))}
          value={typed.zone ?? 'Europe/Paris'}
          error={errors.zone}
        />
        <TextField
          name="instrument"
          label="Enveloppe au grand livre"
          hint="Son nom, par exemple « deffinum » : les vagues y réservent leur montant. Vide : rien n’est réservé."
          value={typed.instrument}
          error={errors.instrument}
          optional
        />
        <TextFields typed={typed} errors={errors} />
        <Actions>
          <Button>Créer l’appel</Button>
          <a href="/agent/appels">Ne rien créer</a>
        </Actions>
      </Form>
    </Page>
  );
}
