import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Description, needsSafety } from './description.ts';
import type { Refusal, Report } from './verdict.ts';

/** What is said of a resource once it was published. */
export type Status = 'in-force' | 'deprecated' | 'taken-down';

export type VersionState = 'examining' | 'refused' | 'examined' | 'published';

export interface Version {
  readonly number: number;
  readonly state: VersionState;
  readonly sha256: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly readBytes: number;
  readonly report: Report | null;
  readonly refusals: readonly Refusal[] | null;
  readonly description: Description | null;
  readonly changes: string;
  /** Times its file or its description was written. */
  readonly edits: number;
  readonly agreementId: string | null;
  readonly trancheId: string | null;
  readonly depositedAt: Instant;
  readonly publishedAt: Instant | null;
}

export interface Resource {
  readonly id: string;
  readonly arkName: string;
  readonly organisationId: string;
  readonly publishedVersion: number | null;
  readonly publishedAt: Instant | null;
  readonly status: Status;
  /** Newest first. */
  readonly versions: readonly Version[];
}

/** A tranche of an agreement, of which a resource is the output. */
export interface Output {
  readonly agreementId: string;
  readonly trancheId: string | null;
}

/** What its author says of a version. */
export interface Told {
  readonly description: Description;
  readonly changes: string;
  /** Of an agreement of the organisation; another is not found. */
  readonly output: Output | null;
}

/** The version that a person had before their eyes when they wrote or published. */
export type Read = Pick<Version, 'number' | 'edits'>;

export interface OfferedOutput extends Output {
  readonly label: string;
}

export type CommonsRefusal =
  | { readonly code: 'examining' }
  | { readonly code: 'not-examined' }
  | { readonly code: 'not-described' }
  | { readonly code: 'changes-missing' }
  | { readonly code: 'safety-missing' }
  | { readonly code: 'file-gone' }
  | { readonly code: 'nothing-open' }
  | { readonly code: 'taken-down' }
  | { readonly code: 'changed'; readonly act: 'describe' | 'publish' };

export const openVersion = ({ versions }: Resource): Version | null =>
  versions.find(({ state }) => state !== 'published') ?? null;

export const publishedOf = ({ versions, publishedVersion }: Resource): Version | null =>
  versions.find(({ number }) => number === publishedVersion) ?? null;

/** Of the last published version. */
export const latestTitle = ({ versions }: Resource): string =>
  versions.find(({ state }) => state === 'published')?.description?.title ?? '';

/** The same file sent twice: it is already at the gate. */
export const isAtGate = (resource: Resource, sha256: string): boolean => {
  const open = openVersion(resource);
  return open?.state === 'examining' && open.sha256 === sha256;
};

const isAsRead = (open: Version, read: Read | null) => open.number === read?.number && open.edits === read.edits;

/** Where a new file goes: in place of the version on its way, or in a new version. */
export function decideFile(resource: Resource): Decision<{ number: number; replaces: boolean }, CommonsRefusal> {
  const open = openVersion(resource);
  if (open?.state === 'examining') return refuse({ code: 'examining' });
  if (open) return accept({ number: open.number, replaces: true });
  return accept({ number: (resource.versions[0]?.number ?? 0) + 1, replaces: false });
}

/** A description may be written as soon as the file is known to be sound, over the one that was read. */
export function decideDescribe(resource: Resource, read: Read | null): Decision<Read, CommonsRefusal> {
  const open = openVersion(resource);
  if (open === null) return refuse({ code: 'nothing-open' });
  if (open.state !== 'examined') return refuse({ code: 'not-examined' });
  if (!isAsRead(open, read)) return refuse({ code: 'changed', act: 'describe' });
  return accept({ number: open.number, edits: open.edits + 1 });
}

/** A published version never changes: everything that must be there is there before, and was read as it is. */
export function decidePublish(
  resource: Resource,
  read: Read | null,
): Decision<{ version: Version; description: Description; report: Report }, CommonsRefusal> {
  if (resource.status === 'taken-down') return refuse({ code: 'taken-down' });
  const open = openVersion(resource);
  if (open === null) return refuse({ code: 'nothing-open' });
  if (open.state !== 'examined' || open.report === null) return refuse({ code: 'not-examined' });
  if (!isAsRead(open, read)) return refuse({ code: 'changed', act: 'publish' });
  const { description, report } = open;
  if (description === null) return refuse({ code: 'not-described' });
  if (open.number > 1 && open.changes === '') return refuse({ code: 'changes-missing' });
  if (needsSafety(report.kind, description.equipment) && description.safety === '')
    return refuse({ code: 'safety-missing' });
  return accept({ version: open, description, report });
}
