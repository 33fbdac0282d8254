/** One field that changed: what was true before, what is true now, as a reader sees them. */
export interface Change {
  readonly field: string;
  readonly label: string;
  /** `null`: did not exist. */
  readonly before: string | null;
  /** `null`: exists no more. */
  readonly after: string | null;
}
