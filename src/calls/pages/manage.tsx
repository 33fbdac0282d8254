import { Actions, ButtonLink, formatCents, Page, PageHead, SummaryList, type View } from '../../ui/index.ts';
import type { Call } from '../model/call.ts';
import type { Question } from '../model/question.ts';
import { type Wave, waveState } from '../model/wave.ts';
import { inZone } from '../model/zone.ts';
import { LIST } from './manage/frame.tsx';
import { WaveTags, When } from './parts.tsx';

interface ListProps {
  readonly view: View;
  readonly calls: readonly Call[];
}

export const ManageListPage = ({ view, calls }: ListProps) => (
  <Page view={view} title="Gérer les appels">
    <PageHead title="Gérer les appels" lead="Vagues, reports et réponses aux questions." />
    <Actions>
      <ButtonLink href="/agent/appels/nouveau">Créer un appel</ButtonLink>
    </Actions>
    <ul class="cards">
      {calls.map((call) => (
        <li class="card">
          <h2>
            <a href={`/agent/appels/${call.id}`}>{call.content.acronym}</a>
          </h2>
          <p>{call.title}</p>
        </li>
      ))}
    </ul>
  </Page>
);

interface ManageProps {
  readonly view: View;
  readonly now: Date;
  readonly call: Call;
  readonly waves: readonly Wave[];
  readonly questions: readonly Question[];
}

export function ManageCallPage({ view, now, call, waves, questions }: ManageProps) {
  const waiting = questions.filter((question) => question.state === 'pending');
  const base = `/agent/appels/${call.id}`;
  return (
    <Page view={view} title={`Gérer ${call.content.acronym}`} breadcrumbs={[LIST]} islands={['calls']}>
      <PageHead title={call.content.acronym} kicker="Gérer l’appel" lead={call.title}>
        <p>
          <a href={`/appels/${call.slug}`}>Voir la page publique</a> · <a href={`${base}/formulaire`}>Formulaire</a> ·{' '}
          <a href={`${base}/regles`}>Règles</a> · <a href={`${base}/texte`}>Texte et contact</a>
        </p>
      </PageHead>
      <h2>Vagues</h2>
      <Actions>
        <ButtonLink href={`${base}/vagues/nouvelle`}>Préparer une vague</ButtonLink>
      </Actions>
      {waves.map((wave) => (
        <section>
          <h3>
            {wave.name} <WaveTags wave={wave} now={now} />
          </h3>
          <SummaryList
            lines={[
              { term: 'Ouverture', value: <When at={wave.opensAt} zone={wave.zone} /> },
              { term: 'Clôture', value: <When at={wave.closesAt} zone={wave.zone} /> },
              { term: 'Enveloppe', value: wave.envelopeCents ? formatCents(wave.envelopeCents) : 'Aucune' },
            ]}
          />
          <WaveActions base={base} wave={wave} now={now} />
        </section>
      ))}
      <h2>{`Questions en attente : ${waiting.length}`}</h2>
      <ul>
        {waiting.map((question) => (
          <li>
            <a href={`${base}/questions/${question.id}`}>{question.askedText.slice(0, 120)}</a>
            {` – posée le ${inZone(question.askedAt, call.zone)}`}
          </li>
        ))}
      </ul>
    </Page>
  );
}

function WaveActions({ base, wave, now }: { readonly base: string; readonly wave: Wave; readonly now: Date }) {
  const state = waveState(wave, now);
  if (wave.isHistorical) return null;
  const path = `${base}/vagues/${wave.id}`;
  const follow = <a href={`/agent/vagues/${wave.id}/suivi`}>Suivre la vague</a>;
  if (state === 'closed') return <Actions>{follow}</Actions>;
  return state === 'draft' ? (
    <Actions>
      <ButtonLink href={`${path}/publier`}>Publier…</ButtonLink>
      <a href={path}>Modifier</a>
      <a href={`${path}/renoncer`}>Renoncer à cette vague…</a>
    </Actions>
  ) : (
    <Actions>
      <ButtonLink kind="secondary" href={`${path}/reporter`}>
        Reporter la clôture…
      </ButtonLink>
      {follow}
    </Actions>
  );
}
