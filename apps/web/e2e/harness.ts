// The whole product, started as a person would start it, looked at in a real browser.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { expect, inject } from 'vitest'
import { launch } from './browser.ts'

const root = resolve(import.meta.dirname, '../../..')
export const phone = { width: 390, height: 844 }
export const desktop = { width: 1360, height: 900 }

export interface Look {
  width?: number
  height?: number
  dark?: boolean
  context?: BrowserContext
}

export const lookOf = ({ width = desktop.width, height = 900, dark = false }: Look = {}) => ({
  viewport: { width, height },
  colorScheme: dark ? ('dark' as const) : ('light' as const),
  locale: 'en-GB',
  timezoneId: 'Europe/London',
  reducedMotion: 'reduce' as const,
})

/** The tests look at more records in a minute than a person does; what the limits do is tested beside them. */
const unhurried = { RECORDS_IN_TEN_MINUTES: '100000', REQUESTS_PER_MINUTE: '100000', ADDRESS_REQUESTS_PER_MINUTE: '100000' }

/** A page that remembers every address it asked for, and everything that was refused or broke. */
export class Watched {
  readonly page: Page
  readonly origin: string
  readonly asked: string[] = []
  readonly refused: string[] = []
  readonly failed: string[] = []
  private readonly onTheWay = new Set<Request>()
  constructor(page: Page, origin: string) {
    this.page = page
    this.origin = origin
    page.setDefaultTimeout(15_000)
    page.on('request', (request) => {
      this.asked.push(request.url())
      this.onTheWay.add(request)
    })
    const arrived = (request: Request) => void this.onTheWay.delete(request)
    page.on('requestfinished', arrived).on('requestfailed', arrived)
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted ?(Type|HTML|Script)/i.test(message.text())) this.refused.push(message.text())
    })
    page.on('pageerror', (error) => void this.failed.push(error.stack ?? error.message))
  }

  /** Opens an address and waits until what it asked for is there and shown: the same as settled(), without half a second to make sure. */
  async open(path: string) {
    this.onTheWay.clear() // whatever the page before was still waiting for goes with it
    await this.page.goto(this.origin + path)
    for (let quiet = 0; quiet < 3; quiet = this.onTheWay.size === 0 ? quiet + 1 : 0) await this.page.waitForTimeout(40)
    await shown(this.page)
  }

  /** Nothing was asked of another origin, nothing was refused by the policy, nothing threw. */
  clean() {
    const elsewhere = this.asked.filter((url) => !url.startsWith(this.origin) && !/^(data|blob):/.test(url))
    expect({ elsewhere, refused: this.refused, failed: this.failed }).toEqual({ elsewhere: [], refused: [], failed: [] })
  }
}

export class Product {
  origin = ''
  private server: ChildProcess | undefined
  private browser: Browser | undefined
  readonly data = mkdtempSync(join(tmpdir(), 'modulus-e2e-'))
  /** The folder of its database's socket, for a test that must make time go by. */
  readonly database = join(this.data, 'postgres')

  /** Starts with nothing there, and stops when the demonstration is loaded. Its folder stays. */
  static async firstStart(): Promise<Product> {
    const product = new Product()
    try {
      await product.serve({})
    } catch (error) {
      await product.stop()
      throw error
    }
    await product.end()
    return product
  }

  /** Starts apps/api/src/start.ts on a free port with a data folder of its own: pages, database, demonstration. */
  static async start(env: Record<string, string> = {}): Promise<Product> {
    const product = new Product()
    // With its owners: run by root, the database belongs to another account.
    if (!env.DATABASE_URL) execFileSync('cp', ['-Rp', `${inject('madeOnce')}/.`, product.data])
    try {
      await product.serve(env)
      product.browser = await launch()
    } catch (error) {
      await product.stop()
      throw error
    }
    return product
  }

  private constructor() {
    chmodSync(this.data, 0o711) // run by root, the database works for another account, which must get in
  }

  /** The power goes, so that nothing is said or put away, and comes back. The database lived on, as one on another machine would. */
  async powerCut() {
    const server = this.server!
    const gone = new Promise((ok) => server.once('exit', ok))
    server.kill('SIGKILL')
    await gone
    await this.serve({}, Number(new URL(this.origin).port))
  }

  private async serve(env: Record<string, string>, at?: number) {
    const port = at ?? (await freePort())
    this.origin = `http://localhost:${port}`
    const server = spawn(process.execPath, ['--max-semi-space-size=4', 'apps/api/src/start.ts'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: '', ...unhurried, ...env, PORT: String(port), DATA_DIR: this.data }, // as a person's shell would be, not a test's
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.server = server
    let said = ''
    const listen = (text: Buffer) => {
      said = (said + text.toString()).slice(-4000)
    }
    server.stdout!.on('data', listen)
    server.stderr!.on('data', listen)
    let ended = false
    server.once('exit', () => {
      ended = true
    })
    while (!(await this.answers())) {
      if (ended) throw new Error(`npm start ended before it was ready:\n${said}`)
      await new Promise((go) => setTimeout(go, 200))
    }
  }
  private answers = () =>
    fetch(`${this.origin}/api/session`).then(
      (response) => response.status === 401,
      () => false,
    )

  async stop() {
    await this.browser?.close()
    await this.end()
    rmSync(this.data, { recursive: true, force: true })
  }
  private async end() {
    const server = this.server
    if (server && server.exitCode === null) {
      const gone = new Promise((ok) => server.once('exit', ok))
      server.kill('SIGINT')
      await gone
    }
  }

  context(look: Look = {}): Promise<BrowserContext> {
    return this.browser!.newContext(lookOf(look))
  }

  /** Opens an address, in a fresh browser unless one is given, and waits until nothing is on its way. */
  async visit(path: string, look: Look = {}): Promise<Watched> {
    const context = look.context ?? (await this.context(look))
    const page = await context.newPage()
    const watched = new Watched(page, this.origin)
    await page.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error(
          `Content Security Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample} ${event.sourceFile}:${event.lineNumber}`,
        ),
      ),
    )
    await page.goto(this.origin + path)
    await settled(page)
    return watched
  }

  /** A browser in which this person is signed in, through the sign-in page itself. */
  async signedIn(email: string, look: Look = {}): Promise<{ context: BrowserContext; at: Watched }> {
    const context = look.context ?? (await this.context(look))
    const at = await this.visit('/signin', { context })
    const { accounts, password } = (await (await fetch(`${this.origin}/api/session/demo`)).json()) as {
      accounts: { email: string }[]
      password: string
    }
    if (!accounts.some((one) => one.email === email))
      throw new Error(`${email} is no demonstration account; there are ${accounts.map((one) => one.email).join(', ')}.`)
    await at.page.getByLabel('E-mail').fill(email)
    await at.page.getByLabel('Password').fill(password)
    await at.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await at.page.waitForURL((url) => url.pathname !== '/signin')
    await settled(at.page)
    return { context, at }
  }
}

const freePort = () =>
  new Promise<number>((ok) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => ok(port))
    })
  })

/** Nothing is loading any more, as a person would see it. */
export async function settled(page: Page) {
  await page.waitForLoadState('networkidle')
  await shown(page)
}
/** There is a heading, and no skeleton holds a place any more. */
const shown = (page: Page) =>
  page.waitForFunction(
    () => document.querySelector('h1') !== null && document.querySelector('[role=status] > .vh + [aria-hidden=true]') === null,
    undefined,
    { timeout: 15_000 },
  )
