import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A Chromium for the journeys: one that is there, else Debian's package when root, else Playwright's own download.
 *
 * @throws Error that says what to install: a journey is never skipped in silence
 */
export function findChromium(): string {
  const given = process.env.CHROMIUM_PATH;
  if (given) return given;
  const there = () => [...KNOWN, chromium.executablePath()].find((path) => existsSync(path));
  return there() ?? installed(there);
}

function installed(there: () => string | undefined): string {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('• Installation de Chromium (paquet Debian)…');
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  if (!there()) {
    console.log('• Téléchargement de Chromium par Playwright…');
    try {
      execFileSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'], {
        stdio: 'inherit',
      });
    } catch {
      // Said below, with what to do.
    }
  }
  const found = there();
  if (found) return found;
  throw new Error(
    'No Chromium for the browser journeys: install Chromium or Chrome, or give its path in CHROMIUM_PATH.',
  );
}
