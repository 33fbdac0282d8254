import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Edition } from '../model/check.ts';
import type { XapiAct } from '../model/scopes.ts';
import type { Activities } from '../store/activities.ts';
import type { Bounds } from '../store/bounds.ts';
import type { Bearer } from '../store/credentials.ts';
import type { Lrs, Stores } from '../store/stores.ts';
import type { Writer } from '../store/writer.ts';
import type { Answer } from './answer.ts';

/** A request, whichever of the two syntaxes it came in. */
export interface Ask {
  readonly method: string;
  readonly parameters: URLSearchParams;
  header(name: string): string | null;
  /** @throws BodyTooLarge, BodyRefused */
  body(maxBytes: number): Promise<Buffer<ArrayBuffer>>;
  readonly at: Instant;
}

/** What this process holds open for the interface. */
export interface House {
  readonly kernel: Kernel;
  readonly stores: Stores;
  readonly writer: Writer;
  readonly bounds: Bounds;
  readonly activities: Activities;
  readonly moreSecret: Buffer;
}

/** A request whose key opened a store, in an edition that is known. */
export interface Asked {
  readonly ask: Ask;
  readonly edition: Edition;
  readonly bearer: Bearer;
  readonly lrs: Lrs;
  readonly house: House;
}

export interface Handler {
  readonly act: XapiAct;
  run(asked: Asked): Promise<Answer>;
}
