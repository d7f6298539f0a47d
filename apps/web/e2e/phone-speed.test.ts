// How quickly the form at the door is there, on a slow phone with a weak signal: before the pages are on the phone, after, and without any signal.
// Printed, and never judged: other people's machines are not this one. The limits only catch what is broken.
import type { CDPSession } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Colleague } from './deeds.ts'
import { phone, Product } from './harness.ts'
import { insideOf, take } from './on-the-phone.ts'

let product: Product
beforeAll(async () => {
  product = await Product.start()
})
afterAll(() => product?.stop())

/** A phone of the cheaper kind, as Lighthouse pictures it: a processor four times slower, 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up. */
async function slowPhone(cdp: CDPSession, on: boolean) {
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: on ? 4 : 1 })
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: on ? 150 : 0,
    downloadThroughput: on ? (1.6 * 1024 * 1024) / 8 : -1,
    uploadThroughput: on ? (750 * 1024) / 8 : -1,
  })
}
interface Seen {
  paint: number
  heading: number
  /** Sum of what each long task took over 50 ms, from the first paint to the heading. */
  blocking: number
}
const middle = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]!

it('the form at the door: first paint and blocking time', async () => {
  const officer = await Colleague.arrives(product, 'officer', phone)
  const { page } = officer,
    context = page.context(),
    cdp = await context.newCDPSession(page)
  await page.addInitScript(() => {
    const seen = { paint: 0, heading: 0, tasks: [] as [number, number][] }
    Object.assign(window, { seen })
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, duration])
    }).observe({ type: 'longtask', buffered: true })
    const look = () => {
      if (document.querySelector('h1')) seen.heading = performance.now()
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  const people = (await (await context.request.get(`${product.origin}/api/offline/pack`)).json()) as { people: { id: string }[] }
  const path = `/visits/new?person=${people.people[0]!.id}`
  const once = async (): Promise<Seen> => {
    await page.goto(product.origin + path)
    await page.waitForFunction(() => (window as unknown as { seen: { heading: number } }).seen.heading > 0)
    await page.waitForTimeout(300) // the long task that drew it is told of afterwards
    return page.evaluate(() => {
      const { heading, tasks } = (window as unknown as { seen: { heading: number; tasks: [number, number][] } }).seen
      const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? heading
      const blocking = tasks.filter(([start]) => start >= paint - 50 && start <= heading).reduce((sum, [, took]) => sum + took - 50, 0)
      return { paint, heading, blocking }
    })
  }
  const measure = async (what: string, prepare: () => Promise<unknown> = () => Promise.resolve()) => {
    const all: Seen[] = []
    for (let round = 0; round < 3; round++) {
      await prepare()
      all.push(await once())
    }
    const of = (name: keyof Seen) => Math.round(middle(all.map((one) => one[name])))
    console.log(
      `${what}: first contentful paint ${of('paint')} ms, heading ${of('heading')} ms, blocking ${of('blocking')} ms (middle of 3)`,
    )
    return { paint: of('paint'), heading: of('heading') }
  }
  const empty = () => cdp.send('Network.clearBrowserCache')
  await cdp.send('Network.enable')
  await slowPhone(cdp, true)
  const before = await measure('slow phone, slow 4G, before install', empty)
  await slowPhone(cdp, false)
  await take(officer)
  await insideOf(page)
  await slowPhone(cdp, true)
  const after = await measure('slow phone, slow 4G, after install', empty)
  await context.setOffline(true)
  const dark = await measure('slow phone, no signal (the page to unlock)', empty)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  const cold = await measure('this machine, no signal (the page to unlock)', empty)
  for (const { heading } of [before, after, dark, cold]) expect(heading).toBeLessThan(60_000)
  await officer.leaves()
})
