// What the stories of rights do more than once: a busy day on which the queue waits, and how long after a deed it is felt.
import pg from 'pg'
import type { Response } from 'playwright-core'
import { expect } from 'vitest'
import { Colleague } from './deeds.ts'
import type { Visitor } from './grid-visitor.ts'
import type { Product } from './harness.ts'
import { settled } from './harness.ts'

/** The most that a deed may take to be felt anywhere. */
const most = 5

/** Who takes part, and the young people of Linnbrae by the name they go by. */
export interface Cast {
  product: Product
  owner: Owner
  lead: Colleague
  officer: Colleague
  data: Colleague
  admin: Colleague
  orla: Colleague
  /** The same people, asking the API by themselves. */
  asLead: Visitor
  asOfficer: Visitor
  asData: Visitor
  asAdmin: Visitor
  programmes: Record<string, string>
  people: Record<string, { id: string; reference: string }>
}
export const notYours = 'This is not here, or it is not yours to see.'

/** The database's owner: for what only time can do, and for looking at what the product keeps and shows nobody. */
export class Owner {
  private readonly client: pg.Client
  private constructor(client: pg.Client) {
    this.client = client
  }
  static async of(product: Product): Promise<Owner> {
    const client = new pg.Client({ host: product.database, port: 5432, user: 'modulus_owner', database: 'modulus' })
    await client.connect()
    return new Owner(client)
  }
  query = (text: string, values?: unknown[]) => this.client.query<Record<string, unknown>>(text, values)
  leaves = () => this.client.end()

  /** A busy day: files that are ordered and messages that are written from here on wait in the queue, as they would behind many others. */
  async holdQueue() {
    await this.query(`create or replace function jobs.behind_others() returns trigger language plpgsql as
      $$ begin new.start_after := now() + interval '1 hour'; return new; end $$`)
    await this.query(`create trigger behind_others before insert on jobs.job for each row
      when (new.name in ('export.run', 'message.deliver')) execute function jobs.behind_others()`)
  }
  /** Their turn has come; gives when that was. */
  async letQueueGo(): Promise<number> {
    await this.query('drop trigger behind_others on jobs.job')
    await this.query(
      `update jobs.job set start_after = now() where name in ('export.run', 'message.deliver') and state = 'created' and start_after > now()`,
    )
    return performance.now()
  }
  /** The one row, as soon as it is no longer waiting; and how long that took, in milliseconds. */
  async oncePast(waiting: string[], text: string, values: unknown[], since: number) {
    for (;;) {
      const [row] = (await this.query(text, values)).rows
      if (row && !waiting.includes(String(row.status))) return { row, took: performance.now() - since }
      if (performance.now() - since > 20_000) throw new Error(`Still ${String(row?.status)} after 20 seconds: ${text}`)
      await new Promise((go) => setTimeout(go, 50))
    }
  }
}

/** How long each deed took to be felt, in milliseconds; a text where there was nothing to measure, and why. */
type Felt = Record<'API' | 'screen' | 'queued', number | string>
const table: Record<string, Felt> = {}
export function felt(what: string, row: Felt) {
  table[what] = row
  for (const [where, took] of Object.entries(row))
    if (typeof took === 'number') expect(took, `${what}, ${where}`).toBeLessThanOrEqual(most * 1000)
}
export function printFelt() {
  const said = (one: number | string) => (typeof one === 'number' ? `${(one / 1000).toFixed(2)} s` : one)
  const lines = Object.entries(table).map(
    ([what, row]) => `${what.padEnd(34)} API ${said(row.API).padEnd(8)} screen ${said(row.screen).padEnd(8)} queued: ${said(row.queued)}`,
  )
  console.log(['from the deed’s answer until it was felt:', ...lines].join('\n'))
}

/** Does it on the screen; gives the moment at which the API had answered. */
export async function deed(by: Colleague, address: RegExp, press: () => Promise<unknown>): Promise<number> {
  const isIt = (one: Response) => one.request().method() !== 'GET' && address.test(new URL(one.url()).pathname)
  const [answer] = await Promise.all([by.page.waitForResponse(isIt), press()])
  expect(answer.ok(), `${answer.url()} ${answer.status()}`).toBe(true)
  return performance.now()
}
/** Asks the API as they do, again and again, until it refuses; milliseconds since the deed, and what it said. */
export async function refused(who: Colleague, path: string, since: number) {
  for (;;) {
    const answer = await who.page.context().request.get(`${who.at.origin}/api${path}`)
    const took = performance.now() - since
    if (!answer.ok()) return { took, type: ((await answer.json()) as { type: string }).type.replace('/problems/', '') }
    expect(took, `${path} still answers`).toBeLessThan(most * 1000)
  }
}
/** They come back to the window that stood open: milliseconds since the deed until none of these words is to be seen on it. */
export async function gone(who: Colleague, words: string[], since: number): Promise<number> {
  await who.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await who.page.waitForFunction((words) => !words.some((one) => document.body.innerText.includes(one)), words, {
    polling: 20,
    timeout: most * 1000,
  })
  return performance.now() - since
}
/** These words stand on their screen now, so that they can go. */
export async function shows(who: Colleague, words: string[]) {
  await settled(who.page)
  const screen = await who.page.evaluate(() => document.body.innerText)
  for (const one of words) expect(screen).toContain(one)
}

/** A young person with their own page open on their phone, by a link of their worker. */
export async function ownPage(product: Product, worker: Visitor, participantId: string): Promise<Colleague> {
  const link = await newLink(worker, participantId)
  const young = await Colleague.opens(product, link)
  await young.press('Open my page')
  await young.page.getByRole('heading', { level: 1, name: /^Hi / }).waitFor()
  return young
}
/** The path of a fresh link to their own page; nobody has used it. */
export async function newLink(worker: Visitor, participantId: string): Promise<string> {
  const email = `young-${participantId}@phone.example`
  await worker.send('POST', `/participants/${participantId}/link`, { email })
  return worker.linkIn('/me/link/', email)
}

/** The bytes of what a link on the page gives, as the browser saves them. */
export async function download(at: Colleague, name: string): Promise<Buffer> {
  const [file] = await Promise.all([at.page.waitForEvent('download'), at.page.getByRole('link', { name }).click()])
  const parts: Buffer[] = []
  for await (const part of await file.createReadStream()) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
