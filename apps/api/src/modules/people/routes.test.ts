import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { hashPassword } from '../session/passwords.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const invited = (extra: object = {}) => ({
  name: 'Ailsa Munro',
  email: `ailsa.${w.newId()}@test.invalid`,
  partnerId: w.ids.partners.fire,
  ...extra,
})
const invite = async (extra: object = {}) => (await w.as('admin').put(`/people/${w.newId()}`, invited(extra)).expect(201)).body
const facts = (person: Record<string, unknown>, changes: object = {}) => ({
  version: person.version,
  name: person.name,
  partnerId: (person.partner as { id: string }).id,
  jobTitle: person.jobTitle,
  administrator: person.administrator,
  worksWithUsSince: person.worksWithUsSince,
  ...changes,
})

it('invites a person with a role, and writes to them in the same breath', async () => {
  const id = w.newId(),
    body = invited({ jobTitle: 'Crew commander', roles: [{ programmeId: w.ids.programme, role: 'outreach_officer' }] })
  const person = (await w.as('admin').put(`/people/${id}`, body).expect(201)).body
  expect(person).toMatchObject({
    id,
    state: 'invited',
    partner: { name: 'Fire' },
    roles: [{ role: 'outreach_officer', programmeName: 'Harbour' }],
    can: { disable: true, giveRole: true },
  })
  const { rows } = await w.owner.query('select to_address, body, created_by from messages where to_address = $1', [body.email])
  expect(rows[0]).toMatchObject({ created_by: w.ids.users.admin, body: expect.stringMatching(/http:\/\/localhost:3000\/i\/[\w-]{43}\n/) })
  const {
    rows: [link],
  } = await w.owner.query('select token_digest, expires_at - created_at as lasts from links where user_id = $1', [id])
  expect(link).toMatchObject({ token_digest: expect.stringMatching(/^[0-9a-f]{64}$/), lasts: { days: 7 } })
})
it('takes the same invitation twice as one', async () => {
  const id = w.newId(),
    body = invited()
  await w.as('admin').put(`/people/${id}`, body).expect(201)
  await w.as('admin').put(`/people/${id}`, body).expect(200)
  expect((await w.owner.query('select 1 from messages where to_address = $1', [body.email])).rowCount).toBe(1)
})
it('lists people by name, page by page, and finds them by a name that is spelt nearly so', async () => {
  const seen: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const { body }: { body: { items: { name: string }[]; next: string | null } } = await w
      .as('admin')
      .get(`/people?limit=4${next ? `&after=${next}` : ''}`)
      .expect(200)
    seen.push(...body.items.map((one) => one.name))
    next = body.next
  }
  expect(seen.length).toBeGreaterThan(10)
  expect(new Set(seen.map((name) => name.toLowerCase())).size).toBeGreaterThan(10)
  expect(seen).toEqual([...seen].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)))
  await w.owner.query(`update people set name = 'Màiri MacLeod' where user_id = $1`, [w.ids.users.analyst])
  expect((await w.as('admin').post('/people/search', { text: 'mairi mcleod' }).expect(200)).body.items[0]).toMatchObject({
    id: w.ids.users.analyst,
  })
  expect((await w.as('admin').post('/people/search', { text: '%' }).expect(200)).body.items).toEqual([])
})
it('filters by programme, role, partner and state', async () => {
  const names = async (query: string) =>
    (await w.as('admin').get(`/people?${query}`).expect(200)).body.items.map((one: { name: string }) => one.name)
  expect(await names(`programme=${w.ids.programme}&role=mentor`)).toEqual(['Mentor Test'])
  expect(await names(`partner=${w.ids.partners.garage}`)).toEqual(['Otherpartner Test'])
  expect(await names('administrator=true')).toEqual(['Admin Test'])
})
it('keeps what is changed, and refuses to overwrite what someone else changed', async () => {
  const person = (await w.as('admin').get(`/people/${w.ids.users.mentor}`).expect(200)).body
  const edit = facts(person, { worksWithUsSince: '2026-11-01', jobTitle: 'Tutor' })
  expect((await w.as('admin').patch(`/people/${person.id}`, edit).expect(200)).body).toMatchObject({
    worksWithUsSince: '2026-11-01',
    jobTitle: 'Tutor',
  })
  expect((await w.as('admin').patch(`/people/${person.id}`, edit).expect(409)).body).toMatchObject({
    type: '/problems/changed-meanwhile',
    current: { jobTitle: 'Tutor' },
  })
})
it('shuts a person out from their next request on, and lets them in again', async () => {
  await w.as('secondOfficer').get('/session').expect(200)
  expect((await w.as('admin').post(`/people/${w.ids.users.secondOfficer}/disable`).expect(200)).body).toMatchObject({ state: 'disabled' })
  await w.as('secondOfficer').get('/session').expect(401)
  await w.as('admin').post(`/people/${w.ids.users.secondOfficer}/enable`).expect(200)
  await w.as('secondOfficer').get('/session').expect(401) // that session stays over
  await w
    .call(await w.tokenOf(w.ids.users.secondOfficer, w.ids.partnership))
    .get('/session')
    .expect(200)
})
it('a person who leaves their partner is out that day, and can come back', async () => {
  const person = await invite()
  await w.owner.query('update people set joined_at = now() where user_id = $1', [person.id])
  const token = await w.tokenOf(person.id, w.ids.partnership)
  await w.as('admin').post(`/people/${person.id}/leave`, { on: '2999-01-01' }).expect(200)
  await w.call(token).get('/session').expect(200)
  expect((await w.as('admin').post(`/people/${person.id}/leave`, { on: '2026-01-01' }).expect(200)).body).toMatchObject({
    state: 'left',
    leftOn: '2026-01-01',
  })
  await w.call(token).get('/session').expect(401)
  expect((await w.as('admin').post(`/people/${person.id}/come-back`).expect(200)).body).toMatchObject({ state: 'active' })
})
it('gives a role and ends it; the person’s next request shows it', async () => {
  const person = await invite({ partnerId: w.ids.partners.housing }),
    token = await w.tokenOf(person.id, w.ids.partnership),
    membership = w.newId()
  const roles = async () => (await w.call(token).get('/session').expect(200)).body.roles
  await w
    .as('admin')
    .put(`/memberships/${membership}`, { personId: person.id, programmeId: w.ids.programme, role: 'data_lead' })
    .expect(201)
  expect(await roles()).toEqual(['data_lead'])
  expect(
    (
      await w
        .as('admin')
        .put(`/memberships/${w.newId()}`, { personId: person.id, programmeId: w.ids.programme, role: 'data_lead' })
        .expect(409)
    ).body.type,
  ).toBe('/problems/already-has-role')
  await w.as('admin').post(`/memberships/${membership}/end`).expect(200)
  expect(await roles()).toEqual([])
})
it('ends the roles held for a partner when the person moves to another', async () => {
  const person = await invite({ roles: [{ programmeId: w.ids.programme, role: 'mentor' }] })
  const { body } = await w
    .as('admin')
    .patch(`/people/${person.id}`, facts(person, { partnerId: w.ids.partners.housing }))
    .expect(200)
  expect(body).toMatchObject({ partner: { name: 'Housing' }, roles: [{ role: 'mentor', untilAt: expect.any(String) }] })
})
it('sums up what needs an eye', async () => {
  expect((await w.as('admin').get('/admin/overview').expect(200)).body).toMatchObject({
    people: expect.any(Number),
    agreementsLive: 2,
    wrongGuesses: 0,
    agreementsEndingSoon: [],
  })
  await w.stranger().post('/session', { email: 'lead@test.invalid', password: 'no' }).expect(401)
  expect((await w.as('admin').get('/admin/overview').expect(200)).body).toMatchObject({ wrongGuesses: 1 })
})

it('an administrator cannot do to themselves what would favour or lock out', async () => {
  const me = w.ids.users.admin,
    self = (await w.as('admin').get(`/people/${me}`).expect(200)).body
  expect(self.can).toMatchObject({ amend: true, disable: false, giveRole: false, giveAdministrator: false })
  const refused = [
    w.as('admin').post(`/people/${me}/disable`),
    w.as('admin').post(`/people/${me}/leave`, { on: '2026-01-01' }),
    w.as('admin').post(`/people/${me}/new-password`),
    w.as('admin').put(`/memberships/${w.newId()}`, { personId: me, programmeId: w.ids.programme, role: 'programme_lead' }),
    w.as('admin').patch(`/people/${me}`, facts(self, { administrator: false })),
  ]
  for (const call of refused) expect((await call.expect(403)).body.type).toBe('/problems/not-to-yourself')
  expect((await w.owner.query('select 1 from memberships where user_id = $1', [me])).rowCount).toBe(0)
})
it('only an administrator touches accounts', async () => {
  const id = w.ids.users.mentor
  for (const person of ['lead', 'officer', 'data', 'sam'] as const) {
    const as = w.as(person)
    const calls = [
      as.put(`/people/${w.newId()}`, invited()),
      as.post(`/people/${id}/disable`),
      as.post(`/people/${id}/enable`),
      as.post(`/people/${id}/leave`, { on: '2026-01-01' }),
      as.post(`/people/${id}/come-back`),
      as.post(`/people/${id}/invite-again`),
      as.post(`/people/${id}/new-password`),
      as.put(`/memberships/${w.newId()}`, { personId: id, programmeId: w.ids.programme, role: 'mentor' }),
      as.get('/admin/overview'),
    ]
    for (const call of calls) expect((await call.expect(403)).body.type).toBe('/problems/forbidden')
  }
})
it('an administrator sees no participant', async () => {
  for (const table of ['participants', 'participant_contacts', 'nominations', 'assignments']) {
    const { rows } = await w.doors
      .asPerson(w.ids.users.admin, w.ids.partnership, w.newId())
      .transact((tx) => tx.$client.query(`select 1 from ${table}`))
    expect([table, rows.length]).toEqual([table, 0])
  }
  await w.as('admin').post(`/participants/${w.ids.participants.sam}/link`, { email: 'x@test.invalid' }).expect(404)
})
it('another partnership is another world, and a partner without an agreement knows its own people only', async () => {
  for (const url of ['', '/disable', '/invite-again', '/new-password']) {
    const call = url
      ? w.as('otherlead').post(`/people/${w.ids.users.mentor}${url}`)
      : w.as('otherlead').get(`/people/${w.ids.users.mentor}`)
    await call.expect(404)
  }
  await w
    .as('otherlead')
    .put(`/memberships/${w.newId()}`, { personId: w.ids.users.mentor, programmeId: w.ids.otherProgramme, role: 'mentor' })
    .expect(404)
  await w
    .as('admin')
    .put(`/memberships/${w.newId()}`, { personId: w.ids.users.mentor, programmeId: w.ids.otherProgramme, role: 'mentor' })
    .expect(404)
  expect((await w.as('otherpartner').get('/people').expect(200)).body.items.map((one: { name: string }) => one.name)).toEqual([
    'Otherpartner Test',
  ])
  await w.as('otherpartner').get(`/people/${w.ids.users.mentor}`).expect(404)
  const others = (await w.as('otherlead').get('/people').expect(200)).body.items
  expect(others).toHaveLength(1)
})
it('colleagues see what is for colleagues, a young person sees names without addresses', async () => {
  const seen = (await w.as('officer').get(`/people/${w.ids.users.admin}`).expect(200)).body
  expect(seen).toMatchObject({ email: 'admin@test.invalid', worksWithUsSince: null, can: { amend: false } })
  expect((await w.as('sam').get(`/people/${w.ids.users.officer}`).expect(200)).body).toMatchObject({ name: 'Officer Test', email: null })
})
it('an invitation needs a name, an address that is one, and a partner that exists', async () => {
  const as = w.as('admin')
  const fields = async (body: object) =>
    (await as.put(`/people/${w.newId()}`, body).expect(400)).body.errors.map((one: { pointer: string }) => one.pointer)
  expect(await fields({ ...invited(), name: ' ', email: 'nobody' })).toEqual(expect.arrayContaining(['/body/name', '/body/email']))
  expect(await fields({ ...invited(), email: 'a@test.invalid\nbcc: b@test.invalid' })).toEqual(['/body/email'])
  expect(await fields({ ...invited(), partnerId: w.newId() })).toEqual(['/body/partnerId'])
  expect(await fields({ ...invited(), email: 'MENTOR@test.invalid' })).toEqual(['/body/email'])
  expect(await fields({ ...invited(), roles: [{ programmeId: w.ids.programme, role: 'participant' }] })).toContain('/body/roles/0/role')
})
it('an account that two partnerships count on is shut out of one, not of both', async () => {
  await w.owner.query('update users set password_hash = $1 where id = $2', [
    await hashPassword('a good long password'),
    w.ids.users.otherlead,
  ])
  const { body } = await w
    .as('admin')
    .put(`/people/${w.newId()}`, invited({ email: 'otherlead@test.invalid' }))
    .expect(201)
  expect(body).toMatchObject({ id: w.ids.users.otherlead, state: 'invited' })
  await w.as('admin').post(`/people/${body.id}/disable`).expect(200)
  await w.as('otherlead').get('/session').expect(200)
  await w.stranger().post('/session', { email: 'otherlead@test.invalid', password: 'a good long password' }).expect(201)
})
