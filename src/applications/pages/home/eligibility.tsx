import { StatusTag } from '../../../ui/index.ts';
import { CHECK_LABELS, explain } from '../../messages/eligibility.ts';
import type { Dossier } from '../../model/dossier.ts';
import type { Check } from '../../model/eligibility.ts';
import { placeHref } from '../../model/places.ts';

const CHECK_TONES = { ok: 'success', missing: 'info', fails: 'danger' } as const;

/** Every rule of the call, with what is missing, why, and where it is written. */
export function Eligibility({ dossier }: { readonly dossier: Dossier }) {
  return (
    <section aria-labelledby="eligibilite">
      <h2 id="eligibilite">Votre projet face aux règles de l’appel</h2>
      <ul class="tasks">
        {dossier.checks.map((check) => (
          <CheckLine check={check} dossier={dossier} />
        ))}
      </ul>
    </section>
  );
}

function CheckLine({ check, dossier }: { readonly check: Check; readonly dossier: Dossier }) {
  const { rule, state } = check;
  const href = placeHref(dossier.application.id, check, dossier.revision, dossier.missing);
  return (
    <li class="task">
      <div class="task-name">
        <strong>{rule.text}</strong>
        <p class="task-hint">
          {explain(check)} {state === 'ok' ? null : <a href={href}>Y aller</a>}
        </p>
        <p class="task-hint">
          Source : {rule.sourceUrl ? <a href={rule.sourceUrl}>{rule.source}</a> : rule.source}
          {rule.severity === 'warning' ? ' – signalé, sans empêcher le dépôt' : ''}
        </p>
      </div>
      <StatusTag tone={CHECK_TONES[state]}>{CHECK_LABELS[state]}</StatusTag>
    </li>
  );
}
