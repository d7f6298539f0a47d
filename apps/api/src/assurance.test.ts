// The page of promises is what the code says today: each test that it names is there, and no line is left out.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lines, page, root, stands } from '../../../packages/config/assurance.ts'

/** The requirements that were chosen for this product, as they are numbered there. */
const requirements =
  `1.2.4 1.2.5 1.2.9 1.3.1 1.3.5 1.3.3 1.3.6 1.3.11 1.4.2 1.5.2 2.2.1 2.2.2 2.2.3 2.3.1 2.3.3 2.3.4 2.4.1 3.2.1 3.2.2 3.3.1–3.3.4 3.4.1 3.4.2
  3.4.3 3.4.4–3.4.6 3.5.1 3.5.2 3.5.3 3.7.2 4.1.1 4.1.3 4.2.1 5.1.1 5.2.1–5.2.3 5.3.2 5.4.1 5.4.2 5.4.3 6.1.1 6.3.1 6.2.1–6.2.9 6.2.4 6.2.10 6.2.12 6.3.3 6.3.4
  6.4.1 6.4.3 6.4.4 6.5.1–6.5.3 6.5.5 6.8.1 6.8.2 6.8.4 7.1.1–7.3.2 7.2.3 7.2.4 7.4.1 7.4.2 7.4.3 7.5.1 7.4.5 7.5.2 8.1.2 8.2.3 8.2.1 8.2.2 8.3.1 8.4.1 8.3.2
  9.1.1–9.1.3 9.2.1 9.2.2–9.2.4 10.4.5 10.4.8 10.1.1 10.2.1 10.5.1–10.5.4 11.2.2 11.3.2 11.3.3 11.4.2 11.4.4 11.5.1 12.2.1 12.3.1–12.3.4 13.2.2 13.3.1
  13.4.1–13.4.5 14.2.1 14.2.4 14.3.1 14.3.2 14.3.3 15.1.2 15.2.1 15.2.2 15.3.1 15.3.3 15.3.2 15.3.5–15.3.7 15.4.2 16.2.1–16.2.5 16.3.1–16.3.4 16.4.1–16.4.3
  16.5.1 16.5.2 16.5.3 F19`.split(/\s+/)

describe('the page of promises', () => {
  it('has every threat and every requirement, each once', () => {
    const ids = lines.flatMap((line) => line.id.split(', '))
    expect(ids.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, n) => `T${n + 1}`))
    expect(ids.slice(30).sort()).toEqual([...requirements].sort())
  })
  it('names only tests that are there', () => {
    expect(
      lines.flatMap((line) => line.proofs.filter((one) => !stands(one)).map((one) => `${line.id}: ${one.file}: ${one.title}`)),
    ).toEqual([])
    expect(stands({ file: 'apps/api/src/assurance.test.ts', title: 'a test that nobody wrote'.toUpperCase() })).toBe(false)
    expect(stands({ file: 'apps/api/src/gone.test.ts', title: 'names only tests that are there' })).toBe(false)
  })
  it('says of each line what proves it, or why nothing does', () => {
    expect(
      lines.filter((line) => line.promise.length < 15 || (line.proofs.length === 0 && !line.missing && !line.apart)).map((line) => line.id),
    ).toEqual([])
    const setApart = lines.filter((line) => line.apart).map((line) => line.id)
    expect(setApart).toEqual(['T13', '6.5.5', '10.4.5', '10.4.8', '14.3.3', 'F19'])
  })
  it('is what npm run assurance writes', () => {
    expect(readFileSync(resolve(root, 'ASSURANCE.md'), 'utf8')).toBe(page())
  })
  it('speaks of the product only', () => expect(page()).not.toMatch(/\b(SAFETY|HOUSE|DOMAIN|PEERS|UX)\b|\/work|helper|issue \d/))
})
