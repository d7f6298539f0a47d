import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { pagePlugins } from './plugins.ts'

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
  plugins: [...pagePlugins(), sweep],
  build: { emptyOutDir: false, chunkSizeWarningLimit: 700 },
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
