import { formatCents } from '../../../ui/index.ts';
import type { ThreadStep } from '../../model/thread.ts';

export const KIND_LABELS: Readonly<Record<ThreadStep['kind'], string>> = {
  programme: 'Le plan',
  axis: 'Axe',
  instrument: 'Enveloppe',
  wave: 'Vague d’appel',
  agreement: 'Convention',
  partner: 'Partenaire',
  payment: 'Paiement',
};

/** The thread from the plan down to here: each bead is a step, and says what passes through it. */
export const Thread = ({ steps }: { readonly steps: readonly ThreadStep[] }) => (
  <ol class="euro-thread" aria-label="Du plan jusqu’ici">
    {steps.map((step, index) => {
      const last = index === steps.length - 1;
      return (
        <li class={`bead bead-${step.kind}`} {...(last ? { 'aria-current': 'step' } : {})}>
          <p class="bead-kind">{KIND_LABELS[step.kind]}</p>
          <p class="bead-name">{last || step.href === null ? step.name : <a href={step.href}>{step.name}</a>}</p>
          <p class="bead-money">{formatCents(step.totalCents)}</p>
        </li>
      );
    })}
  </ol>
);
