// The young person's pages: an entry and a build of its own, without the design kit, so that they stay small.
import vue from '@vitejs/plugin-vue'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { interpretedTypebox } from './plugins.ts'

export default defineConfig({
  root: resolve(import.meta.dirname, 'src/me'),
  base: '/me/',
  publicDir: false,
  cacheDir: resolve(import.meta.dirname, 'node_modules/.vite-me'),
  plugins: [interpretedTypebox(), vue()],
  build: { outDir: resolve(import.meta.dirname, 'dist/me'), emptyOutDir: true },
})
