import { formatCents } from '../../kernel/money.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Form,
  Hidden,
  Notice,
  Page,
  PageHead,
  StatusTag,
  SummaryList,
  type View,
} from '../../ui/index.ts';
import type { Amendment } from '../model/amendment.ts';
import type { Call } from '../model/call.ts';
import { RULE_KIND_LABELS } from '../model/labels.ts';
import { ruleParameters } from '../model/rule-editor.ts';
import type { Rule } from '../model/rules.ts';
import { type Wave, waveState } from '../model/wave.ts';
import { AmendmentList, Funnel, Paragraphs, Source, WaveTags, When } from './parts.tsx';
import { Deadline } from './public/list.tsx';

export interface CallPageProps {
  readonly view: View;
  readonly now: Date;
  readonly call: Call;
  readonly waves: readonly Wave[];
  readonly rules: readonly Rule[];
  readonly amendments: readonly Amendment[];
  readonly answers: number;
  readonly isFollowing: boolean;
}

export function CallPage(props: CallPageProps) {
  const { view, now, call, waves, rules, amendments } = props;
  const { content } = call;
  return (
    <Page
      view={view}
      title={content.acronym}
      description={content.promise}
      islands={['calls']}
      breadcrumbs={[{ href: '/appels', label: 'Appels à projets' }]}
    >
      <PageHead kicker="Appel à projets" title={call.title} lead={content.promise} />
      {waves
        .filter((wave) => waveState(wave, now) === 'open')
        .map((wave) => (
          <OpenWave wave={wave} now={now} />
        ))}
      <h2>Ce que l’appel cherche</h2>
      <Paragraphs text={content.description} />
      <h2>À qui il s’adresse</h2>
      <Paragraphs text={content.audience} />
      <h2>Ce qui est financé</h2>
      <Paragraphs text={content.financed} />
      <h2 id="regles">Les règles, et où elles sont écrites</h2>
      <Rules rules={rules} />
      <h2 id="calendrier">Calendrier</h2>
      <Calendar waves={waves} now={now} />
      <OutageRuleText waves={waves} />
      <h2 id="documents">Documents et service</h2>
      <About call={call} />
      <h2 id="questions">Questions et réponses</h2>
      <p>
        <a href={`/appels/${call.slug}/questions`}>
          {props.answers === 0
            ? 'Poser une question'
            : `Lire les ${props.answers} réponses publiées, ou poser une question`}
        </a>
        . Une réponse vaut pour tous.
      </p>
      <Follow call={call} view={view} isFollowing={props.isFollowing} />
      <h2 id="resultats">Du dossier ouvert au lauréat</h2>
      <Funnel steps={content.funnel} />
      <h2 id="modifications">Modifications</h2>
      <p>
        Chaque changement est daté, motivé et conservé.{' '}
        <a href={`/appels/${call.slug}/fil.atom`}>Suivre par un fil Atom</a>
      </p>
      <AmendmentList amendments={amendments} zone={call.zone} />
    </Page>
  );
}

function OpenWave({ wave, now }: { readonly wave: Wave; readonly now: Date }) {
  return (
    <Notice tone={wave.isDemonstration ? 'warning' : 'success'} title={wave.name}>
      <p>
        <WaveTags wave={wave} now={now} />
      </p>
      {wave.isDemonstration ? (
        <p>Vague fictive, ouverte pour essayer la plateforme : un dépôt n’y engage personne.</p>
      ) : null}
      <Deadline wave={wave} now={now} />
      <Actions>
        <ButtonLink href={`/dossiers/nouveau?vague=${wave.id}`}>Commencer un dossier</ButtonLink>
      </Actions>
    </Notice>
  );
}

export function Rules({ rules }: { readonly rules: readonly Rule[] }) {
  if (rules.length === 0) return <p>Les règles ne sont pas encore publiées.</p>;
  return (
    <ol class="rules">
      {rules.map((rule) => (
        <li>
          <p>
            <strong>{RULE_KIND_LABELS[rule.kind]}.</strong> {rule.text}
          </p>
          <p class="rule-facts">
            <StatusTag tone={rule.severity === 'blocking' ? 'danger' : 'info'}>
              {rule.severity === 'blocking' ? 'Empêche le dépôt' : 'Signalée'}
            </StatusTag>{' '}
            {ruleParameters(rule) ?? ''}
          </p>
          <p class="rule-facts">
            Source : <Source text={rule.source} url={rule.sourceUrl} />
          </p>
        </li>
      ))}
    </ol>
  );
}

function Calendar({ waves, now }: { readonly waves: readonly Wave[]; readonly now: Date }) {
  return (
    <>
      {waves.map((wave) => (
        <section>
          <h3>
            {wave.name} <WaveTags wave={wave} now={now} />
          </h3>
          <SummaryList
            lines={[
              { term: 'Ouverture', value: <When at={wave.opensAt} zone={wave.zone} /> },
              { term: 'Clôture', value: <When at={wave.closesAt} zone={wave.zone} /> },
              ...(wave.questionsCloseAt
                ? [{ term: 'Questions reçues jusqu’au', value: <When at={wave.questionsCloseAt} zone={wave.zone} /> }]
                : []),
              ...(wave.envelopeCents ? [{ term: 'Enveloppe', value: formatCents(wave.envelopeCents) }] : []),
              ...(wave.source ? [{ term: 'Source', value: wave.source }] : []),
            ]}
          />
        </section>
      ))}
      <p>À l’instant de clôture lui-même, un dépôt est refusé : c’est l’heure d’arrivée de la demande qui compte.</p>
    </>
  );
}

function OutageRuleText({ waves }: { readonly waves: readonly Wave[] }) {
  const wave = waves.find((one) => one.outageRule !== null);
  if (!wave?.outageRule) return null;
  const { minutes, hours } = wave.outageRule;
  return (
    <Notice title="Si le dépôt tombe en panne" level={3}>
      <p>
        {`Si le dépôt a été indisponible plus de ${minutes} minutes au cours des ${hours} heures qui précèdent la clôture, celle-ci est reportée de droit de la durée de l’indisponibilité, arrondie à l’heure supérieure. Le report est calculé par la plateforme et annoncé à tous en même temps.`}
      </p>
      {wave.isDemonstration ? (
        <p>Vague de démonstration : le temps où la plateforme est éteinte ne compte pas.</p>
      ) : null}
      <p>
        <a href="/etat">État du service, minute par minute</a>
      </p>
    </Notice>
  );
}

function About({ call }: { readonly call: Call }) {
  const { actors, documents, contact, scope } = call.content;
  return (
    <>
      <ul>
        {documents.map((document) => (
          <li>
            <a href={document.url}>{document.label}</a>
            {document.note ? ` – ${document.note}` : ''}
          </li>
        ))}
      </ul>
      <SummaryList
        lines={[
          { term: 'Portée', value: scope },
          ...actors.map(({ role, name }) => ({ term: `${role.charAt(0).toUpperCase()}${role.slice(1)}`, value: name })),
          { term: 'Service', value: contact.service },
          { term: 'Courriel', value: <a href={`mailto:${contact.email}`}>{contact.email}</a> },
          ...(contact.phone ? [{ term: 'Téléphone', value: contact.phone }] : []),
          ...(contact.address ? [{ term: 'Adresse postale', value: contact.address }] : []),
        ]}
      />
    </>
  );
}

function Follow({
  call,
  view,
  isFollowing,
}: {
  readonly call: Call;
  readonly view: View;
  readonly isFollowing: boolean;
}) {
  if (view.viewer === null) return null;
  return (
    <Form action={`/appels/${call.slug}/suivi`} class="inline-form">
      <Hidden name="suivre" value={isFollowing ? 'non' : 'oui'} />
      <Button kind="secondary">
        {isFollowing ? 'Ne plus être averti des modifications' : 'Être averti des modifications par courriel'}
      </Button>
    </Form>
  );
}
