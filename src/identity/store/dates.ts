import { sql } from 'kysely';
import type { Instant } from '../../kernel/instant.ts';

/** Holds from its first instant on, until the first instant at which it no longer does. */
export const validAt = (at: Instant) => sql<boolean>`valid_from <= ${at} and (valid_to is null or valid_to > ${at})`;
