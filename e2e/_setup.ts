import { buildAssets } from '../scripts/assets.ts';
import { buildProgram } from '../scripts/build.ts';
import { startProduct } from './_product.ts';

/** One product for all the journeys that need no world of their own. */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env.E2E_URL) return async () => undefined;
  await Promise.all([buildAssets(), buildProgram()]);
  const { url, stop } = await startProduct();
  process.env.E2E_URL = url;
  return stop;
}
