import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../scripts/chromium.ts';

/** Address of the product started by `_setup.ts`. */
export const SITE = process.env.E2E_URL ?? 'http://localhost:3000';
const SHOTS = join(import.meta.dirname, '../var/screenshots');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const PHONE = { width: 360, height: 740 } as const;
export const DESKTOP = { width: 1280, height: 900 } as const;
export type Scheme = 'light' | 'dark';

/** The four ways in which each page is looked at. */
export const LOOKS = [
  { look: 'phone-light', viewport: PHONE, scheme: 'light' },
  { look: 'phone-dark', viewport: PHONE, scheme: 'dark' },
  { look: 'desktop-light', viewport: DESKTOP, scheme: 'light' },
  { look: 'desktop-dark', viewport: DESKTOP, scheme: 'dark' },
] as const;

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: findChromium(), args: FLAGS });

export interface VisitOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly scheme?: Scheme;
  readonly script?: boolean;
  /** Another product than the one all journeys share. */
  readonly site?: string;
}

/** One person's browser. What goes wrong in any of its pages is gathered, and judged at the end. */
export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Broken scripts, console errors, refusals of the content policy, requests that left this machine. */
  readonly faults: readonly string[];
  /** Opens a path of the site. */
  go(path: string): Promise<void>;
  /** Statuses that this journey asks for on purpose, such as 404 or 422: the browser logs them as errors. */
  expectStatus(...statuses: readonly number[]): void;
  /** The journey cuts the network or stops the product on purpose: what the browser says of it is not a fault. */
  expectCuts(): void;
  /** @throws Error that lists the faults */
  end(): Promise<void>;
}

export async function visit(browser: Browser, options: VisitOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: options.site ?? SITE,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: options.viewport ?? DESKTOP,
    colorScheme: options.scheme ?? 'light',
    reducedMotion: 'reduce',
    javaScriptEnabled: options.script ?? true,
  });
  context.setDefaultTimeout(60_000);
  const faults: string[] = [];
  const expected = new Set<number | 'cut'>();
  context.on('page', (page) => watch(page, faults, expected));
  const page = await context.newPage();
  return {
    context,
    page,
    faults,
    go: async (path) => {
      await page.goto(path, { waitUntil: 'load' });
    },
    expectStatus: (...statuses) => {
      for (const status of statuses) expected.add(status);
    },
    expectCuts: () => expected.add('cut'),
    end: async () => {
      await context.close();
      if (faults.length > 0) throw new Error(`faults in the browser:\n${faults.join('\n')}`);
    },
  };
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

function watch(page: Page, faults: string[], expected: ReadonlySet<number | 'cut'>): void {
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const status = /status of (\d{3})/.exec(message.text())?.[1];
    if (status && expected.has(Number(status))) return;
    if (
      expected.has('cut') &&
      /net::ERR_(CONNECTION_RESET|CONNECTION_REFUSED|EMPTY_RESPONSE|INTERNET_DISCONNECTED)/.test(message.text())
    )
      return;
    faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    // Packages are played under names of this machine.
    const here = LOOPBACK.has(hostname) || hostname.endsWith('.localhost');
    if (/^(https?|wss?):$/.test(protocol) && !here) faults.push(`left: ${request.url()}`);
  });
}

/**
 * @param label the state the page is in, for the message
 * @throws Error with each violation of WCAG 2.2 A or AA, where it is and how to mend it
 */
export async function expectAccessible(page: Page, label: string): Promise<void> {
  // A page that a click has just opened is looked at once it wears its style.
  await page.waitForLoadState('load');
  // The content policy forbids an injected <script>; the debugging protocol evaluates beside the page's own scripts.
  const results = (await page.evaluate(
    `(() => { ${AXE}; return axe.run(document, { runOnly: ${JSON.stringify(WCAG)} }); })()`,
  )) as AxeResults;
  if (results.passes.length === 0) throw new Error(`axe checked nothing on ${label}`);
  if (results.violations.length === 0) return;
  const told = results.violations.flatMap(({ id, help, nodes }) =>
    nodes
      .slice(0, 5)
      .map(({ target, failureSummary }) => `${id} (${help}) ${target.join(' ')}\n   ${failureSummary ?? ''}`),
  );
  throw new Error(`${label}: accessibility faults\n${told.join('\n')}`);
}

/** @throws Error naming what is wider than the screen */
export async function expectNoSideways(page: Page, label: string): Promise<void> {
  const wide = (await page.evaluate(`(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const out = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width + 1);
    return out.slice(0, 5).map((e) => e.tagName + '.' + e.className + ' ' + Math.round(e.getBoundingClientRect().right));
  })()`)) as string[];
  if (wide.length > 0) throw new Error(`${label}: wider than the screen\n${wide.join('\n')}`);
}

/** Into `var/screenshots`, the whole page. */
export async function shot(page: Page, name: string): Promise<void> {
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}
