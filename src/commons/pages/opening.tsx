import { assetBytes, ButtonLink, formatBytes } from '../../ui/index.ts';
import { opensHere, viewerOf } from '../model/opening.ts';
import type { Report } from '../model/verdict.ts';

interface OpeningProps {
  /** Path of the resource, and the version asked if it is not the one in force. */
  readonly path: string;
  readonly query: string;
  readonly report: Report;
  readonly sizeBytes: number;
}

/** Asked for by the person, who reads first what it weighs, script of the viewer included. */
export function OpenHere({ path, query, report, sizeBytes }: OpeningProps) {
  if (!opensHere(report)) return null;
  const viewer = viewerOf(report.kind);
  const bytes = sizeBytes + (viewer ? assetBytes(`${viewer}.js`) : 0);
  return <ButtonLink href={`${path}/ouvrir${query}`}>{`Ouvrir ici (${formatBytes(bytes)})`}</ButtonLink>;
}
