// When somebody goes, what they promised is not forgotten: the administrator hears how many wait, the lead finds another hand.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
const q = (text: string, values: unknown[] = []) => w.owner.query(text, values)
const make = async (person: Person, more: object = {}) =>
  (
    await w
      .as(person)
      .put(`/promises/${w.newId()}`, {
        programmeId: w.ids.programme,
        participantId: w.ids.participants.sam,
        toUserId: null,
        text: 'Ask about a van',
        dueOn: null,
        madeIn: 'other',
        madeInId: null,
        how: null,
        ...more,
      })
      .expect(201)
  ).body
const waiting = async (person: Person = 'lead') =>
  (await w.as(person).get('/promises?whose=new_hand').expect(200)).body.items as {
    id: string
    newHand: string
    version: number
    can: { handOver: boolean }
  }[]
const idOf = async (person: Person) => (await q('select id from people where user_id = $1', [w.ids.users[person]])).rows[0]!.id as string
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

it('switching an account off says how many promises wait, and the lead gives each another hand', async () => {
  const toSam = await make('secondOfficer', { text: 'CANARY' }),
    toPartner = await make('secondOfficer', { participantId: null, toUserId: w.ids.users.partner }),
    fromPartner = await make('partner', { participantId: null, toUserId: w.ids.users.secondOfficer })
  const settled = await make('secondOfficer')
  await w.as('sam').post(`/promises/${settled.id}/word`, { version: 1, word: 'kept', story: '', how: null }).expect(200)
  await w.as('lead').post(`/promises/${toSam.id}/hand-over`, { version: 1, newUserId: w.ids.users.officer, words: '' }).expect(409)
  expect(await waiting()).toEqual([])
  expect((await w.as('lead').get(`/people/${w.ids.users.secondOfficer}`).expect(200)).body.openPromises).toBeNull()

  const off = (
    await w
      .as('admin')
      .post(`/people/${await idOf('secondOfficer')}/disable`)
      .expect(200)
  ).body
  expect(off).toMatchObject({ state: 'disabled', openPromises: 3 })
  expect((await waiting()).map(({ id, newHand }) => [id, newHand]).sort()).toEqual(
    [
      [toSam.id, 'maker'],
      [toPartner.id, 'maker'],
      [fromPartner.id, 'receiver'],
    ].sort(),
  )
  expect(await waiting('officer')).toEqual([])
  expect((await w.as('lead').get('/day').expect(200)).body.todo).toContainEqual(
    expect.objectContaining({ kind: 'new_hand', count: 3, words: 'Harbour' }),
  )

  const over = { version: 1, newUserId: w.ids.users.officer, words: 'Knows Sam well' }
  await w.as('officer').post(`/promises/${toSam.id}/hand-over`, over).expect(403)
  await w.as('partner').post(`/promises/${toPartner.id}/hand-over`, over).expect(403)
  expect(
    (
      await w
        .as('lead')
        .post(`/promises/${toPartner.id}/hand-over`, { ...over, newUserId: w.ids.users.partner })
        .expect(400)
    ).body.errors[0].pointer,
  ).toBe('/body/newUserId')
  await w
    .as('lead')
    .post(`/promises/${toPartner.id}/hand-over`, { ...over, newUserId: w.ids.users.analyst })
    .expect(400)
  const moved = (await w.as('lead').post(`/promises/${toSam.id}/hand-over`, over).expect(200)).body
  expect(moved).toMatchObject({ from: { userId: w.ids.users.officer, kind: 'officer' }, newHand: null, status: 'made' })
  const received = (await w.as('lead').post(`/promises/${fromPartner.id}/hand-over`, over).expect(200)).body
  expect(received).toMatchObject({ from: { userId: w.ids.users.partner }, to: { userId: w.ids.users.officer } })
  await w
    .as('officer')
    .post(`/promises/${fromPartner.id}/word`, { version: received.version, word: 'kept', story: '', how: null })
    .expect(200)

  const steps = (await w.as('sam').get(`/promises/${toSam.id}/steps`).expect(200)).body.items
  expect(steps.at(-1)).toMatchObject({ deed: 'handed_over', by: 'Lead Test', wasName: 'SecondOfficer Test', words: 'Knows Sam well' })
  expect((await waiting()).map(({ id }) => id)).toEqual([toPartner.id])
})
it('tells the new hand and the other side, and says nothing of what it is about', async () => {
  await q(`update participant_contacts set email = 'sam@home.invalid' where participant_id = $1`, [w.ids.participants.sam])
  const again = await make('mentor', { participantId: null, toUserId: w.ids.users.lead })
  void again
  const toSam = await make('officer', { text: 'CANARY' })
  await q('update people set left_on = current_date + 7 where user_id = $1', [w.ids.users.officer])
  expect((await waiting()).map(({ id }) => id)).toContain(toSam.id) // going on a day that is known: asked for while they are still here
  await q('delete from messages')
  await w.as('lead').post(`/promises/${toSam.id}/hand-over`, { version: 1, newUserId: w.ids.users.lead, words: '' }).expect(200)
  const { rows } = await q('select to_address, subject, body, kind from messages order by to_address')
  expect(rows.map((one) => [one.to_address, one.kind])).toEqual([
    ['lead@test.invalid', 'notice'],
    ['sam@home.invalid', 'notice'],
  ])
  for (const one of rows) expect(`${one.subject} ${one.body}`).not.toMatch(/CANARY|Harbour crew|promised|Fraser|Baird/)
  expect(rows[1]!.subject).toBe('There is something new on your page')
})
it('a role that has ended leaves promises behind too, and coming back takes them up again', async () => {
  const made = await make('mentor', { participantId: null, toUserId: w.ids.users.lead })
  await q('update memberships set until_at = now() where user_id = $1', [w.ids.users.mentor])
  expect((await waiting()).map(({ id }) => id)).toContain(made.id)
  await q('update memberships set until_at = null where user_id = $1', [w.ids.users.mentor])
  expect((await waiting()).map(({ id }) => id)).not.toContain(made.id)
})
it('leaving on a day says how many, to administrators only', async () => {
  await make('partner', { participantId: null, toUserId: w.ids.users.lead })
  const left = (
    await w
      .as('admin')
      .post(`/people/${await idOf('partner')}/leave`, { on: '2099-01-01' })
      .expect(200)
  ).body
  expect(left.openPromises).toBeGreaterThan(0)
  expect((await w.as('otherlead').get(`/people/${w.ids.users.partner}`)).status).toBe(404)
})
