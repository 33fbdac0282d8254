/** A rule of the glTF standard that a scene does not keep, as the Khronos validator names it. */
export interface Issue {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly times: number;
  /** Where first, as a JSON pointer. */
  readonly where: string;
}

export interface Validation {
  readonly errors: number;
  readonly warnings: number;
  /** Information and hints. */
  readonly others: number;
  /** One a rule, as the validator met them. */
  readonly issues: readonly Issue[];
}
