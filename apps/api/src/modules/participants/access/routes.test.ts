import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
let sam: string
beforeAll(async () => {
  w = await world()
  sam = w.ids.participants.sam
})
afterAll(() => w?.close())
interface Partner {
  name: string
  lead: boolean
  until: string | null
  roles: { role: string; people: number; names: string[]; categories: string[] }[]
}
const who = async (person: Parameters<World['as']>[0] = 'officer') =>
  (await w.as(person).get(`/participants/${sam}/access`).expect(200)).body.partners as Partner[]

it('says which partner’s people see what, and because of what', async () => {
  const partners = await who()
  expect(partners.map((one) => one.name)).toEqual(['Housing', 'Fire'])
  expect(partners[0]).toMatchObject({ lead: true, until: null })
  expect(partners[0]!.roles.find((one) => one.role === 'safeguarding_lead')).toMatchObject({
    people: 1,
    names: [],
    categories: ['contact', 'identity', 'safeguarding'],
  })
  expect(partners[1]).toMatchObject({
    lead: false,
    until: '2099-01-01T00:00:00.000Z',
    roles: [{ role: 'outreach_officer', people: 2, names: [] }],
  })
  expect(partners[1]!.roles[0]!.categories).toContain('risk')
})
it('names the mentor and the placement once this person was given to them', async () => {
  await w.match(sam)
  await w.place(sam, 'placement')
  const partners = await who('sam')
  expect(partners.find((one) => one.name === 'Housing')!.roles.find((one) => one.role === 'mentor')).toMatchObject({
    names: ['Mentor Test'],
    categories: ['identity', 'interests', 'outcomes', 'participation'],
  })
  expect(partners.find((one) => one.name === 'Joinery')!.roles.map((one) => [one.role, one.names, one.categories])).toEqual([
    ['partner_contact', ['Partner Test'], ['identity', 'interests', 'participation']],
    ['placement_supervisor', ['Supervisor Test'], ['identity', 'participation']],
  ])
})
it('a partner whose agreement ended is gone from the list at once', async () => {
  await w.endAgreement()
  expect((await who()).map((one) => one.name)).not.toContain('Joinery')
})
it.each(['otherpartner', 'otherlead', 'admin', 'partner'] as const)('%s is told nothing', async (person) => {
  await w.as(person).get(`/participants/${sam}/access`).expect(404)
})
