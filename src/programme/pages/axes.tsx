import { StatusTag } from '../../ui/index.ts';
import { LEVER_STATES } from '../messages.ts';
import type { Lever, Plan } from '../model.ts';

/** Each axis with the levers that serve it and where they are; those of no axis serve them all. */
export function AxisCards({ axes, levers }: Pick<Plan, 'axes' | 'levers'>) {
  const common = levers.filter(({ axisSlug }) => axisSlug === null);
  return (
    <ul class="cards cards-four">
      {axes.map(({ slug, position, name, summary }) => (
        <li class="card">
          <h3 class="card-title">{`${position}. ${name}`}</h3>
          <p>{summary}</p>
          <Levers levers={levers.filter(({ axisSlug }) => axisSlug === slug)} />
        </li>
      ))}
      {common.length > 0 ? (
        <li class="card">
          <h3 class="card-title">Pour tous les axes</h3>
          <Levers levers={common} />
        </li>
      ) : null}
    </ul>
  );
}

const Levers = ({ levers }: { readonly levers: readonly Lever[] }) => (
  <ul class="card-list">
    {levers.map(({ slug, name, state }) => (
      <li>
        <a href={`/plan/leviers/${slug}`}>{name}</a>{' '}
        <StatusTag tone={LEVER_STATES[state].tone}>{LEVER_STATES[state].label}</StatusTag>
      </li>
    ))}
  </ul>
);
