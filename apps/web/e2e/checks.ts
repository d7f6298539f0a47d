// What every page is held to, whoever looks at it.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { BrowserContext, Page } from 'playwright-core'
import { phone, settled, type Product } from './harness.ts'

const axe = readFileSync(resolve(import.meta.dirname, '../../../node_modules/axe-core/axe.min.js'), 'utf8')

/** Says all of what was found, and where. */
function none(found: string[], page: Page) {
  if (found.length > 0) throw new Error([new URL(page.url()).pathname, ...found].join('\n    '))
}

/** No violation of WCAG 2.2 AA that a machine can find. */
export async function accessible(page: Page) {
  // Evaluated, not added as a script: the policy of the pages would refuse that. Once for as long as the page is not loaded anew.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe)
  const found = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).slice(0, 4).join(' | ')))`,
  )) as string[]
  none(found, page)
}

/** At 320 px nothing sticks out sideways. Names what does. */
export async function noSidewaysScroll(page: Page) {
  await page.setViewportSize({ width: 320, height: 720 })
  await page.waitForTimeout(120)
  const out = await page.evaluate(() => {
    const room = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= room) return []
    return [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((one) => one.getBoundingClientRect().right > room + 1 && getComputedStyle(one).position !== 'absolute')
      .map((one) => `${one.tagName.toLowerCase()}.${one.className}`.slice(0, 120))
      .slice(0, 5)
  })
  none(
    out.map((one) => `sticks out at 320 px: ${one}`),
    page,
  )
}

/** Everything that can be tapped is big enough: 24 px always, links inside a sentence apart (WCAG 2.5.8). */
export async function bigEnough(page: Page, least = 24) {
  const small = await page.evaluate(
    (least) =>
      [...document.querySelectorAll<HTMLElement>('a, button, input, select, textarea, summary')]
        .filter((one) => {
          const box = one.getBoundingClientRect(),
            style = getComputedStyle(one)
          const hidden = box.width === 0 || style.visibility === 'hidden' || one.closest('.vh, .skip') !== null
          return !hidden && !(one.tagName === 'A' && style.display === 'inline') && (box.height < least - 0.5 || box.width < least - 0.5)
        })
        .map(
          (one) =>
            `${one.tagName.toLowerCase()} "${one.textContent?.trim().slice(0, 40)}" ${Math.round(one.getBoundingClientRect().width)}x${Math.round(one.getBoundingClientRect().height)}`,
        ),
    least,
  )
  none(
    small.map((one) => `too small to tap: ${one}`),
    page,
  )
}

/** Kilobytes, gzip-compressed, of script and of style that an address asks for in a browser that has nothing kept. */
export async function weigh(product: Product, path: string, cookies: Awaited<ReturnType<BrowserContext['cookies']>> = []) {
  const context = await product.context(phone)
  await context.addCookies(cookies)
  const page = await context.newPage()
  const sizes = { script: 0, style: 0 }
  const weighed: Promise<void>[] = []
  page.on('response', (response) => {
    const kind = { js: 'script', css: 'style' }[/\.(js|css)$/.exec(new URL(response.url()).pathname)?.[1] ?? ''] as
      'script' | 'style' | undefined
    if (kind)
      weighed.push(
        response.body().then((body) => {
          sizes[kind] += gzipSync(body, { level: 9 }).length / 1000
        }),
      )
  })
  await page.goto(product.origin + path)
  await settled(page)
  await Promise.all(weighed)
  await context.close()
  return { script: Math.round(sizes.script * 10) / 10, style: Math.round(sizes.style * 10) / 10 }
}
