import type { Config } from '../kernel/config.ts';

/**
 * Where packages are played: another origin than the site's, so that a foreign page shares with it neither cookie nor memory. `*`
 * stands for the resource: each one has its own origin. On a laptop, names under `localhost` need no setting.
 *
 * @returns `null`: this installation has none, and packages are not opened
 */
function patternOf({ PLAYER_ORIGIN, PUBLIC_URL }: Config): URL | null {
  if (PLAYER_ORIGIN) return new URL(PLAYER_ORIGIN.replace('*', STAR));
  const site = new URL(PUBLIC_URL);
  return site.hostname === 'localhost' ? new URL(`${site.protocol}//${STAR}.localhost:${site.port}`) : null;
}
const STAR = 'xx-ressource-xx';

export const contentOrigin = (config: Config, arkName: string): string | null =>
  patternOf(config)?.origin.replace(STAR, arkName) ?? null;

/** Whether a request came to the place where packages are played. @returns the resource that its host names, `''` when none is named */
export function contentHost(config: Config, host: string): string | null {
  const pattern = patternOf(config);
  if (pattern === null) return null;
  const [before = '', after] = pattern.host.split(STAR);
  if (after === undefined) return host === before ? '' : null;
  const name = host.slice(before.length, host.length - after.length);
  return host === before + name + after && /^[a-z0-9]{1,63}$/.test(name) ? name : null;
}
