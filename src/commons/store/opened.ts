import type { DbOrTx } from '../../kernel/db.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { foldArk } from '../model/ark.ts';
import type { Description } from '../model/description.ts';
import { publishedOf, type Resource, type Version } from '../model/resource.ts';
import type { Report } from '../model/verdict.ts';
import { publishedByArk } from './read.ts';

/** A published version of a resource, as who opens it needs it. */
export interface Published {
  readonly resourceId: string;
  /** Who deposited it. */
  readonly organisationId: string;
  readonly arkName: string;
  readonly version: Pick<Version, 'number' | 'sha256' | 'fileName' | 'sizeBytes'>;
  readonly report: Report;
  readonly description: Description;
}

/** @param number the version asked; `null`: the one in force. @returns `null` when it is not published */
export async function publishedVersion(db: DbOrTx, arkName: string, number: number | null): Promise<Published | null> {
  const resource = await publishedByArk(db, arkName);
  return resource ? published(resource, number) : null;
}

function published(resource: Resource, asked: number | null): Published | null {
  const version =
    asked === null
      ? publishedOf(resource)
      : resource.versions.find(({ number, state }) => number === asked && state === 'published');
  if (!version?.report || !version.description) return null;
  const { report, description } = version;
  const { id: resourceId, organisationId, arkName } = resource;
  return { resourceId, organisationId, arkName, version, report, description };
}

/** What the address of a page of a resource names: its authority, its name, and the version asked (`?version=`). */
export interface Named {
  readonly authority: string | undefined;
  readonly name: string | undefined;
  readonly version: string | undefined;
}

/** @returns the version in force when none is asked; `null`: not of this installation, not published, or no version of that writing */
export async function publishedAt(
  { db, config }: Pick<Kernel, 'db' | 'config'>,
  { authority, name = '', version }: Named,
): Promise<Published | null> {
  if (authority !== config.ARK_AUTHORITY || (version !== undefined && !/^[1-9]\d{0,8}$/.test(version))) return null;
  return publishedVersion(db, foldArk(name), version === undefined ? null : Number(version));
}
