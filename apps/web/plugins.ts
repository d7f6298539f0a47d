// What turns sources into pages, for the build and for component tests alike.
import tailwind from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { resolve } from 'node:path'
import type { Plugin, PluginOption } from 'vite'
import type { CompilerOptions } from 'vue/compiler-sfc'

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

/**
 * The service worker, written when the pages are: it names every file of this build, and its version is the digest of them all, so that
 * any change is a new version. `/` is the page itself.
 */
export const serviceWorker = (): Plugin => {
  let folder = ''
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: ({ root, build }) => void (folder = resolve(root, build.outDir)),
    writeBundle: {
      order: 'post',
      handler() {
        const own = globSync('assets/*', { cwd: folder })
        const kept = ['index.html', 'icon.svg', 'icon-192.png', 'manifest.webmanifest', ...own].sort()
        const digest = createHash('sha256')
        for (const file of kept) digest.update(file).update(readFileSync(resolve(folder, file)))
        const files = kept.map((file) => (file === 'index.html' ? '/' : `/${file}`))
        const head = `const files = ${JSON.stringify(files)}\nconst version = '${digest.digest('hex').slice(0, 16)}'\n`
        const worker = stripTypeScriptTypes(readFileSync(resolve(source, 'sw/worker.ts'), 'utf8'))
        writeFileSync(resolve(folder, 'sw.js'), head + worker)
      },
    },
  }
}

/**
 * So that a browser can bring windows back after a crash it writes what stands in their boxes to the disk, in plain words, unless the box says
 * that it should not (HTML, autocomplete). What people tell us is on no disk but in a vault: every form and every box for words says so, unless
 * it says something else.
 */
const leftOnNoDisk: NonNullable<CompilerOptions['nodeTransforms']>[number] = (node) => {
  if (node.type !== 1 || (node.tag !== 'form' && node.tag !== 'textarea')) return
  if (node.props.some(({ type, name }) => type === 6 && name === 'autocomplete')) return
  const { loc } = node
  node.props.unshift({ type: 6, name: 'autocomplete', nameLoc: loc, value: { type: 2, content: 'off', loc }, loc })
}

export const templates = (): PluginOption => vue({ template: { compilerOptions: { nodeTransforms: [leftOnNoDisk] } } })

export const pagePlugins = (): PluginOption[] => [interpretedTypebox(), icons(), templates(), tailwind()]
