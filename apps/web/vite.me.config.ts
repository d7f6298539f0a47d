// The young person's pages: an entry and a build of its own, without the design kit, so that they stay small.
import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { interpretedTypebox, templates } from './plugins.ts'

export default defineConfig({
  root: resolve(import.meta.dirname, 'src/me'),
  base: '/me/',
  publicDir: false,
  cacheDir: resolve(import.meta.dirname, 'node_modules/.vite-me'),
  plugins: [interpretedTypebox(), templates()],
  build: { outDir: resolve(import.meta.dirname, 'dist/me'), emptyOutDir: true },
})
