import { defineConfig } from 'vitest/config';

const onServer = process.env.TEST_DATABASE_URL !== undefined;

export default defineConfig({
  test: {
    include: process.env.TEST_E2E
      ? ['e2e/**/*.test.ts']
      : ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: [process.env.TEST_E2E ? 'e2e/_setup.ts' : 'tests/setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Patience with a slow machine: what hangs is ended, what is slow is not a fault.
    testTimeout: process.env.TEST_E2E ? 300_000 : 180_000,
    hookTimeout: 300_000,
    passWithNoTests: false,
    sequence: { groupOrder: 0 },
    env: { TEST_TARGET: onServer ? 'server' : 'pglite' },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
});
