/**
 * The map of data flow: which slice reads the tables of which other. Writing elsewhere is never allowed, and `kernel`
 * is read by all. A line here is a decision: prefer the door (`index.ts`) of the other slice.
 */
export const DECLARED_READS: Readonly<Record<string, readonly string[]>> = {};
