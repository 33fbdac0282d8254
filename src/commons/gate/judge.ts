import { type Refusal, Refused, type Remark, type Rule } from '../model/verdict.ts';
import { LIMITS } from './limits.ts';

/** Applies the rules: stops at a dangerous fault, gathers those that a depositor mends one by one. */
export class Judge {
  readonly remarks: Remark[] = [];
  readonly gathered: Refusal[] = [];
  readonly #off: ReadonlySet<Rule>;

  /** @param off rules not applied: the proof of the gate alone gives some */
  constructor(off: ReadonlySet<Rule> = new Set()) {
    this.#off = off;
  }

  /** @throws Refused unless the rule is off */
  refuse(refusal: Refusal): void {
    if (!this.#off.has(refusal.rule)) throw new Refused(refusal);
  }

  /** The examination goes on, so that the other faults of this kind are told at once. */
  gather(refusal: Refusal): void {
    if (!this.#off.has(refusal.rule) && this.gathered.length < LIMITS.toldAtOnce) this.gathered.push(refusal);
  }

  remark(remark: Remark): void {
    if (this.remarks.length < LIMITS.toldAtOnce) this.remarks.push(remark);
  }
}
