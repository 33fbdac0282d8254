import type { Call, Wave } from '../calls/index.ts';
import type { Instant } from '../kernel/instant.ts';
import { AxisCards, MoneyBar, MoneyChart, type MoneyLine, type Plan } from '../programme/index.ts';
import { ButtonLink, Page, parisDateTime, StatusTag, type View } from '../ui/index.ts';
import { HOME_PROMISES } from './promises.ts';

export interface OpenCall {
  readonly wave: Wave;
  readonly call: Call;
}

interface HomeProps {
  readonly view: View;
  readonly plan: Plan | null;
  readonly lines: readonly MoneyLine[];
  readonly open: readonly OpenCall[];
  readonly now: Instant;
}

const LEAD =
  'La France transforme la formation professionnelle : apprendre un métier en présence, à distance, en situation de travail. Ici se suit l’argent public, de l’enveloppe jusqu’à la personne formée.';

/** The plan on one screen: what it is for, what is open, where the money stands, by which levers. */
export const HomePage = ({ view, plan, lines, open, now }: HomeProps) => (
  <Page view={view} title="Transformer la formation" description={LEAD} layout="plain" islands={['count-down']}>
    <section class="band band-deep">
      <div class="hero">
        <div>
          <h1>Transformer la formation, et le prouver</h1>
          <p class="lead">{LEAD}</p>
        </div>
        <div>
          {lines.slice(0, 1).map((line) => (
            <MoneyBar {...line} />
          ))}
          {open.map((one) => (
            <OpenCallLine {...one} now={now} />
          ))}
        </div>
      </div>
    </section>
    {plan ? <PlanBands plan={plan} lines={lines} /> : <EmptyBand />}
    <section class="band band-tint">
      <div>
        <h2>Des promesses que chacun peut vérifier</h2>
        <ul>
          {HOME_PROMISES.map(({ promise, proof }) => (
            <li>
              {promise} <code>{`npm run prove ${proof}`}</code>
            </li>
          ))}
        </ul>
      </div>
    </section>
  </Page>
);

const EmptyBand = () => (
  <section class="band">
    <div>
      <p>Le plan n’est pas encore décrit sur cette plateforme.</p>
    </div>
  </section>
);

const OpenCallLine = ({ wave, call, now }: OpenCall & { readonly now: Instant }) => (
  <p>
    <strong>{`${call.title} : ${wave.name}`}</strong>{' '}
    {wave.isDemonstration ? (
      <StatusTag tone="warning">Démonstration</StatusTag>
    ) : (
      <StatusTag tone="success">Ouvert</StatusTag>
    )}
    <br />
    {'Fermeture le '}
    <time datetime={wave.closesAt.toISOString()}>{parisDateTime(wave.closesAt)}</time>
    <count-down closes-at={wave.closesAt.toISOString()} server-now={now.toISOString()} />
    <br />
    <ButtonLink href={`/appels/${call.slug}`}>Voir l’appel</ButtonLink>
  </p>
);

const PlanBands = ({ plan, lines }: { readonly plan: Plan; readonly lines: readonly MoneyLine[] }) => (
  <>
    <section class="band">
      <div>
        <h2>Trois axes, et leurs leviers</h2>
        <AxisCards {...plan} />
      </div>
    </section>
    <section class="band">
      <div>
        <h2>Où en est l’argent</h2>
        <MoneyChart lines={lines} />
        <p>
          <a href="/plan">Toutes les enveloppes, leurs sources et les montants qui se contredisent</a>
        </p>
      </div>
    </section>
  </>
);
