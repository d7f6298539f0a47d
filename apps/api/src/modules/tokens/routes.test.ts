// Programs: what a token opens, and everything it does not.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
  await w.owner.query('update sessions set proved_at = now()')
})
afterAll(() => w?.close())
beforeEach(() => w.owner.query('update sessions set proved_at = now()'))

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const wish = (more: object = {}) => ({ name: 'Nightly sheet', writes: false, categories: null, expiresOn: inDays(30), ...more })
async function make(who: Person, more: object = {}) {
  const id = w.newId()
  const { body } = await w.as(who).put(`/tokens/${id}`, wish(more)).expect(201)
  const secret = (body as { secret: string }).secret
  return { id, secret, api: w.call(secret), body: body as { token: Record<string, unknown>; secret: string } }
}
const sam = () => `/participants/${w.ids.participants.sam}`
const typeOf = ({ body }: { body: { type?: string } }) => body.type?.replace('/problems/', '')

describe('a personal token', () => {
  it('sees what its owner sees, and the read log says who it was and by which token', async () => {
    const { api, id, body } = await make('officer')
    expect(body.token).toMatchObject({
      name: 'Nightly sheet',
      service: false,
      writes: false,
      categories: null,
      state: 'live',
      can: { revoke: true },
    })
    const [theirs, its] = [await w.as('officer').get(sam()).expect(200), await api.get(sam()).expect(200)]
    expect(its.body).toEqual(theirs.body)
    const { rows } = await w.owner.query<{ user_id: string; request_id: string }>(
      'select user_id, request_id from access_events order by id desc limit 1',
    )
    expect(rows[0]!.user_id).toBe(w.ids.users.officer)
    expect(rows[0]!.request_id).toMatch(new RegExp(`^${id.slice(0, 13)}-8[0-9a-f]{3}-[89ab]`))
    expect((await w.as('officer').get('/tokens').expect(200)).body.items[0]).toMatchObject({ id, lastUsedAt: expect.any(String) })
  })
  it('is said once; what is kept of it is a digest', async () => {
    const id = w.newId(),
      first = await w.as('officer').put(`/tokens/${id}`, wish()).expect(201)
    expect(first.body.secret).toMatch(/^mdl_[\w-]{43}$/)
    expect((await w.as('officer').put(`/tokens/${id}`, wish()).expect(200)).body).toMatchObject({ secret: null, token: { id } })
    expect(
      (
        await w
          .as('officer')
          .put(`/tokens/${id}`, wish({ name: 'Other' }))
          .expect(409)
      ).body.type,
    ).toBe('/problems/already-exists')
    for (const table of ['api_tokens', 'write_digests', 'messages', 'audit_events'])
      expect(
        (await w.owner.query(`select 1 from ${table} t where position($1 in t::text) > 0`, [(first.body.secret as string).slice(4)]))
          .rowCount,
      ).toBe(0)
    expect(
      (await w.owner.query(`select 1 from messages where subject = 'A token was made in Modulus' and to_address = 'officer@test.invalid'`))
        .rowCount,
    ).toBeGreaterThan(0)
  })
  it('that only reads changes nothing: the door itself refuses', async () => {
    const { api } = await make('officer')
    for (const answer of [
      await api.patch(sam(), { version: 1, pronouns: 'they' }),
      await api.put(`/interests/${w.newId()}`, {}),
      await api.delete(`/participants/saved-views/${w.newId()}`),
    ])
      expect([400, 403, 404]).toContain(answer.status)
    expect(typeOf(await api.patch(sam(), { version: 1, pronouns: 'they' }).expect(403))).toBe('read-only-token')
    await api.post('/participants/search', { words: 'Sam' }).expect(200)
  })
  it('that writes does what its owner may do, and the log says so', async () => {
    const { api } = await make('officer', { writes: true })
    const { body } = await api.get(sam()).expect(200)
    await api.patch(sam(), { version: body.version, pronouns: 'they/them' }).expect(200)
    const { rows } = await w.owner.query<{ user_id: string; request_id: string }>(
      `select user_id, request_id from audit_events where table_name = 'participants' order by id desc limit 1`,
    )
    expect(rows[0]).toMatchObject({ user_id: w.ids.users.officer, request_id: expect.stringMatching(/^.{14}8/) })
  })
  it('narrowed to categories sees those, and nothing that hangs on a role', async () => {
    const { api } = await make('lead', { categories: ['identity'] })
    const { body } = await api.get(sam()).expect(200)
    expect(body).toMatchObject({
      knownAs: 'Sam',
      familyName: null,
      can: { seeContact: false, seeNotes: false, seeRisk: false, seeInterests: false },
    })
    expect((await w.as('lead').get(sam()).expect(200)).body).toMatchObject({
      familyName: 'Baird',
      can: { seeContact: true, seeNotes: true },
    })
    await api.get(`${sam()}/contact`).expect(404)
    expect((await api.get('/programmes').expect(200)).body.items).toEqual([])
    const wide = await make('lead', { categories: ['identity', 'contact', 'programme'] })
    expect((await wide.api.get('/programmes').expect(200)).body.items).toHaveLength(1)
    expect((await wide.api.get(sam()).expect(200)).body).toMatchObject({ familyName: 'Baird', can: { seeNotes: false } })
  })
  it('may neither see safeguarding, nor what was opened in an emergency, nor administer, whoever made it', async () => {
    const safe = await make('safeguarding', { writes: true }),
      admin = await make('admin', { writes: true })
    expect(typeOf(await safe.api.get('/concerns').expect(403))).toBe('not-by-token')
    expect(typeOf(await admin.api.get('/people').expect(403))).toBe('not-by-token')
    await admin.api
      .put(`/partners/${w.newId()}`, {
        name: 'Made by a program',
        sector: 'third',
        anchorCapable: false,
        canOffer: [],
        flexibilityNote: '',
      })
      .then(({ status }) => expect([400, 403]).toContain(status))
    await w.owner.query(
      `insert into break_glass (partnership_id, id, programme_id, participant_id, user_id, reason) values ($1, $2, $3, $4, $5, 'A call at night: they were not at home and nobody answers')`,
      [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.rosa, w.ids.users.mentor],
    )
    const rosa = `/participants/${w.ids.participants.rosa}`
    await w.as('mentor').get(rosa).expect(200)
    await (await make('mentor')).api.get(rosa).expect(404)
    await w.owner.query('delete from break_glass')
  })
  it('opens only what is for programs: no account, session, token, agreement, and nothing that came after the list', async () => {
    const { api } = await make('lead', { writes: true })
    const { paths } = w.app.swagger() as unknown as { paths: Record<string, Record<string, { tags?: string[]; security?: unknown[] }>> }
    const closed = new Set<string>()
    for (const [url, operations] of Object.entries(paths))
      for (const [method, one] of Object.entries(operations)) {
        if (one.security?.length === 0) continue
        const path = url.replace('/api', '').replace(/\{\w+\}/g, () => w.newId())
        const answer = await api[method as 'get'](path)
        if (typeOf(answer) === 'not-by-token') closed.add(one.tags![0]!)
      }
    for (const feature of ['session', 'tokens', 'people', 'messages', 'agreements', 'concerns', 'logs', 'me', 'drafts', 'saved-views'])
      expect(closed).toContain(feature)
    for (const feature of ['participants', 'visits', 'courses', 'board']) expect(closed).not.toContain(feature)
  })
})

describe('it ends', () => {
  it('when it is revoked, by its owner or an administrator, from the next request on', async () => {
    for (const who of ['officer', 'admin'] as const) {
      const { id, api } = await make('officer')
      await api.get(sam()).expect(200)
      expect((await w.as(who).post(`/tokens/${id}/revoke`).expect(200)).body).toMatchObject({ state: 'revoked', can: { revoke: false } })
      expect(typeOf(await api.get(sam()).expect(401))).toBe('signed-out')
      await w.as(who).post(`/tokens/${id}/revoke`).expect(200)
    }
  })
  it('when its day is over, when its owner is shut out, leaves, or loses the role', async () => {
    const { id, api } = await make('secondOfficer')
    await api.get(sam()).expect(200)
    await w.owner.query(`update memberships set until_at = now() where user_id = $1`, [w.ids.users.secondOfficer])
    await api.get(sam()).expect(404)
    await w.owner.query(`update memberships set until_at = null where user_id = $1`, [w.ids.users.secondOfficer])
    await w.as('admin').post(`/people/${w.ids.users.secondOfficer}/disable`).expect(200)
    await api.get(sam()).expect(401)
    await w.as('admin').post(`/people/${w.ids.users.secondOfficer}/enable`).expect(200)
    await api.get(sam()).expect(200)
    await w.owner.query(`update people set left_on = current_date where user_id = $1`, [w.ids.users.secondOfficer])
    await api.get(sam()).expect(401)
    await w.owner.query(`update people set left_on = null where user_id = $1`, [w.ids.users.secondOfficer])
    await w.owner.query(
      `update api_tokens set created_at = created_at - interval '40 days', expires_at = now() - interval '1 second' where id = $1`,
      [id],
    )
    await api.get(sam()).expect(401)
  })
  it('when the agreement of its partner ends', async () => {
    const { api } = await make('partner'),
      { placement } = await w.place(w.ids.participants.sam)
    await api.get(`/placements/${placement}`).expect(200)
    await w.endAgreement()
    await api.get(`/placements/${placement}`).expect(404)
    await w.owner.query('update sharing_agreements set ended_at = null')
  })
})

describe('nobody makes or sees one that is not theirs', () => {
  it('young people have none; whoever makes one shows first that it is them', async () => {
    await w.as('sam').put(`/tokens/${w.newId()}`, wish()).expect(403)
    await w.owner.query(`update sessions set proved_at = now() - interval '11 minutes'`)
    expect(typeOf(await w.as('officer').put(`/tokens/${w.newId()}`, wish()).expect(403))).toBe('prove-again')
  })
  it('another’s is not there: not for colleagues, other partners, or another partnership’s administrator', async () => {
    const { id } = await make('officer')
    for (const who of ['lead', 'otherpartner', 'otherlead', 'sam', 'data'] as const) {
      await w.as(who).post(`/tokens/${id}/revoke`).expect(404)
      expect((await w.as(who).get('/tokens').expect(200)).body.items.map((one: { id: string }) => one.id)).not.toContain(id)
      await w
        .as(who)
        .get('/tokens?everyone=true')
        .expect(who === 'otherlead' ? 200 : 403)
    }
    expect((await w.as('admin').get('/tokens?everyone=true').expect(200)).body.items.map((one: { id: string }) => one.id)).toContain(id)
  })
  it('the database refuses a token that acts as somebody else', async () => {
    const insert = w.doors
      .asPerson(w.ids.users.admin, w.ids.partnership, w.newId())
      .transact((tx) =>
        tx.$client.query(
          `insert into api_tokens (id, user_id, name, digest, writes, expires_at) values ($1, $2, 'x', repeat('0', 64), true, now() + interval '1 day')`,
          [w.newId(), w.ids.users.lead],
        ),
      )
    await expect(insert).rejects.toMatchObject({ code: '42501' })
    const widen = w.doors
      .asPerson(w.ids.users.officer, w.ids.partnership, w.newId())
      .transact((tx) => tx.$client.query('update api_tokens set writes = true, categories = null'))
    await expect(widen).rejects.toMatchObject({ code: '42501' })
  })
  it.each([
    ['a day that is over', { expiresOn: inDays(-2) }, 'expiresOn past'],
    ['more than a year', { expiresOn: inDays(366) }, 'expiresOn tooFar'],
    ['no name', { name: ' ' }, 'name pattern'],
    ['no category', { categories: [] }, 'categories minItems'],
    ['safeguarding', { categories: ['safeguarding'] }, 'categories/0 enum'],
    ['a service that is not there', { serviceId: '01900000-0000-7000-8000-000000000000' }, 'serviceId missing'],
  ])('%s is refused', async (_, more, where) => {
    const { body } = await w.as('admin').put(`/tokens/${w.newId()}`, wish(more)).expect(400)
    expect(body.errors.map((one: { pointer: string; keyword: string }) => `${one.pointer.replace('/body/', '')} ${one.keyword}`)).toContain(
      where,
    )
  })
  it('what is no token, or nobody’s, is nobody', async () => {
    for (const secret of ['mdl_', 'mdl_short', `mdl_${'A'.repeat(43)}`, `mdl_${'A'.repeat(44)}`, `mdl_${'A'.repeat(42)};`])
      await w.call(secret).get(sam()).expect(401)
  })
})

describe('a service', () => {
  it('is a program of a partner with roles of its own, under the same agreement; nobody signs in as it', async () => {
    const id = w.newId()
    const { body } = await w.as('admin').put(`/services/${id}`, { name: 'College register', partnerId: w.ids.partners.fire }).expect(201)
    expect(body).toMatchObject({ id, name: 'College register', partner: { id: w.ids.partners.fire }, roles: 0, tokens: 0 })
    const { secret } = await make('admin', { serviceId: id, name: 'Register' })
    await w.call(secret).get(sam()).expect(404)
    await w.owner.query(
      `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role, from_at) values ($1, $2, $3, $4, $5, 'outreach_officer', '2026-01-01')`,
      [w.ids.partnership, w.newId(), w.ids.programme, id, w.ids.partners.fire],
    )
    await w.call(secret).get(sam()).expect(200)
    await w.endAgreement(w.ids.partners.fire)
    await w.call(secret).get(sam()).expect(404)
    await w.owner.query('update sharing_agreements set ended_at = null')
    expect((await w.as('admin').get('/services').expect(200)).body.items).toMatchObject([{ id, roles: 1, tokens: 1 }])

    for (const [table, values] of [
      ['sessions', `(user_id, partnership_id) values ('${id}', '${w.ids.partnership}')`],
      [
        'links',
        `(id, partnership_id, kind, token_digest, user_id, expires_at) values ('${w.newId()}', '${w.ids.partnership}', 'password', 'd', '${id}', now())`,
      ],
      ['identities', `(id, user_id, issuer, subject) values ('${w.newId()}', '${id}', 'i', 's')`],
    ])
      await expect(w.owner.query(`insert into ${table} ${values}`)).rejects.toMatchObject({ code: '42501' })
    expect((await w.as('admin').post('/people/search', { text: 'College' }).expect(200)).body.items).toEqual([])
    await w.as('admin').post(`/people/${id}/disable`).expect(200)
    await w.call(secret).get(sam()).expect(401)
  })
  it('is the administrators’', async () => {
    for (const who of ['lead', 'officer', 'otherpartner', 'sam'] as const) {
      await w.as(who).get('/services').expect(403)
      await w.as(who).put(`/services/${w.newId()}`, { name: 'Mine', partnerId: w.ids.partners.fire }).expect(403)
    }
    expect((await w.as('otherlead').get('/services').expect(200)).body.items).toEqual([])
    await w.as('otherlead').put(`/services/${w.newId()}`, { name: 'Theirs', partnerId: w.ids.partners.fire }).expect(400)
    await w.as('admin').put(`/services/${w.newId()}`, { name: '', partnerId: w.ids.partners.fire }).expect(400)
  })
})
