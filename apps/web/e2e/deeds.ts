// A person of the demonstration at work in a browser of their own: finds things by what they are called, and waits as people wait.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { noSidewaysScroll } from './checks.ts'
import { desktop, phone, settled, type Look, type Product, type Watched } from './harness.ts'

/** The folder in which pictures of the key moments are kept, for people to look at; without it none are taken. */
const pictures = process.env.STORY_PICTURES

export class Colleague {
  readonly at: Watched
  private readonly context: BrowserContext
  private readonly width: number
  private constructor(at: Watched, context: BrowserContext, width: number) {
    this.at = at
    this.context = context
    this.width = width
  }

  /** `name` is the first part of a demonstration address; where they land after signing in is where they begin. */
  static async arrives(product: Product, name: string, look: Look = desktop): Promise<Colleague> {
    const { context, at } = await product.signedIn(`${name}@demo.modulus.test`, look)
    return new Colleague(at, context, look.width ?? desktop.width)
  }
  /** Somebody who was sent an address and opens it on a phone of their own. */
  static async opens(product: Product, path: string, look: Look = phone): Promise<Colleague> {
    const context = look.context ?? (await product.context(look))
    return new Colleague(await product.visit(path, { context }), context, look.width ?? desktop.width)
  }
  get page(): Page {
    return this.at.page
  }

  async go(path: string) {
    await this.page.goto(this.at.origin + path)
    await settled(this.page)
  }
  /** The address changed to one like this, and the page there is ready. */
  async lands(path: RegExp) {
    await this.page.waitForURL((url) => path.test(url.pathname))
    await settled(this.page)
  }
  async follow(name: string | RegExp, within: Page | Locator = this.page) {
    await within.getByRole('link', { name }).first().click()
    await settled(this.page)
  }
  press = (name: string | RegExp, within: Page | Locator = this.page) => within.getByRole('button', { name }).click()
  /** Boxes by their labels, each with what is written into it. */
  async write(words: Record<string, string>, within: Page | Locator = this.page) {
    for (const [label, text] of Object.entries(words)) await within.getByLabel(label).fill(text)
  }
  /** One of a drop-down list, by its words. */
  async choose(label: string | RegExp, option: string | RegExp) {
    const list = this.page.getByRole('combobox', { name: label }),
      item = list.getByRole('option', { name: option })
    await item.waitFor({ state: 'attached' })
    await list.selectOption(await item.getAttribute('value'))
  }
  /** One of the pills under each question. */
  async answer(answers: Record<string, string>) {
    for (const [question, pill] of Object.entries(answers)) {
      const pills = this.page.getByRole('group', { name: question })
      await pills
        .getByRole('radio', { name: pill, exact: true })
        .or(pills.getByRole('checkbox', { name: pill, exact: true }))
        .click()
    }
  }
  async sees(words: string | RegExp, picture?: string) {
    await this.page.getByText(words).filter({ visible: true }).first().waitFor()
    if (picture) await this.picture(picture)
  }

  /** How often the screen is touched from here on; it must stay one page all the way, as it does for a person. */
  countTaps = () =>
    this.page.evaluate(() => {
      Object.assign(window, { taps: 0 })
      addEventListener('pointerdown', () => (window as unknown as { taps: number }).taps++, true)
    })
  taps = () => this.page.evaluate(() => (window as unknown as { taps?: number }).taps)

  async picture(name: string) {
    if (!pictures) return
    mkdirSync(pictures, { recursive: true })
    await settled(this.page)
    await this.page.evaluate(() => scrollTo(0, 0)) // else what sticks to an edge lies across the middle
    await this.page.screenshot({ path: join(pictures, `${name}-${this.width}.png`), fullPage: true })
  }
  /** Ends the day: nothing was asked elsewhere, refused or thrown, and the last page fits a small phone. */
  async leaves() {
    await noSidewaysScroll(this.page)
    this.at.clean()
    await this.context.close()
  }
}

/** A day as a form takes it (YYYY-MM-DD, Europe/London), so many days from today. */
export function day(fromToday = 0): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date())
  return new Date(Date.parse(today) + fromToday * 86_400_000).toISOString().slice(0, 10)
}

/** The rows of a picture of figures, as its table says them: each label with its number. */
export async function figures(at: Colleague, title: string): Promise<Record<string, number>> {
  const figure = at.page.getByRole('figure', { name: title })
  await figure.getByRole('button', { name: 'Show as table' }).click()
  const rows = figure.getByRole('row').filter({ has: at.page.getByRole('rowheader') })
  await rows.first().waitFor()
  const read = await Promise.all(
    (await rows.all()).map(
      async (row) => [await row.getByRole('rowheader').innerText(), Number(await row.getByRole('cell').first().innerText())] as const,
    ),
  )
  expect(read.map(([, number]) => number).filter(Number.isNaN), title).toEqual([])
  return Object.fromEntries(read)
}

/** Opens the page of a young person through the search of the people page. */
export async function openPerson(at: Colleague, name: string) {
  await at.go('/people')
  await at.page.getByRole('search', { name: 'Find a person' }).getByRole('searchbox').fill(name)
  await at.follow(name, at.page.getByRole('region', { name: 'Found' }))
  await at.lands(/^\/people\/[\w-]+$/)
  await at.page.getByRole('heading', { level: 1, name }).waitFor()
}

/** Every question of a new job, up to the page on which all answers are checked. */
export async function answerOffer(partner: Colleague, name: string) {
  const goOn = async (title: string) => {
    await partner.press('Continue')
    await partner.page.getByRole('heading', { level: 1, name: title }).waitFor()
  }
  await partner.follow('New offer')
  await partner.answer({ 'What kind of offer is it?': 'Job' })
  await partner.write({ 'Its name': name })
  await partner.picture('4-question')
  await goOn('Where is it?')
  await partner.write({ Place: 'Riverbank yard' })
  await goOn('When is it?')
  await partner.write({ From: day(-210), 'Days and hours': 'Tuesday to Friday, nine to three' })
  await goOn('How many, and for what pay?')
  await partner.write({ 'How many young people can you take?': '1', 'Pay and expenses': 'Real living wage, and lunch' })
  await goOn('What will they do?')
  await partner.write({ 'What they will do': 'Strip, true and mend donated bikes, and build the racks they stand in.' })
  await partner.answer({ 'It suits people who are into': 'Motors' })
  await goOn('Anything to know first?')
  await partner.write({ 'What they need': 'Boots: we have spare pairs' })
  await goOn('Check before you post it')
  await partner.picture('4-check')
}

/** As a partner sends it: a byte order mark, semicolons, accents, a line break in a cell, a heading of its own, and a row that says nothing good. */
export function nominationsFile(bornOn: string): { name: string; mimeType: string; buffer: Buffer } {
  const [year, month, date] = bornOn.split('-')
  const rows = [
    'Forename;Surname;DOB;What folk come to them for;Address;Source',
    `Éabha;MacPhàrlain;${date}/${month}/${year};"Fixes bikes\r\nfor half the street";"At her gran’s; 12 Linn Quay";youth club`,
    `Struan;Galloway;2.11.${year};Feeds every cat in the close;;youth club`,
    `Kerr;Blackwood;30-Jun-${year};;4 Braeview;youth club`,
  ]
  return { name: 'linnbrae suggestions.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${rows.join('\r\n')}\r\n`) }
}

/** What only time can do: everything about the placements of this offer lies 200 days further back, as the database's owner may write it. */
export async function halfAYearOn(product: Product, offer: string) {
  const owner = new pg.Client({ host: product.database, port: 5432, user: 'modulus_owner', database: 'modulus' })
  await owner.connect()
  const theirs = `in (select p.id from placements p join opportunities o on o.partnership_id = p.partnership_id and o.id = p.opportunity_id where o.title = $1)`
  await owner.query(`update placement_steps set happened_on = happened_on - 200 where placement_id ${theirs}`, [offer])
  await owner.query(`update placements set job_starts_on = job_starts_on - 200, starts_on = starts_on - 200 where id ${theirs}`, [offer])
  await owner.end()
}
