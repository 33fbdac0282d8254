import { EmptyState, Page, PageHead, type View } from '../../../ui/index.ts';
import type { Call } from '../../model/call.ts';
import { type Wave, waveState } from '../../model/wave.ts';
import { Funnel, WaveTags, When } from '../parts.tsx';

export interface Listed {
  readonly call: Call;
  readonly waves: readonly Wave[];
}

interface ListProps {
  readonly view: View;
  readonly now: Date;
  readonly calls: readonly Listed[];
}

export function CallListPage({ view, now, calls }: ListProps) {
  const pairs = calls.flatMap(({ call, waves }) => waves.map((wave) => ({ call, wave, state: waveState(wave, now) })));
  const past = calls.filter(({ waves }) => waves.some((wave) => waveState(wave, now) === 'closed'));
  return (
    <Page view={view} title="Appels à projets" islands={['calls']} description="Appels ouverts, à venir et passés.">
      <PageHead
        title="Appels à projets"
        lead="Ce qui est ouvert, ce qui s’annonce, et ce que les appels passés ont donné."
      />
      <h2>Ouverts</h2>
      <Cards
        pairs={pairs.filter(({ state }) => state === 'open')}
        now={now}
        empty="Aucun appel n’est ouvert en ce moment."
      />
      <h2>À venir</h2>
      <Cards
        pairs={pairs.filter(({ state }) => state === 'published')}
        now={now}
        empty="Aucune vague n’est annoncée."
      />
      <h2>Passés</h2>
      {past.length === 0 ? <EmptyState title="Aucun appel passé" /> : null}
      {past.map(({ call, waves }) => (
        <section>
          <h3>
            <a href={`/appels/${call.slug}`}>{call.title}</a>
          </h3>
          <ul>
            {waves
              .filter((wave) => waveState(wave, now) === 'closed')
              .map((wave) => (
                <li>
                  {wave.name} : close le <When at={wave.closesAt} zone={wave.zone} />
                </li>
              ))}
          </ul>
          <Funnel steps={call.content.funnel} />
        </section>
      ))}
    </Page>
  );
}

type Pair = { readonly call: Call; readonly wave: Wave };

function Cards({ pairs, now, empty }: { readonly pairs: readonly Pair[]; readonly now: Date; readonly empty: string }) {
  if (pairs.length === 0) return <EmptyState title={empty} />;
  return (
    <ul class="cards">
      {pairs.map(({ call, wave }) => (
        <li class="card">
          <p>
            <WaveTags wave={wave} now={now} />
          </p>
          <h3>
            <a href={`/appels/${call.slug}`}>{`${call.content.acronym} – ${wave.name}`}</a>
          </h3>
          <p>{call.content.promise}</p>
          <Deadline wave={wave} now={now} />
        </li>
      ))}
    </ul>
  );
}

export function Deadline({ wave, now }: { readonly wave: Wave; readonly now: Date }) {
  const state = waveState(wave, now);
  if (state === 'published') {
    return (
      <p>
        Ouvre le <When at={wave.opensAt} zone={wave.zone} />
      </p>
    );
  }
  return (
    <p>
      <strong>{state === 'open' ? 'Dépôt possible jusqu’au' : 'Close le'}</strong>{' '}
      <When at={wave.closesAt} zone={wave.zone} />
      {state === 'open' ? <count-down closes-at={wave.closesAt.toISOString()} server-now={now.toISOString()} /> : null}
    </p>
  );
}
