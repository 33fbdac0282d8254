/**
 * Where to return after sign-in: a path of this site, whatever was asked.
 *
 * Refused: other hosts (`//evil`, `/\evil`, `https:`), control characters that browsers drop (`/\t/evil`), sign-in pages.
 */
export function backPath(asked: string | null | undefined): string {
  if (!asked || asked.length > 1000 || !/^\/(?![/\\])/.test(asked) || hasControl(asked) || asked.includes('\\'))
    return '/';
  const here = 'https://deffinum.invalid';
  if (!URL.canParse(asked, here)) return '/';
  const url = new URL(asked, here);
  if (url.origin !== here || url.pathname.startsWith('//')) return '/';
  return /^\/(connexion|deconnexion|inscription|api)(\/|$)/.test(url.pathname) ? '/' : url.pathname + url.search;
}

const hasControl = (text: string) => [...text].some((char) => char.charCodeAt(0) < 32 || char.charCodeAt(0) === 127);
