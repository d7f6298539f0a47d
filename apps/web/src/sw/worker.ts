// The service worker: keeps the pages themselves, so that they open without signal. It holds files of the build and nothing else: no answer
// of the API, no word about anybody. The build writes the two constants (plugins.ts).
declare const files: string[]
declare const version: string
interface Waitable extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Waitable {
  request: Request
  respondWith(answer: Promise<Response>): void
}
interface Worker {
  addEventListener(name: 'install' | 'activate', listen: (event: Waitable) => void): void
  addEventListener(name: 'fetch', listen: (event: Fetching) => void): void
  addEventListener(name: 'message', listen: (event: MessageEvent) => void): void
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
}
const worker = globalThis as unknown as Worker
const own = `modulus-${version}`
/** The server's answers, and pages of another build. */
const elsewhere = /^\/(api|me)(\/|$)/

worker.addEventListener('install', (event) => {
  // All or none: half a version is no version. Asked past the browser's own cache, which may hold an older index.
  const keep = async () => (await caches.open(own)).addAll(files.map((file) => new Request(file, { cache: 'reload' })))
  event.waitUntil(keep())
})
worker.addEventListener('activate', (event) => {
  const tidy = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('modulus-') && name !== own)
    // The version before stays: windows that are open with it still ask for its pieces.
    await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)))
    await worker.clients.claim()
  }
  event.waitUntil(tidy())
})
worker.addEventListener('message', ({ data }) => {
  if (data === 'take over') void worker.skipWaiting()
})
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin || elsewhere.test(pathname)) return
  if (request.mode === 'navigate') return event.respondWith(page(request))
  if (files.includes(pathname) || pathname.startsWith('/assets/')) event.respondWith(piece(request))
})

/** The page and its pieces are of one version, so the kept page comes first; the next version is offered, not forced. */
const page = async (request: Request) => (await (await caches.open(own)).match('/')) ?? fetch(request)
const piece = async (request: Request) => (await (await caches.open(own)).match(request)) ?? (await caches.match(request)) ?? fetch(request)
