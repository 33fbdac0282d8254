import type { Instant } from '../../kernel/instant.ts';

/** A message that those who run the wave sent to a file. Plain text. */
export interface Letter {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
  readonly at: Instant;
}
