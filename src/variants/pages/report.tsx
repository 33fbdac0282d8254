import { count, formatBytes } from '../../ui/index.ts';
import { isConform, issueText } from '../messages.ts';
import type { Validation } from '../model/validation.ts';
import { budgetBytesOf, waitText } from '../model/weight.ts';

/** What the Khronos validator says, in words. `null`: it could not answer. */
export function ValidationView({ validation }: { readonly validation: Validation | null }) {
  if (validation === null)
    return (
      <p>
        Le vérificateur de Khronos n’a pas répondu dans le temps et la mémoire permis : la conformité à glTF 2.0 n’est
        pas établie.
      </p>
    );
  const { errors, warnings, others, issues } = validation;
  const counted = [count(errors, 'erreur'), count(warnings, 'avertissement'), count(others, 'remarque')].join(', ');
  return (
    <>
      <p>
        {isConform(validation)
          ? `Conforme à glTF 2.0 selon le vérificateur de Khronos : ${counted}.`
          : `Non conforme à glTF 2.0 selon le vérificateur de Khronos : ${counted}. Elle peut s’afficher mal dans certains lecteurs : exportez-la de nouveau.`}
      </p>
      {issues.length === 0 ? null : (
        <ul>
          {issues.map((issue) => (
            <li>{issueText(issue)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** « 48 Mo : 4 min sur un téléphone à 1,6 Mbit/s », beside what such a resource should weigh. */
export function weightSentence(kind: string, sizeBytes: number): string {
  const wait = `${formatBytes(sizeBytes)} : ${waitText(sizeBytes)} sur un téléphone à 1,6 Mbit/s`;
  const budget = budgetBytesOf(kind);
  if (budget === null) return wait;
  return sizeBytes <= budget
    ? `${wait} (repère tenu : ${formatBytes(budget)})`
    : `${wait} (repère dépassé : ${formatBytes(budget)} au plus ; les formes légères y répondent)`;
}
