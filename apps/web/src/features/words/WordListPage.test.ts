import { words, type Word } from '@modulus/contracts/words.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import { keyOf } from './key-of.ts'
import WordListPage from './WordListPage.vue'

const word = (n: number, label: string, retiredAt: string | null = null): Word => ({
  id: `0190dddd-0000-7000-8000-00000000000${n}`,
  list: 'interest',
  key: keyOf(label),
  label,
  position: n,
  retiredAt,
  version: 1,
  can: { amend: true },
})
const open = () => mount(WordListPage, { path: '/admin/lists', session: { administrator: true } })

it('adds a word under a key made from it', async () => {
  const api = fakeApi()
    .on(words.list, { items: [word(1, 'Bikes')] })
    .on(words.add, word(2, 'Making music'))
  const page = await open()
  await page.fill('A new word', 'Making music')
  await page.press('Add')
  expect(api.callsOf(words.add)[0]!.body).toEqual({ list: 'interest', label: 'Making music', key: 'making_music' })
})
it('moves a word by button, and says where it is now', async () => {
  const api = fakeApi()
    .on(words.list, { items: [word(1, 'Bikes'), word(2, 'Art')] })
    .on(words.reorder, { items: [] })
  const page = await open()
  await page.press('Move Art up')
  expect(api.callsOf(words.reorder)[0]!.body).toEqual({ list: 'interest', ids: [word(2, 'Art').id, word(1, 'Bikes').id] })
  expect(page.findAll('[role=status]').map((one) => one.text())).toContain('Art is now number 1.')
})
it('says a word differently, retires it, brings it back: never its key', async () => {
  const api = fakeApi()
    .on(words.list, { items: [word(1, 'Bikes'), word(2, 'Chess', '2026-01-01T00:00:00.000Z')] })
    .on(words.relabel, word(1, 'Cycling'))
    .on(words.retire, word(1, 'Bikes'))
    .on(words.bringBack, word(2, 'Chess'))
  const page = await open()
  await page.press('Change how Bikes is said')
  await page.fill('The word', 'Cycling')
  await page.press('Save')
  expect(api.callsOf(words.relabel)[0]!.body).toEqual({ label: 'Cycling', version: 1 })
  await page.press('Retire Bikes')
  await page.press('Bring back Chess')
  expect([api.callsOf(words.retire).length, api.callsOf(words.bringBack).length]).toEqual([1, 1])
})
it('makes keys that the API takes', () => {
  expect(['Màking  music!', '5-a-side', '…', 'A'.repeat(60)].map(keyOf)).toEqual(['making_music', 'a_side', 'word', 'a'.repeat(40)])
})
