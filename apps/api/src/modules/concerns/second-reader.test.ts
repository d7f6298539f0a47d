import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { concernsIn } from './concerns.fake.ts'

let w: World
let at: ReturnType<typeof concernsIn>
beforeAll(async () => {
  w = await world()
  at = concernsIn(w)
  // A programme lead who keeps no safety here: somebody a second reading can be asked of.
  await w.owner.query(
    `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role, from_at) values ($1, $2, $3, $4, $5, 'programme_lead', '2026-01-01')`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.users.analyst, w.ids.partners.housing],
  )
})
afterAll(() => w?.close())
const keep = (secondReaderId: string, version = 1) => ({ version, reason: 'Known to school, a plan is in place', secondReaderId })

it('is not passed on only when somebody else has read it and agrees; then their reading ends', async () => {
  const id = await at.raised()
  expect(
    (await w.as('safeguarding').get(`/concerns/${id}/second-readers`).expect(200)).body.items.map((one: { name: string }) => one.name),
  ).toEqual(['Analyst Test', 'Lead Test'])
  await w.as('analyst').get(`/concerns/${id}`).expect(404)
  expect((await at.deed(id, 'keep-here', keep(w.ids.users.analyst)).expect(200)).body).toMatchObject({
    status: 'reviewed_by_lead',
    secondReader: 'Analyst Test',
    secondReading: true,
  })
  expect((await w.as('analyst').get(`/concerns/${id}`).expect(200)).body).toMatchObject({
    theirWords: 'said he fell',
    can: { secondRead: true, passOn: false, close: false, note: false },
  })
  await at.deed(id, 'pass-on', at.passing(2), 'analyst').expect(403)
  await w.as('analyst').get(`/concerns/${id}/reads`).expect(403)
  await at.deed(id, 'second-reading', { version: 2, agrees: true, words: 'I rang the school too' }, 'analyst').expect(204)
  await w.as('analyst').get(`/concerns/${id}`).expect(404)
  expect((await w.as('safeguarding').get(`/concerns/${id}`).expect(200)).body).toMatchObject({
    status: 'not_passed_on',
    secondReaderAgreed: true,
    secondReaderWords: 'I rang the school too',
    can: { passOn: true, close: true },
  })
  expect((await w.as('safeguarding').get(`/concerns/${id}/reads`)).body.items).toContainEqual(
    expect.objectContaining({ by: 'Analyst Test', how: 'second_reader' }),
  )
})
it('not agreed, it goes back to the lead, who passes it on or asks another', async () => {
  const id = await at.raised()
  await at.deed(id, 'keep-here', keep(w.ids.users.lead)).expect(200)
  await at.deed(id, 'second-reading', { version: 2, agrees: false, words: ' ' }, 'lead').expect(400)
  await at.deed(id, 'second-reading', { version: 2, agrees: false, words: 'Two marks in one month' }, 'lead').expect(204)
  expect((await w.as('safeguarding').get(`/concerns/${id}`)).body).toMatchObject({
    status: 'reviewed_by_lead',
    secondReaderAgreed: false,
    can: { passOn: true, keepHere: true, close: false },
  })
  await at.deed(id, 'second-reading', { version: 3, agrees: true, words: '' }, 'lead').expect(403)
  await at.deed(id, 'keep-here', keep(w.ids.users.analyst, 3)).expect(200)
  await at.deed(id, 'pass-on', at.passing(4)).expect(200)
  await w.as('analyst').get(`/concerns/${id}`).expect(404)
})
it('nobody reads it a second time for themselves, by the API or past it', async () => {
  const id = await at.raised()
  expect((await at.deed(id, 'keep-here', keep(w.ids.users.safeguarding)).expect(409)).body.type).toBe('/problems/second-reader-is-another')
  await at.deed(id, 'keep-here', keep(w.ids.users.officer)).expect(400) // raised it, and keeps no safety
  await at.deed(id, 'keep-here', keep(w.ids.users.otherlead)).expect(400)
  await at.deed(id, 'keep-here', keep(w.ids.users.lead)).expect(200)
  expect((await at.deed(id, 'second-reading', { version: 2, agrees: true, words: '' }).expect(409)).body.type).toBe(
    '/problems/second-reader-is-another',
  )
  await expect(
    w.owner.query('update safeguarding_concerns set second_reader_id = not_passed_by_id where id = $1', [id]),
  ).rejects.toMatchObject({ constraint: 'safeguarding_concerns_second_reader_is_another' })
  // The lead, straight at the database with the app's rights: may not agree in the other's name.
  const client = await w.pool.connect()
  try {
    await client.query('begin')
    await client.query('select app.open_as_person($1, $2, $3)', [w.ids.users.safeguarding, w.ids.partnership, w.newId()])
    await expect(
      client.query(
        `update safeguarding_concerns set status = 'not_passed_on', second_reader_agreed = true, second_read_at = now() where partnership_id = app.partnership() and id = $1`,
        [id],
      ),
    ).rejects.toMatchObject({ constraint: 'safeguarding_concerns_second_reader_is_another' })
    await client.query('rollback; begin')
    await client.query('select app.open_as_person($1, $2, $3)', [w.ids.users.safeguarding, w.ids.partnership, w.newId()])
    await expect(
      client.query(`update safeguarding_concerns set their_words = 'else' where partnership_id = app.partnership() and id = $1`, [id]),
    ).rejects.toMatchObject({ constraint: 'safeguarding_concerns_words_stay' })
  } finally {
    await client.query('rollback')
    client.release()
  }
})
it('without a reason it is not even asked', async () => {
  const id = await at.raised()
  await at.deed(id, 'keep-here', { ...keep(w.ids.users.lead), reason: ' ' }).expect(400)
})
