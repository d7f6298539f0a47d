// What turns sources into pages, for the build and for component tests alike.
import tailwind from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import type { Plugin, PluginOption } from 'vite'

const source = resolve(import.meta.dirname, 'src')

/** typebox/compile makes code from text, which the policy of the pages refuses; in the browser its interpreter takes its place. */
export const interpretedTypebox = (): Plugin => ({
  name: 'interpreted-typebox',
  enforce: 'pre',
  resolveId: (id) => (id === 'typebox/compile' ? resolve(source, 'lib/typebox-interpreted.ts') : undefined),
})

interface Lucide {
  icons: Record<string, { body: string }>
  aliases: Record<string, { parent: string }>
}

/** Every icon named in a source ("i-lucide-house"), as one picture file of our own: no script to carry them, nothing to ask the internet for. */
function drawIcons(): string {
  const lucide = createRequire(import.meta.url)('@iconify-json/lucide/icons.json') as Lucide
  const text = globSync('**/*.{vue,ts}', { cwd: source })
    .map((file) => readFileSync(resolve(source, file), 'utf8'))
    .join()
  const names = [...new Set(text.match(/i-lucide-[a-z0-9](?:[a-z0-9-]*[a-z0-9])?/g))].map((name) => name.slice('i-lucide-'.length)).sort()
  const symbols = names.map((name) => {
    const icon = lucide.icons[name] ?? lucide.icons[lucide.aliases[name]?.parent ?? '']
    if (!icon) throw new Error(`There is no Lucide icon "${name}".`)
    return `<symbol id="${name}" viewBox="0 0 24 24">${icon.body}</symbol>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`
}

/** import address from 'virtual:icons': where the picture file is. */
const icons = (): Plugin => {
  let building = false
  return {
    name: 'icons',
    config: (_, { command }) => void (building = command === 'build'),
    resolveId: (id) => (id === 'virtual:icons' ? '\0icons' : undefined),
    load(id) {
      if (id !== '\0icons') return
      if (!building) return 'export default "/@icons.svg"'
      const file = this.emitFile({ type: 'asset', name: 'icons.svg', source: drawIcons() })
      return `export default import.meta.ROLLUP_FILE_URL_${file}`
    },
    configureServer: (server) =>
      void server.middlewares.use('/@icons.svg', (_request, response) =>
        response.setHeader('content-type', 'image/svg+xml').end(drawIcons()),
      ),
  }
}

export const pagePlugins = (): PluginOption[] => [interpretedTypebox(), icons(), vue(), tailwind()]
