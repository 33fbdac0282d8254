import { type Found, NOTHING_FOUND } from '../../model/verdict.ts';
import { needTarget, type Package } from '../package.ts';

export const WEB_PAGE = 'index.html';

/** A page that opens an immersive session: A-Frame, or the browser's own interface. Source: W3C WebXR Device API. */
const IMMERSIVE = /<a-scene[\s>]|navigator\.xr\b|\bXRSession\b|VRButton|immersive-(?:vr|ar)/;

export const isImmersive = (page: Buffer): boolean => IMMERSIVE.test(page.toString('utf8'));

/** @returns what the page says of itself; what it calls must be in the package */
export function readWebxr(pack: Package, page: Buffer): Found {
  const file = pack.root + WEB_PAGE;
  const html = page.toString('utf8').replace(/<!--[\s\S]*?-->/g, '');
  for (const [, reference = ''] of html.matchAll(
    /<(?:script|img|a-asset-item|audio|video|source|link)\b[^>]{0,2000}?\s(?:src|href)=["']([^"'#][^"']{0,2000})["']/gi,
  ))
    needTarget(pack, file, pack.root, reference);
  const title = /<title[^>]{0,200}>([^<]{1,300})<\/title>/i.exec(html)?.[1]?.replace(/\s+/g, ' ').trim();
  const language = /<html\b[^>]{0,500}?\slang=["']([\w-]{2,35})["']/i.exec(html)?.[1];
  return { ...NOTHING_FOUND, title: title ?? null, languages: language ? [language] : [] };
}
