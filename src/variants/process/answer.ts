import type { Task } from '../model/plan.ts';

export type Asked = Task | { readonly is: 'validate'; readonly mediaType: string };

/** What is told of the bytes made. Pixels; `null` where there are none. */
export interface Answer {
  readonly mediaType: string;
  readonly width: number | null;
  readonly height: number | null;
}

export interface Made extends Answer {
  readonly bytes: Uint8Array;
}
