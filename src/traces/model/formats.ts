import { at, type Check, type FaultCode, fault, isObject } from './check.ts';

/** A text of this form. Every expression here is linear: no form lets a long text take more than one pass. */
function textLike(code: FaultCode, fits: (value: string) => boolean): Check {
  return (value) => {
    if (typeof value !== 'string') return fault(value === null ? 'null' : 'not-a-text');
    return fits(value) ? null : fault(code);
  };
}

/** RFC 3987 with a scheme: no space, no delimiter of RFC 2396, and `%` before two hexadecimal digits only. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what an IRI may not hold.
const IRI = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[^\s\x00-\x20<>"{}|\\^`%]|%[0-9A-Fa-f]{2})+$/;
const URI = /^[\x21-\x7e]+$/;
export const isIri = (value: string): boolean => IRI.test(value);
export const iri = textLike('iri', isIri);
export const uri = textLike('uri', (value) => isIri(value) && URI.test(value));

/** `mailto:` and one address (RFC 6068): IRIs of people who may have accents. */
const MAILTO = /^mailto:[^\s@<>()[\]\\,;:"?&]+@[^\s@<>()[\]\\,;:"?&/]+$/;
export const mailto = textLike('mailto', (value) => MAILTO.test(value));
export const sha1 = textLike('sha1', (value) => /^[0-9A-Fa-f]{40}$/.test(value));

/** SHA-224, 256, 384 or 512, in hexadecimal. */
const SHA2_LENGTHS = new Set([56, 64, 96, 128]);
export const sha2 = textLike('sha2', (value) => SHA2_LENGTHS.has(value.length) && /^[0-9A-Fa-f]+$/.test(value));

const UUID = /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/;
export const isUuid = (value: string): boolean => UUID.test(value);
export const uuid = textLike('uuid', isUuid);

/** RFC 5646 section 2.1: language, script, region, variants, extensions, private use; or a tag kept from before. */
const LANGTAG =
  /^(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?$/i;
const PRIVATE_USE = /^x(?:-[a-z\d]{1,8})+$/i;
const GRANDFATHERED = new Set(
  'en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu sgn-be-fr sgn-be-nl sgn-ch-de art-lojban cel-gaulish no-bok no-nyn zh-guoyu zh-hakka zh-min zh-min-nan zh-xiang'.split(
    ' ',
  ),
);
const LANGUAGE_MAX = 200;
export const isLanguage = (value: string): boolean =>
  value.length <= LANGUAGE_MAX &&
  (LANGTAG.test(value) || PRIVATE_USE.test(value) || GRANDFATHERED.has(value.toLowerCase()));
export const language = textLike('language', isLanguage);

export const languageMap: Check = (value, edition) => {
  if (!isObject(value)) return fault(value === null ? 'null' : 'not-an-object');
  const tags = Object.keys(value);
  if (tags.length === 0) return fault('empty');
  for (const tag of tags) {
    const found = language(tag, edition) ?? (typeof value[tag] === 'string' ? null : fault(nullOr(value[tag])));
    if (found !== null) return at(tag, found);
  }
  return null;
};
const nullOr = (value: unknown): FaultCode => (value === null ? 'null' : 'not-a-text');

/** Keys are IRIs; values are free, null included. */
export const extensions: Check = (value) => {
  if (!isObject(value)) return fault(value === null ? 'null' : 'not-an-object');
  for (const key of Object.keys(value)) if (!isIri(key)) return at(key, fault('iri'));
  return null;
};

/** ISO 8601:2004 section 4.4.3.2: weeks alone, or the rest in order; a fraction on the last number only. */
const DURATION =
  /^P(?:\d+(?:[.,]\d+)?W|(?=\d|T\d)(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?D)?(?:T(?=\d)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?)$/;
export const duration = textLike(
  'duration',
  (value) => DURATION.test(value) && !/[.,]\d+[A-Z].*\d/.test(value) && value.length <= 200,
);

/** RFC 2045: `type/subtype`, with parameters. */
const MEDIA_TYPE = /^[A-Za-z0-9!#$&^_.+-]+\/[A-Za-z0-9!#$&^_.+-]+(?:\s*;.*)?$/;
export const mediaType = textLike('media-type', (value) => MEDIA_TYPE.test(value));

/** Version of a statement: that of its edition; 2.0 also takes statements made for 1.0. */
export const version: Check = (value, edition) => {
  if (typeof value !== 'string') return fault(nullOr(value));
  const fits = edition === '2.0' ? /^(?:1|2)\.0(?:\.\d+)?$/ : /^1\.0(?:\.\d+)?$/;
  return fits.test(value) ? null : fault('version', edition === '2.0' ? '2.0.x, 1.0.x' : '1.0, 1.0.x');
};
