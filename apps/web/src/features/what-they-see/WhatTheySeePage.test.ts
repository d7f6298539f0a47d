import { whatTheySee, type WhatTheySee } from '@modulus/contracts/what-they-see.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import WhatTheySeePage from './WhatTheySeePage.vue'

const programme = someone.programmes[0]!,
  officer = '0190eeee-0000-7000-8000-000000000001',
  young = '0190eeee-0000-7000-8000-000000000002'
const seen: WhatTheySee = {
  at: '2026-11-22T10:00:00.000Z',
  programme: { id: programme.id, name: 'Linnbrae' },
  person: { id: officer, name: 'Rowan Sinclair', partner: { id: officer, name: 'Fire' } },
  youngPerson: { id: young, reference: 'YP-1001', knownAs: null, restricted: false },
  door: 'open',
  roles: [{ role: 'mentor', asleep: false }],
  leadPartner: false,
  agreement: { id: officer, validUntil: '2027-01-01T00:00:00.000Z', categories: ['identity', 'safeguarding'] },
  given: [{ kind: 'mentor', since: '2026-10-01T09:00:00.000Z' }],
  breakGlassUntil: null,
  categories: [
    { category: 'identity', reach: 'given', why: 'given' },
    { category: 'notes', reach: 'nothing', why: 'not_in_agreement' },
    { category: 'safeguarding', reach: 'everyone', why: 'agreement' },
  ],
  sections: [
    { section: 'record', category: 'identity', count: 1, latestOn: '2026-08-04', heldBack: 0, fields: [{ field: 'known_as', filled: 1 }] },
    { section: 'steps', category: 'identity', count: 0, latestOn: null, heldBack: 0, fields: [] },
  ],
}
const page = (path: string, answer: WhatTheySee = seen) => {
  const api = fakeApi()
    .on(whatTheySee.choices, {
      people: [{ id: officer, name: 'Rowan Sinclair', partner: 'Fire', roles: ['mentor'], asleep: false }],
      youngPeople: [{ id: young, reference: 'YP-1001', knownAs: null, since: '2026-08-04', restricted: false }],
    })
    .on(whatTheySee.look, answer)
  const roles: 'data_lead'[] = ['data_lead']
  return mount(WhatTheySeePage, { path, session: { roles, programmes: [{ ...programme, roles }] } }).then((mounted) => ({ api, mounted }))
}
const both = `/what-they-see?person=${officer}&young=${young}`

it('asks nothing before both are chosen, because each look is written down', async () => {
  const { api, mounted } = await page('/what-they-see')
  expect(api.callsOf(whatTheySee.look)).toEqual([])
  expect(mounted.text()).toContain('Choose both')
  await mounted.fill('With whose eyes?', officer)
  await mounted.settle()
  expect(api.callsOf(whatTheySee.look)).toEqual([])
  await mounted.fill('Whose record?', young)
  await mounted.settle()
  expect(api.callsOf(whatTheySee.look)).toHaveLength(1)
})
it('says in one sentence how much they see, what it rests on, and why for each kind', async () => {
  const { mounted } = await page(both)
  const text = mounted.text()
  expect(text).toContain('At this moment Rowan Sinclair sees 2 of 8 kinds of data about YP-1001.')
  expect(text).toContain('Sharing agreement in force, last day 31 Dec 2026')
  expect(text).toContain('As their mentor, since 1 Oct 2026')
  expect(text).toContain('This one young person was given to them.')
  expect(text).toContain('1 entry, latest 4 Aug 2026')
  expect(text).toContain('Filled in: known as')
  expect(text).toContain('Nothing opens for them in: Steps along the way.')
  expect(text).toContain('The sharing agreement leaves it out.')
})
it('counts no worry, and says so', async () => {
  const { mounted } = await page(both)
  expect(mounted.text()).toContain('Whether there is anything is not counted here.')
})
it('says of someone who cannot sign in that they see nothing', async () => {
  const { mounted } = await page(both, {
    ...seen,
    door: 'shut',
    categories: [{ category: 'identity', reach: 'nothing', why: 'shut' }],
    sections: [],
  })
  expect(mounted.text()).toContain('Rowan Sinclair cannot sign in, and sees nothing.')
})
