import { defineConfig } from 'vitest/config'
import { LongestFirst } from './longest-first.ts'
import { pagePlugins } from '../../apps/web/plugins.ts'

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'api',
          root: 'apps/api',
          include: ['src/**/*.test.ts', '../../packages/contracts/src/**/*.test.ts'],
          globalSetup: ['src/testing/global.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        plugins: pagePlugins(),
        test: { name: 'web', root: 'apps/web', include: ['src/**/*.test.ts'], environment: 'happy-dom', testTimeout: 15_000 },
      },
      {
        test: {
          name: 'e2e',
          root: 'apps/web',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/made-once.ts'],
          testTimeout: 180_000,
          hookTimeout: 240_000,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
