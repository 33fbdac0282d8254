/** Light or dark as the person chose; `null`: as their system does. */
export type Theme = 'light' | 'dark';

export const THEME_COOKIE = 'theme';
export const THEME_SECONDS = 365 * 24 * 3600;

export const themeOf = (text: string | undefined): Theme | null => (text === 'light' || text === 'dark' ? text : null);

/** The page to come back to, or the home when the text is not a path of this site: never an open redirect. */
export function localPath(text: string): string {
  if (!/^\/(?![/\\])/.test(text)) return '/';
  const url = new URL(text, 'http://site.invalid');
  return url.host === 'site.invalid' ? url.pathname + url.search : '/';
}
