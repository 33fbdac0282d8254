import type { FieldErrors, Message } from '../../../kernel/decision.ts';
import { Notice } from '../../../ui/index.ts';
import type { Call } from '../../model/call.ts';

export const LIST = { href: '/agent/appels', label: 'Gérer les appels' };
export const crumbsOf = (call: Call) => [LIST, { href: `/agent/appels/${call.id}`, label: call.content.acronym }];

export interface Typed {
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
  readonly refusal?: Message | null;
}

export const Refused = ({ refusal }: { readonly refusal: Message | null | undefined }) =>
  refusal ? (
    <Notice tone="danger" title={refusal.title} live>
      <p>{refusal.text}</p>
    </Notice>
  ) : null;
