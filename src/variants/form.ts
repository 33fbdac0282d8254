import type { Hints } from './model/choose.ts';

/** Asked of the browser with the page, for the pages after: only some answer, and only over https. */
export const ASKED_HINTS = 'ECT, Downlink, Device-Memory, Sec-CH-Device-Memory, DPR, Sec-CH-DPR, Sec-CH-Viewport-Width';
/** What the answer depends on: a cache between keeps one a device. */
export const VARY_ON = `Save-Data, ${ASKED_HINTS}`;

const NETWORKS = ['slow-2g', '2g', '3g', '4g'] as const;
const HIGHEST = 100_000;

/** Anything may be written in a header: what is not a plausible figure is as if it were absent. */
function figure(text: string | undefined): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) && value > 0 && value <= HIGHEST ? value : null;
}

export function readHints(header: (name: string) => string | undefined): Hints {
  const width = figure(header('sec-ch-viewport-width'));
  const density = figure(header('sec-ch-dpr') ?? header('dpr')) ?? 1;
  return {
    saveData: header('save-data')?.toLowerCase() === 'on',
    effectiveType: NETWORKS.find((one) => one === header('ect')) ?? null,
    downlink: figure(header('downlink')),
    memoryGib: figure(header('sec-ch-device-memory') ?? header('device-memory')),
    screenWidth: width === null ? null : width * density,
  };
}
