import { type Refusal, Refused } from '../model/verdict.ts';
import { Judge } from './judge.ts';
import { LIMITS } from './limits.ts';
import { CMI5_MANIFEST, readCmi5 } from './manifests/cmi5.ts';
import type { Package } from './package.ts';
import { runGate } from './run.ts';
import { cached, type Source } from './source.ts';
import { readXml, type XmlNode } from './xml.ts';
import { readContents } from './zip/contents.ts';
import { readDirectory } from './zip/directory.ts';

export type CourseOpened =
  | { readonly top: XmlNode; readonly refusals: null }
  | { readonly top: null; readonly refusals: readonly Refusal[] };

/**
 * The course structure of a cmi5 package, once the gate has let it pass: a ZIP with `cmi5.xml` at its top (cmi5, section 14.1).
 *
 * @throws what reading the source throws
 */
export async function openCoursePackage(name: string, source: Source): Promise<CourseOpened> {
  const { verdict } = await runGate(name, source);
  if (verdict.refusals !== null) return { top: null, refusals: verdict.refusals };
  if (verdict.report.kind !== 'cmi5' || verdict.report.root !== '')
    return { top: null, refusals: [{ rule: 'reference-broken', file: name, found: CMI5_MANIFEST }] };
  return judged(async (judge) => {
    const directory = await readDirectory(judge, cached(source), name);
    const entries = directory.entries.filter((one) => one.name === CMI5_MANIFEST);
    const wanted = { sealed: true, keepBytes: () => LIMITS.xmlBytes };
    const kept = await readContents(judge, { zip: directory.zip, entries }, wanted, source.sizeBytes);
    return readXml(judge, CMI5_MANIFEST, kept.get(CMI5_MANIFEST) ?? Buffer.alloc(0));
  });
}

/** A bare course structure: every unit of it is elsewhere (cmi5, section 14.2). */
export const openCourseStructure = (bytes: Buffer): Promise<CourseOpened> =>
  judged(async (judge) => {
    const kept = new Map([[CMI5_MANIFEST, bytes]]);
    const pack: Package = { judge, name: CMI5_MANIFEST, root: '', files: new Map(), kept };
    readCmi5(pack);
    return readXml(judge, CMI5_MANIFEST, bytes);
  });

async function judged(read: (judge: Judge) => Promise<XmlNode>): Promise<CourseOpened> {
  const judge = new Judge();
  try {
    const top = await read(judge);
    return judge.gathered.length === 0 ? { top, refusals: null } : { top: null, refusals: judge.gathered };
  } catch (error) {
    if (error instanceof Refused) return { top: null, refusals: [error.refusal] };
    throw error;
  }
}
