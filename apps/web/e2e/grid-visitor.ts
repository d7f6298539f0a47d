// A person of the demonstration who asks the API by themselves: for real addresses to look at, and for what is not there yet.
import type { Session } from '@modulus/contracts/session.ts'
import type { BrowserContext } from 'playwright-core'
import { v7 as newId } from 'uuid'
import type { Product, Watched } from './harness.ts'

export class Visitor {
  readonly name: string
  readonly at: Watched
  /** Someone who is signed in on this page. */
  constructor(name: string, at: Watched) {
    this.name = name
    this.at = at
  }
  get context(): BrowserContext {
    return this.at.page.context()
  }

  /** `name` is the first part of a demonstration address. */
  static async arrives(product: Product, name: string): Promise<Visitor> {
    const { at } = await product.signedIn(`${name}@demo.modulus.test`)
    return new Visitor(name, at)
  }
  /** A young person of the demonstration, who comes in by the link that their worker sends and the mailbox shows. */
  static async young(product: Product, worker: Visitor): Promise<Visitor> {
    const someone = (await worker.items<{ participant: { id: string } }>('/placements'))[0]
    if (!someone) throw new Error(`${worker.name} sees nobody on a placement.`)
    const { sentTo } = (await worker.send('POST', `/participants/${someone.participant.id}/link`, {
      email: `young-${newId()}@demo.modulus.test`,
    })) as { sentTo: string }
    const context = await product.context()
    const at = await product.visit(await worker.linkIn('/me/link/', sentTo), { context })
    await at.page.getByRole('button', { name: 'Open my page' }).click()
    await at.page.waitForURL((url) => !url.pathname.includes('/link/'))
    return new Visitor('young person', at)
  }

  /** What the API answers them; undefined where it refuses. */
  async get<T>(path: string): Promise<T | undefined> {
    const answer = await this.context.request.get(`${this.at.origin}/api${path}`)
    return answer.ok() ? ((await answer.json()) as T) : undefined
  }
  items = async <T>(path: string): Promise<T[]> => (await this.get<{ items: T[] }>(path))?.items ?? []
  session = async () => (await this.get<Session>('/session'))!

  /** A write as their own pages would make it; a Buffer is a file. */
  async send(method: 'POST' | 'PUT', path: string, data: unknown): Promise<unknown> {
    const answer = await this.context.request.fetch(`${this.at.origin}/api${path}`, {
      method,
      data,
      headers: { origin: this.at.origin, ...(Buffer.isBuffer(data) ? { 'content-type': 'application/octet-stream' } : {}) },
    })
    if (!answer.ok()) throw new Error(`${this.name}: ${method} ${path} ${answer.status()} ${await answer.text()}`)
    return answer.status() === 204 ? undefined : answer.json()
  }
  /** The path of a link in the newest message to an address, as the mailbox shows it. */
  async linkIn(start: string, to: string): Promise<string> {
    const written = (await this.items<{ to: string; body: string }>('/messages')).find((one) => one.to === to)
    const path = new RegExp(`${start}[\\w-]+`).exec(written?.body ?? '')?.[0]
    if (!path) throw new Error(`The mailbox of ${this.name} holds no link ${start} to ${to}.`)
    return path
  }
}
