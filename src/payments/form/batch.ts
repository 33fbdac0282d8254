import type { Parsed } from '../../kernel/decision.ts';
import { isId } from '../../kernel/ids.ts';
import { isDay } from '../../kernel/instant.ts';
import { parsed, textOf } from '../form.ts';

export interface TypedBatch {
  readonly requestIds: readonly string[];
  readonly executeOn: string;
}

/** Nothing chosen is for the decision to refuse. */
export function parseBatch(data: FormData): Parsed<TypedBatch> {
  const requestIds = data
    .getAll('demande')
    .flatMap((value) => (typeof value === 'string' && isId(value) ? [value] : []));
  const executeOn = textOf(data, 'execution');
  const errors: Record<string, string> = {};
  if (!isDay(executeOn)) errors.execution = 'Indiquez le jour où la banque doit exécuter les virements.';
  return parsed(errors, { requestIds, executeOn });
}
