import type { FieldErrors, Message } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { HistoryLine } from '../../kernel/journal.ts';
import type { View } from '../../ui/index.ts';
import type { InstructionFile } from '../model/whole.ts';

export interface FilePageProps {
  readonly view: View;
  readonly file: InstructionFile;
  readonly now: Instant;
  readonly history: readonly HistoryLine[];
  readonly names: ReadonlyMap<string, string>;
  readonly annexes: readonly { readonly name: string; readonly sha256: string; readonly sizeBytes: number }[];
  readonly told?: string | undefined;
  readonly refusal?: Message | undefined;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

export const baseOf = (file: Pick<InstructionFile, 'applicationId'>) =>
  `/agent/instruction/dossiers/${file.applicationId}`;
