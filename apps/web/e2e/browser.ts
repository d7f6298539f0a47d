// Finds a browser, or fetches one; a missing browser is a failure said in one sentence.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core'

const root = resolve(import.meta.dirname, '../../..')
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const find = () => [...usual, chromium.executablePath()].find((path) => path && existsSync(path))
const attempt = (file: string, ...args: string[]) => spawnSync(file, args, { cwd: root, stdio: 'ignore', timeout: 240_000 }).status === 0

/** CHROMIUM_PATH when it is set, else what this machine has, else Playwright's own download, else the system's package (as root). */
function browserPath(): string {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH says ${named}, and there is no browser there.`)
    return named
  }
  let path = find()
  if (!path && attempt(process.execPath, 'node_modules/playwright-core/cli.js', 'install', 'chromium')) path = find()
  if (!path && process.getuid?.() === 0) {
    attempt('apt-get', 'update', '-q')
    if (attempt('apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-liberation')) path = find()
  }
  if (!path) throw new Error('No browser was found: install Chromium, or say where it is with CHROMIUM_PATH.')
  return path
}

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: browserPath(), args: quiet, headless: true })
/** A browser with a folder of its own, as a person's phone has: what it keeps there is still there when it is opened again. */
export const launchIn = (folder: string, options: BrowserContextOptions): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { executablePath: browserPath(), args: quiet, headless: true, ...options })
