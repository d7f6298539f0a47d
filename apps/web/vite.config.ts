import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { pagePlugins, serviceWorker } from './plugins.ts'

/** The folder is shared with the young person's pages (vite.me.config.ts), so each build sweeps only what it made itself. */
const sweep: Plugin = {
  name: 'sweep',
  apply: 'build',
  buildStart: () => {
    rmSync(resolve(import.meta.dirname, 'dist/assets'), { recursive: true, force: true })
  },
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [...pagePlugins(), sweep, serviceWorker()],
  build: {
    emptyOutDir: false,
    chunkSizeWarningLimit: 700,
    // The list of what every page needs weighed 10 kB, on every page. The pages at the door still fetch theirs in one go; others ask twice.
    modulePreload: {
      resolveDependencies: (page, needs, { hostType }) =>
        hostType === 'html' || /\/(DayPage|VisitRecordPage|SignInPage)-/.test(page) ? needs : needs.filter((file) => file.endsWith('.css')),
    },
  },
  server: {
    proxy: {
      '/api': `http://localhost:${process.env.API_PORT ?? 3000}`,
      // The young person's pages are served by a build of their own (see packages/config/dev.ts).
      '^/me(/|$)': {
        target: `http://localhost:${process.env.ME_PORT ?? 5174}`,
        ws: true,
        rewrite: (path) => path.replace(/^\/me$/, '/me/'),
      },
    },
  },
})
