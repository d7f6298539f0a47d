// Where somebody is signed in: seen and ended by themselves and by an administrator, felt on the next request.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const of = (user = w.ids.users.officer) => `/people/${user}/sessions`
const fresh = () => w.tokenOf(w.ids.users.officer, w.ids.partnership)
const idOf = (token: string) => (w.app.jwt.decode(token) as { sid: string }).sid

it('an administrator sees where, and ends one or all; the next request knows, and the log says who did it', async () => {
  const [one, two] = [await fresh(), await fresh()]
  const { items } = (await w.as('admin').get(of()).expect(200)).body as { items: { id: string; startedAt: string; thisOne: boolean }[] }
  expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining([idOf(one), idOf(two)]))
  expect(items[0]).toMatchObject({ startedAt: expect.any(String), lastSeenAt: expect.any(String), thisOne: false })
  await w.call(one).get('/session').expect(200)
  const before = Date.now()
  await w
    .as('admin')
    .delete(`${of()}/${idOf(one)}`)
    .expect(204)
  await w.call(one).get('/session').expect(401)
  expect(Date.now() - before).toBeLessThan(5000)
  await w.call(two).get('/session').expect(200)
  const { rows } = await w.owner.query<{ user_id: string; row_id: string }>(
    `select user_id, row_id from audit_events where table_name = 'sessions'`,
  )
  expect(rows).toEqual([{ user_id: w.ids.users.admin, row_id: idOf(one) }])
  await w
    .as('admin')
    .delete(`${of()}/${idOf(one)}`)
    .expect(404)
  expect((await w.as('admin').post(`${of()}/end-all`).expect(200)).body.ended).toBeGreaterThan(0)
  await w.call(two).get('/session').expect(401)
  expect((await w.as('admin').get(of()).expect(200)).body.items).toEqual([])
})
it('sees neither ended nor forgotten ones, nor those of another partnership, nor a young person’s', async () => {
  const [ended, old, elsewhere] = [await fresh(), await fresh(), await w.tokenOf(w.ids.users.officer, w.ids.otherPartnership)]
  await w.owner.query('update sessions set ended_at = now() where id = $1', [idOf(ended)])
  await w.owner.query(`update sessions set last_seen_at = now() - interval '61 minutes' where id = $1`, [idOf(old)])
  expect((await w.as('admin').get(of()).expect(200)).body.items).toEqual([])
  await w
    .as('admin')
    .delete(`${of()}/${idOf(elsewhere)}`)
    .expect(404)
  await w.as('admin').get(of(w.ids.users.sam)).expect(404)
})
it('nobody else may: not colleagues, not other partners, not another partnership’s administrator, not without a session', async () => {
  const lead = await w.tokenOf(w.ids.users.lead, w.ids.partnership)
  const path = of(w.ids.users.lead)
  for (const [who, status] of [
    ['officer', 403],
    ['data', 403],
    ['otherpartner', 404],
    ['otherlead', 404],
  ] as const) {
    const token = who === 'officer' ? await fresh() : w.tokens[who]
    await w.call(token).get(path).expect(status)
    await w
      .call(token)
      .delete(`${path}/${idOf(lead)}`)
      .expect(status)
    await w.call(token).post(`${path}/end-all`).expect(status)
  }
  await w.stranger().get(path).expect(401)
  await w.call(lead).get('/session').expect(200)
  await w.as('admin').delete(`${path}/not-an-id`).expect(400)
})
it('one’s own: each device, this one among them; one or all the others end', async () => {
  const [here, there, third] = [await fresh(), await fresh(), await fresh()]
  const { items } = (await w.call(here).get('/session/mine').expect(200)).body as { items: { id: string; thisOne: boolean }[] }
  expect(items.filter((one) => one.thisOne).map((one) => one.id)).toEqual([idOf(here)])
  await w
    .call(here)
    .delete(`/session/mine/${idOf(there)}`)
    .expect(204)
  await w.call(there).get('/session').expect(401)
  await w.call(here).post('/session/mine/end-others').expect(200)
  await w.call(third).get('/session').expect(401)
  await w.call(here).get('/session').expect(200)
})
