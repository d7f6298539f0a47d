// What goes with an agreement: messages on their way, half-filled forms, files, promises; and the clock that asks for a review.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runImport } from '../imports/jobs.ts'
import { deliverMessage } from '../messages/jobs.ts'
import { world, type World } from '#testing/world.ts'
import { agreementReviews } from './clock.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const again = (partner = w.ids.partners.joinery) =>
  w.owner.query('update sharing_agreements set ended_at = null where partner_id = $1', [partner])

async function written(to: string, programme: string | null = w.ids.programme) {
  const id = w.newId()
  await w.owner.query(
    `insert into messages (partnership_id, id, to_address, subject, body, about_programme_id) values ($1, $2, $3, 'A plan has changed', 'Sign in to read', $4)`,
    [w.ids.partnership, id, to, programme],
  )
  await deliverMessage({ doors: w.doors, config: w.config, log: () => {} }, { partnershipId: w.ids.partnership, id })
  return (
    await w.owner.query<{ status: string; failure: string; body: string }>('select status, failure, body from messages where id = $1', [id])
  ).rows[0]
}
it('a message of the programme that waits for them is not delivered, and its words are forgotten', async () => {
  expect(await written('partner@test.invalid')).toMatchObject({ status: 'sent' })
  await w.endAgreement()
  expect(await written('partner@test.invalid')).toEqual({ status: 'failed', failure: 'access ended', body: '' })
  expect(await written('officer@test.invalid')).toMatchObject({ status: 'sent' })
  expect(await written('partner@test.invalid', null)).toMatchObject({ status: 'sent' }) // of nobody's programme: a new password
  await again()
})
it('their phones hear of it: the session names the programme no more, and nobody is given along', async () => {
  const named = async () =>
    ((await w.as('partner').get('/session').expect(200)).body as { programmes: { id: string }[] }).programmes.some(
      ({ id }) => id === w.ids.programme,
    )
  expect(await named()).toBe(true)
  await w.endAgreement()
  expect(await named()).toBe(false)
  expect((await w.as('partner').get('/offline/pack')).body).not.toMatchObject({ people: [{}] })
  await again()
})
it('the colleagues who were switched off, or whose role ended, are not written to either', async () => {
  await w.owner.query('update people set disabled_at = now() where user_id = $1', [w.ids.users.secondOfficer])
  expect(await written('secondOfficer@test.invalid')).toMatchObject({ failure: 'access ended' })
  await w.owner.query('update people set disabled_at = null where user_id = $1', [w.ids.users.secondOfficer])
})
it('a file they sent in fails closed, and shows no name any more', async () => {
  const id = w.newId()
  await w.app.inject({
    method: 'PUT',
    url: `/api/imports/${id}`,
    query: { programmeId: w.ids.programme, kind: 'nominations', fileName: 'a.csv' },
    headers: { authorization: `Bearer ${w.tokens.partner}`, 'content-type': 'application/octet-stream' },
    payload: Buffer.from('First name,Good at\nCanaryname,\n'),
  })
  await w.owner.query(`update imports set status = 'waiting' where id = $1`, [id])
  await w.endAgreement()
  await runImport(
    { doors: w.doors, config: w.config, log: () => {} },
    { partnershipId: w.ids.partnership, id, userId: w.ids.users.partner },
  )
  const { body } = await w.as('partner').get(`/imports/${id}`)
  expect(body).toMatchObject({ status: 'failed', rowsTaken: 0 })
  for (const url of [`/imports/${id}`, `/imports/${id}/rows`, '/imports'])
    expect(JSON.stringify((await w.as('partner').get(url)).body)).not.toContain('Canaryname')
  expect((await w.owner.query(`select from nominations where first_name = 'Canaryname'`)).rowCount).toBe(0)
  await again()
})
it('a half-filled form about somebody is out of sight with them, and is back when they are', async () => {
  const id = w.newId()
  await w.place(w.ids.participants.sam)
  await w
    .as('partner')
    .put(`/drafts/${id}`, { kind: 'review', aboutId: w.ids.participants.sam, title: 'Sam at the bench', body: { words: 'Steady' } })
    .expect(201)
  await w.endAgreement()
  await w.as('partner').get(`/drafts/${id}`).expect(404)
  expect((await w.as('partner').get('/drafts').expect(200)).body.items).toEqual([])
  await again()
  await w.as('partner').get(`/drafts/${id}`).expect(200)
})
it('lists, exports and one’s own tables answer empty from the next request on', async () => {
  await w.endAgreement()
  for (const url of [
    '/participants',
    '/placements',
    '/promises',
    '/ideas',
    '/decisions',
    '/meetings',
    '/adaptations',
    '/programmes',
    '/nominations',
  ]) {
    const { status, body } = await w.as('partner').get(url)
    expect([url, status, body.items]).toEqual([url, 200, []])
  }
  await w.as('partner').get(`/programmes/${w.ids.programme}/board`).expect(404)
  await again()
})
it('whoever worked for them has gone, as far as a promise is concerned: the lead finds another hand', async () => {
  const id = w.newId()
  await w.owner.query(
    `insert into promises (partnership_id, id, programme_id, from_kind, from_user_id, to_kind, to_user_id, text, made_in) values ($1, $2, $3, 'partner_person', $4, 'lead', $5, 'Two benches', 'meeting')`,
    [w.ids.partnership, id, w.ids.programme, w.ids.users.partner, w.ids.users.lead],
  )
  const hand = async () => (await w.as('lead').get(`/promises/${id}`).expect(200)).body.newHand
  expect(await hand()).toBe(null)
  await w.endAgreement()
  expect(await hand()).toBe('maker')
  expect((await w.as('lead').get('/promises?whose=new_hand').expect(200)).body.items).toMatchObject([{ id }])
  const taken = { newUserId: w.ids.users.partner, version: 1 }
  expect((await w.as('lead').post(`/promises/${id}/hand-over`, taken)).status).toBe(400)
  await again()
  expect(await hand()).toBe(null)
})
it('the clock tells the data lead once that a review is due, and again only after the next day was set', async () => {
  const { rows } = await w.owner.query<{ id: string }>('select id from sharing_agreements where partner_id = $1', [w.ids.partners.joinery])
  const id = rows[0]!.id
  const strike = async () => {
    const { send } = w.app.jobs
    await agreementReviews.run({ doors: w.doors, config: w.config, log: () => {}, send }, w.ids.partnership)
    return (
      await w.owner.query<{ to_address: string; body: string }>(
        `select to_address, body from messages where body like '%looking at a sharing%'`,
      )
    ).rows
  }
  expect(await strike()).toEqual([])
  await w.owner.query(`update sharing_agreements set review_due = current_date - 1 where id = $1`, [id])
  const told = await strike()
  expect(told.map((one) => one.to_address)).toEqual(['data@test.invalid'])
  expect(told[0]!.body).toContain(`/admin/agreements/${id}`)
  expect(told[0]!.body).not.toMatch(/Joinery|Harbour/)
  expect(await strike()).toHaveLength(1)
  expect((await w.as('data').get('/agreements?review=true').expect(200)).body.items).toMatchObject([{ id, reviewIsDue: true }])
  const reviewed = await w.as('data').post(`/agreements/${id}/review`, { words: 'Still all needed', reviewDue: '2090-01-01' }).expect(200)
  expect(reviewed.body).toMatchObject({ state: 'live', reviewIsDue: false, reviewWords: 'Still all needed', reviewDue: '2090-01-01' })
  expect(await strike()).toHaveLength(1)
  await w.owner.query(`update sharing_agreements set review_due = current_date where id = $1`, [id])
  expect(await strike()).toHaveLength(2)
})
