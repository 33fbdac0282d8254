import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ZipFile } from 'yazl';
import { ASSETS_DIR } from '../ui/assets.ts';
import { asset } from '../ui/index.ts';
import { OPEN_PATH } from './model/dispatch.ts';

export type Edition = 'scorm-1.2' | 'scorm-2004';

export interface Thin {
  readonly edition: Edition;
  readonly dispatchId: string;
  readonly key: string;
  readonly title: string;
  /** Address of this installation. */
  readonly home: string;
  readonly at: Date;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);

const NAMESPACES: Readonly<Record<Edition, string>> = {
  'scorm-1.2':
    'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"',
  'scorm-2004':
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"',
};

/** Sources: SCORM 1.2 Content Aggregation Model, 2.3; SCORM 2004 4th edition, CAM 3.4. */
function manifestOf({ edition, dispatchId, title }: Thin): string {
  const sco = edition === 'scorm-1.2' ? 'adlcp:scormtype' : 'adlcp:scormType';
  const version = edition === 'scorm-1.2' ? '1.2' : '2004 4th Edition';
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="deffinum-${dispatchId}" version="1" ${NAMESPACES[edition]}>
 <metadata><schema>ADL SCORM</schema><schemaversion>${version}</schemaversion></metadata>
 <organizations default="O1"><organization identifier="O1"><title>${escaped(title)}</title>
  <item identifier="I1" identifierref="R1"><title>${escaped(title)}</title></item></organization></organizations>
 <resources><resource identifier="R1" type="webcontent" ${sco}="sco" href="index.html">
  <file href="index.html"/><file href="emporter.js"/></resource></resources>
</manifest>
`;
}

/** Its script names its language on the page itself. One button: the resource opens in a window of its own, where it has its origin and the whole screen. */
const launchPage = ({ dispatchId, key, title, home }: Thin) => `<!doctype html>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<main lang="fr"><h1>${escaped(title)}</h1>
<p>Cette ressource s’ouvre dans une nouvelle fenêtre. Laissez cette page ouverte : elle transmet votre avancement à votre plateforme.</p>
<form id="ouvrir" action="${escaped(home + OPEN_PATH)}" method="post" target="deffinum-${dispatchId}" data-home="${escaped(new URL(home).origin)}">
<input type="hidden" name="paquet" value="${dispatchId}"><input type="hidden" name="cle" value="${escaped(key)}">
<input type="hidden" name="hote" value=""><input type="hidden" name="apprenant" value="">
<button type="submit">Ouvrir la ressource</button></form>
<p id="dit" role="status"></p></main>
<script src="emporter.js" type="module"></script>
`;

/** A package of a few kilobytes that any platform takes for a module, and that holds none of it. */
export async function thinPackage(thin: Thin): Promise<Buffer> {
  const zip = new ZipFile();
  const options = { mtime: thin.at, compress: true };
  zip.addBuffer(Buffer.from(manifestOf(thin)), 'imsmanifest.xml', options);
  zip.addBuffer(Buffer.from(launchPage(thin)), 'index.html', options);
  zip.addBuffer(readFileSync(join(ASSETS_DIR, basename(asset('emporter.js')))), 'emporter.js', options);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
