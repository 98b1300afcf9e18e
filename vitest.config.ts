import { defineConfig } from 'vitest/config';

/** Three levels: `unit` (pure code and fake IndexedDB), `contract` (systems against the sandbox), `browser` (real browsers). */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Nothing here is timed; on a busy machine a property with many cases may take its time.
          testTimeout: 30_000,
          setupFiles: ['tests/patience.ts'],
          include: ['lib/**/*.test.{ts,tsx}', 'components/**/*.test.{ts,tsx}', 'sandbox/**/*.test.ts', 'tests/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          include: [
            'tests/contract/**/*.test.ts',
            'tests/systems/**/*.test.ts',
            'tests/fidelity/**/*.test.ts',
            'tests/engine/**/*.test.ts',
            'tests/sync/**/*.test.ts',
          ],
          // The larger sizes are many times the work.
          testTimeout: process.env.FULL === '1' ? 300_000 : 30_000,
          globalSetup: ['tests/contract/matrix/total.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // They wait more than they work: two at a time, each file with browsers, profiles and stand-ins of its own.
          maxWorkers: 2,
        },
      },
    ],
  },
});
