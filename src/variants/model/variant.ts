import type { Role } from './plan.ts';

/** A form of a file that spares the network, ready to be served. */
export interface Variant {
  /** The same for the same file: kept in addresses. */
  readonly name: string;
  readonly role: Role;
  readonly mediaType: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Pixels; `null` for a scene. */
  readonly width: number | null;
  readonly height: number | null;
}
