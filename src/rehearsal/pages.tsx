import { WAVE_STATE_LABELS } from '../calls/index.ts';
import type { Instant } from '../kernel/instant.ts';
import { SPEEDS, type Speed } from '../kernel/rehearsal.ts';
import {
  Actions,
  type Answered,
  Button,
  ButtonLink,
  Checkbox,
  count,
  DateTimeField,
  EmptyState,
  Form,
  formatCents,
  formatCompact,
  Hidden,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDateTime,
  Radios,
  Said,
  Stat,
  Stats,
  type View,
  zonedLocal,
} from '../ui/index.ts';
import { JUMP_WORDS, SPEED_WORDS } from './messages.ts';
import { jumpsFrom } from './model/clock.ts';
import type { Standing } from './model/standing.ts';
import { ActTable } from './pages/acts.tsx';

export interface RehearsalPageProps extends Answered {
  readonly view: View;
  readonly now: Instant;
  readonly speed: Speed;
  /** `null`: the fictional wave is not prepared yet. */
  readonly standing: Standing | null;
  /** Form that was sent back. */
  readonly scope?: string;
}

const HOME = '/repetition';

export function RehearsalPage({ view, now, speed, standing, scope, ...answered }: RehearsalPageProps) {
  return (
    <Page view={view} title="Répétition générale" layout="wide" invalid={Boolean(answered.errors)} islands={['live']}>
      <PageHead
        title="Répétition générale"
        kicker="Horloge virtuelle et programme fictif"
        lead="Jouez une vague entière cet après-midi : ouverture, nuit de la clôture, notes, comité, conventions, paiements. Chaque rôle peut être tenu par une personne ou par la machine, avec les mêmes règles."
      />
      <Said {...answered} {...(scope ? { scope } : {})} />
      <ClockPanel now={now} speed={speed} standing={standing} {...answered} />
      {standing ? (
        <live-part id="vague" url={HOME} every="5">
          <WavePanel standing={standing} />
          <ActTable standing={standing} />
        </live-part>
      ) : (
        <EmptyState title="La vague fictive n’est pas encore prête">
          <p>Elle se prépare au démarrage. Rechargez cette page dans quelques secondes.</p>
        </EmptyState>
      )}
      <Panel title="Recommencer">
        <p>
          L’horloge n’avance que dans un sens. Pour revenir en arrière, recommencez : le monde fictif est effacé puis
          reconstruit, l’horloge revient à l’instant réel.
        </p>
        <Actions>
          <ButtonLink kind="warning" href={`${HOME}/recommencer`}>
            Recommencer la répétition…
          </ButtonLink>
        </Actions>
      </Panel>
    </Page>
  );
}

type ClockProps = Pick<RehearsalPageProps, 'now' | 'speed' | 'standing' | 'errors' | 'typed'>;

function ClockPanel({ now, speed, standing, errors = {}, typed = {} }: ClockProps) {
  const jumps = standing ? jumpsFrom(now, standing) : [];
  return (
    <Panel title="L’horloge">
      <p>
        Elle montre le <strong>{parisDateTime(now)}</strong>.
      </p>
      {jumps.length > 0 ? (
        <Form action={`${HOME}/sauter`} class="form">
          <p>Sauter :</p>
          <Hidden name="vu" value={now.toISOString()} />
          <ul class="jumps">
            {jumps.map(([name, to]) => (
              <li>
                <Button kind="secondary" name="saut" value={name}>
                  {JUMP_WORDS[name]}
                </Button>{' '}
                <span>{parisDateTime(to)}</span>
              </li>
            ))}
          </ul>
        </Form>
      ) : null}
      <Form action={`${HOME}/sauter`} scope="saut">
        <DateTimeField
          name="instant"
          label="Sauter à un instant de votre choix"
          value={typed.instant ?? ''}
          min={zonedLocal(now)}
          error={errors.instant}
        />
        <Actions>
          <Button kind="secondary">Sauter</Button>
        </Actions>
      </Form>
      <Form action={`${HOME}/vitesse`} scope="vitesse">
        <Radios
          name="vitesse"
          label="Vitesse de l’horloge"
          value={String(speed)}
          error={errors.vitesse}
          options={SPEEDS.map((one) => ({ value: String(one), label: SPEED_WORDS[one] }))}
        />
        <Actions>
          <Button kind="secondary">Changer la vitesse</Button>
        </Actions>
      </Form>
    </Panel>
  );
}

function WavePanel({ standing }: { readonly standing: Standing }) {
  const { money } = standing;
  return (
    <Panel title={standing.name}>
      <p>
        <a href={`/appels/${standing.callSlug}`}>{standing.callTitle}</a> – {WAVE_STATE_LABELS[standing.state]} ; ouvre
        le {parisDateTime(standing.opensAt)}, ferme le {parisDateTime(standing.closesAt)}.
      </p>
      <Stats>
        <Stat label="Dossiers déposés" value={String(standing.deposited)} />
        <Stat label="Éligibles" value={String(standing.eligible)} />
        <Stat
          label="Retenus"
          value={String(standing.retained)}
          note={`et ${count(standing.redirected, 'orienté ailleurs', 'orientés ailleurs')}`}
        />
        {money ? (
          <>
            <Stat
              label="Engagé"
              value={formatCompact(money.committedCents + money.certifiedCents + money.paidCents)}
              note={`sur ${formatCents(money.totalCents)}`}
            />
            <Stat label="Certifié, à payer" value={formatCompact(money.certifiedCents)} />
            <Stat label="Payé" value={formatCompact(money.paidCents)} />
          </>
        ) : null}
      </Stats>
    </Panel>
  );
}

export function ResetPage({ view, errors = {} }: { readonly view: View } & Pick<Answered, 'errors'>) {
  return (
    <Page
      view={view}
      title="Recommencer la répétition"
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[{ href: HOME, label: 'Répétition générale' }]}
    >
      <PageHead title="Recommencer la répétition" />
      <Said errors={errors} />
      <Notice tone="warning">
        <p>
          Tout ce qui a été joué disparaît : dossiers, récépissés, décisions, conventions, grand livre, journal,
          courriers et fichiers. Les comptes de démonstration reviennent comme au premier jour.
        </p>
      </Notice>
      <Form action={`${HOME}/recommencer`}>
        <Checkbox
          name="confirmation"
          value="oui"
          label="J’ai compris : tout le monde fictif sera effacé"
          error={errors.confirmation}
        />
        <Actions>
          <Button kind="warning">Tout effacer et recommencer</Button>
          <a href={HOME}>Ne rien changer</a>
        </Actions>
      </Form>
    </Page>
  );
}

/** Shown while the world is rebuilt; it leads back by itself. */
export const ResetDonePage = ({ view }: { readonly view: View }) => (
  <Page view={view} title="La répétition recommence">
    <PageHead title="La répétition recommence" lead="Le monde fictif se reconstruit : quelques dizaines de secondes." />
    <p>
      Votre session a disparu avec lui. <a href={`/connexion?retour=${HOME}`}>Reconnectez-vous</a> dès que le service
      répond.
    </p>
  </Page>
);
