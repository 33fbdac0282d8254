import { type MissingField, missingInSection } from '../../calls/index.ts';
import {
  Actions,
  ButtonLink,
  count,
  Details,
  Notice,
  Panel,
  Progress,
  parisDateTime,
  type Task,
  TaskList,
  type View,
} from '../../ui/index.ts';
import { explain } from '../messages/eligibility.ts';
import type { Dossier, Present } from '../model/dossier.ts';
import type { Letter } from '../model/letter.ts';
import { sectionHref } from '../model/places.ts';
import { Eligibility } from './home/eligibility.tsx';
import { DossierPage } from './layout.tsx';

export interface HomeProps {
  readonly view: View;
  readonly dossier: Dossier;
  readonly now: Date;
  readonly present: readonly Present[];
  readonly letters: readonly Letter[];
  /** A form revision published since this file began. */
  readonly newer: { readonly number: number; readonly publishedAt: Date } | null;
  /** Partners that take part in another file of the wave. */
  readonly elsewhere: readonly string[];
}

export function HomePage({ view, dossier, now, present, letters, newer, elsewhere }: HomeProps) {
  const tasks = tasksOf(dossier);
  const done = tasks.filter((task) => task.tone === 'success').length;
  return (
    <DossierPage view={view} dossier={dossier} now={now} title={dossier.application.title}>
      <DepositState dossier={dossier} now={now} />
      <NewerForm newer={newer} dossier={dossier} />
      <Elsewhere names={elsewhere} />
      <Progress
        label="Avancement"
        value={done}
        max={tasks.length}
        text={`${done} étapes terminées sur ${tasks.length}`}
      />
      <h2>Ce qu’il reste à faire</h2>
      <TaskList label="Étapes du dossier" tasks={tasks} />
      <Letters letters={letters} />
      <Presence present={present} />
      <Eligibility dossier={dossier} />
      <p>
        <a href={`/dossiers/${dossier.application.id}/dossier.json`} download>
          Télécharger tout le dossier (JSON)
        </a>{' '}
        · <a href={`/dossiers/${dossier.application.id}/imprimer`}>Voir tout le dossier sur une page à imprimer</a>
      </p>
    </DossierPage>
  );
}

function DepositState({ dossier, now }: { readonly dossier: Dossier; readonly now: Date }) {
  const { application, wave } = dossier;
  const deposit = `/dossiers/${application.id}/depot`;
  if (application.state === 'deposited') {
    return (
      <Notice tone="success" title="Ce dossier est déposé">
        <p>
          <a href={deposit}>Voir l’accusé de réception, remplacer ou retirer le dépôt</a>
        </p>
        <p>
          <a href={`/dossiers/${application.id}/convention`}>Votre convention</a>
        </p>
      </Notice>
    );
  }
  if (application.state === 'withdrawn') {
    return (
      <Notice tone="warning" title="Ce dossier est retiré">
        <p>
          Il ne sera pas instruit. <a href={`/dossiers/${application.id}/recepisse`}>Ce qui avait été déposé</a> est
          conservé.
        </p>
      </Notice>
    );
  }
  if (application.lastDepositedAt !== null) return <Reopened dossier={dossier} now={now} />;
  const left = dossier.checks.filter((check) => check.state !== 'ok' && check.rule.severity === 'blocking').length;
  return (
    <Notice tone="warning" title="Ce dossier n’est pas encore déposé">
      <p>
        Un brouillon enregistré n’est pas un dépôt.{' '}
        {left === 0 ? 'Rien ne manque : vous pouvez déposer.' : `${count(left, 'condition')} à remplir avant le dépôt.`}
      </p>
      {now < wave.closesAt ? (
        <Actions>
          <ButtonLink href={deposit} kind={left === 0 ? 'primary' : 'secondary'}>
            Vérifier et déposer
          </ButtonLink>
        </Actions>
      ) : null}
    </Notice>
  );
}

/** Being changed after a deposit: that deposit stands until the next one. */
function Reopened({ dossier: { application, wave }, now }: Pick<HomeProps, 'dossier' | 'now'>) {
  const home = `/dossiers/${application.id}`;
  return (
    <Notice tone="warning" title="Déposé, avec des modifications non déposées">
      <p>
        <a href={`${home}/recepisse`}>Le dernier dépôt</a> reste valable.{' '}
        {now < wave.closesAt
          ? 'Pour que vos modifications comptent, déposez-les avant la clôture.'
          : 'La vague est close : c’est lui qui compte.'}
      </p>
      {now < wave.closesAt ? (
        <Actions>
          <ButtonLink href={`${home}/depot`}>Vérifier et déposer à nouveau</ButtonLink>
        </Actions>
      ) : null}
    </Notice>
  );
}

const toTask = (name: string, href: string, left: readonly MissingField[], started: boolean): Task => {
  if (left.length === 0 && started) return { name, href, status: 'Terminée', tone: 'success' };
  if (!started) return { name, href, status: 'À commencer', tone: 'neutral' };
  return { name, href, status: 'En cours', tone: 'info', hint: `${count(left.length, 'réponse')} à donner` };
};

function tasksOf(dossier: Dossier): Task[] {
  const { application, revision, answers, fields } = dossier;
  const sections = revision.sections.map((section) =>
    toTask(
      section.title,
      sectionHref(application.id, section.key),
      missingInSection(section, answers),
      section.fields.some((field) => fields.has(field.key)),
    ),
  );
  return [...sections, ...['consortium', 'budget', 'declarations'].map((place) => placeTask(dossier, place))];
}

const PLACE_NAMES: Readonly<Record<string, string>> = {
  consortium: 'Consortium et mandats',
  budget: 'Budget et plan de financement',
  declarations: 'Déclarations et engagements',
};

function placeTask({ application, checks }: Dossier, place: string): Task {
  const mine = checks.filter((check) => check.place === place);
  const open = mine.filter((check) => check.state !== 'ok');
  const base = { name: PLACE_NAMES[place] ?? place, href: `/dossiers/${application.id}/${place}` };
  if (open.length === 0) return { ...base, status: 'Terminée', tone: 'success' };
  const wrong = open.some((check) => check.state === 'fails');
  return {
    ...base,
    status: wrong ? 'À corriger' : 'En cours',
    tone: wrong ? 'danger' : 'info',
    hint: open.map(explain).join(' '),
  };
}

function NewerForm({ newer, dossier }: Pick<HomeProps, 'newer' | 'dossier'>) {
  if (newer === null) return null;
  return (
    <Notice title="Le formulaire de l’appel a une révision plus récente">
      <p>
        {`La révision n° ${newer.number} est parue le ${parisDateTime(newer.publishedAt)}. Votre dossier garde la révision n° ${dossier.revision.number}, avec laquelle sa vague est publiée : rien n’est à refaire. `}
        <a href={`/appels/${dossier.call.slug}#modifications`}>Lire ce qui change</a>
      </p>
    </Notice>
  );
}

/** Said to both consortia in the same words, and nothing of the other one. */
export function Elsewhere({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <Notice tone="warning" title="Une organisation figure dans un autre dossier de cette vague">
      <p>
        {`${names.join(', ')} : le même SIREN prend part à un autre dossier de la vague. C’est permis ; vérifiez avec cette organisation que les mêmes dépenses ne sont pas présentées deux fois. Les dossiers étant confidentiels, la plateforme ne dit rien de plus.`}
      </p>
    </Notice>
  );
}

/** What the team of the call wrote to the candidates of this file; each of them also had it by mail. */
function Letters({ letters }: { readonly letters: readonly Letter[] }) {
  if (letters.length === 0) return null;
  return (
    <section aria-labelledby="messages">
      <h2 id="messages">Messages de l’équipe de l’appel</h2>
      {letters.map((letter, index) => (
        <Details summary={`${letter.subject} – ${parisDateTime(letter.at)}`} open={index === 0}>
          <p class="text">{letter.body}</p>
        </Details>
      ))}
    </section>
  );
}

function Presence({ present }: { readonly present: readonly Present[] }) {
  if (present.length === 0) return null;
  return (
    <Panel title="En ce moment dans le dossier">
      <ul>
        {present.map((one) => (
          <li>
            {one.name} ({one.partnerName}) : {one.section}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
