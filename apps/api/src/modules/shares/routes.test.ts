// Sharing with someone outside: on a true footing, by two people, seen once, and stopped at once.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'
import { deliverMessage } from '../messages/jobs.ts'

let w: World
let sam: string, rosa: string
beforeAll(async () => {
  w = await world()
  ;({ sam, rosa } = w.ids.participants)
})
afterAll(() => w?.close())
beforeEach(() => w.owner.query('delete from sign_in_attempts'))

const notice = (more: object = {}) => ({
  participantId: sam,
  toOrganisation: 'Riverside College',
  toPerson: 'Morven Example',
  toEmail: 'morven@college.invalid',
  items: ['known_as', 'age_band', 'phone', 'interests'],
  lifeHours: 72,
  anyway: true,
  why: 'To hold a place on the joinery taster',
  lawfulBasis: 'public_task',
  toldHow: 'in_person',
  toldOn: '2026-11-20',
  theirView: 'Aye, fine by me',
  ...more,
})
const asked = { items: ['known_as'], toOrganisation: 'The club', purpose: 'A place' }
const draft = async (more: object = {}, by: Person = 'officer') => {
  const id = w.newId()
  return (await w.as(by).put(`/shares/${id}`, notice(more)).expect(201)).body as { id: string; version: number }
}
const authorised = async (more: object = {}, by: Person = 'lead') => {
  const { id, version } = await draft(more)
  return (await w.as(by).post(`/shares/${id}/authorise`, { version }).expect(200)).body as { id: string; version: number }
}
const sent = async (more: object = {}) => {
  const { id, version } = await authorised(more)
  const { body } = await w.as('officer').post(`/shares/${id}/send`, { version }).expect(200)
  return { id, version: body.share.version as number, link: body.link as string, token: body.link.split('#')[1] as string }
}
const open = (token: string) => w.stranger().post('/shares/open', { token })
const same = ({ body }: { body: { instance?: string } }) => JSON.stringify({ ...body, instance: '' })

describe('a share they are told of', () => {
  it('is drafted by one, authorised by another, opened once, and leaves a line for everyone', async () => {
    await w.owner
      .query(`insert into interests (partnership_id, id, programme_id, participant_id, own_words, heard_on, visibility, withheld_reason, review_on)
      values ('${w.ids.partnership}', '${w.newId()}', '${w.ids.programme}', '${sam}', 'Working with wood', '2026-11-01', 'shared_with_person', null, null),
      ('${w.ids.partnership}', '${w.newId()}', '${w.ids.programme}', '${sam}', 'Held back words', '2026-11-01', 'team', 'harm', '2026-12-01')`)
    const { id, link, token } = await sent()
    expect(link).toMatch(/\/shared#[\w-]{43}$/)
    const { body, headers } = await open(token).expect(200)
    expect(headers['cache-control']).toBe('no-store')
    expect(body).toEqual({
      shareId: id,
      toPerson: 'Morven Example',
      toOrganisation: 'Riverside College',
      from: 'Harbour',
      partnership: 'Riverside',
      why: 'To hold a place on the joinery taster',
      at: expect.any(String),
      items: [
        { item: 'known_as', values: ['Sam'] },
        { item: 'age_band', values: ['18_20'] },
        { item: 'phone', values: ['07700 900123'] },
        { item: 'interests', values: ['Working with wood'] },
      ],
    })
    expect((await w.as('lead').get(`/shares/${id}`)).body).toMatchObject({
      state: 'opened',
      openedAt: expect.any(String),
      authorisedBy: 'Lead Test',
    })
    const looks = (await w.as('sam').get('/me/looks').expect(200)).body.items
    expect(looks).toContainEqual(
      expect.objectContaining({ who: 'Morven Example', partner: 'Riverside College', what: ['share.opened'], times: 1 }),
    )
    const seen = (await w.as('data').get(`/access-events?participant=${sam}`).expect(200)).body.items
    expect(seen.find((one: { operation: string }) => one.operation === 'share.opened')).toMatchObject({
      who: null,
      outside: 'Morven Example, Riverside College',
    })
    expect((await w.as('sam').get('/me/shared').expect(200)).body.shares[0]).toMatchObject({
      state: 'opened',
      why: expect.any(String),
      theirView: 'Aye, fine by me',
    })
  })
  it('keeps neither the secret nor a copy of what was seen', async () => {
    const { id, token } = await sent()
    const row = (await w.owner.query('select s::text as row, link_digest from info_shares s where id = $1', [id])).rows[0]!
    expect(row.row).not.toContain(token)
    expect(row.link_digest).toMatch(/^[\w-]{43}$/)
    await open(token).expect(200)
    expect((await w.owner.query('select s::text as row from info_shares s where id = $1', [id])).rows[0]!.row).not.toMatch(/900123|18_20/)
  })
  it('goes to the recipient by post, with no name in it, and no administrator can read it there', async () => {
    const { link } = await sent()
    const { rows } = await w.owner.query(`select body, subject, to_address from messages where kind = 'share' order by id desc limit 1`)
    expect(rows[0]).toMatchObject({ to_address: 'morven@college.invalid', body: expect.stringContaining(link) })
    expect(rows[0]!.body + rows[0]!.subject).not.toMatch(/Sam\b|Baird/)
    expect((await w.as('admin').get('/messages')).text).not.toContain('/shared#')
    expect((await w.as('officer').get('/messages')).text).toContain(link)
  })
  it('sent again makes a new link, and the one before shows nothing', async () => {
    const first = await sent()
    const again = (await w.as('officer').post(`/shares/${first.id}/send`, { version: first.version }).expect(200)).body
    await open(first.token).expect(410)
    await open(again.link.split('#')[1]).expect(200)
  })
  it('held back from them is on no page of theirs, nor is the look', async () => {
    const { id, token } = await sent({
      notToldReason: 'safeguarding',
      reviewOn: new Date(Date.now() + 30 * 864e5).toISOString().slice(0, 10),
    })
    const before = (await w.as('sam').get('/me/looks')).body.items.filter((one: { what: string[] }) =>
      one.what.includes('share.opened'),
    ).length
    await open(token).expect(200)
    expect((await w.as('sam').get('/me/shared')).text).not.toContain(id)
    const after = (await w.as('sam').get('/me/looks')).body.items
    expect(after.filter((one: { what: string[] }) => one.what.includes('share.opened'))).toHaveLength(before)
    expect(after.some((one: { who: string | null; what: string[] }) => one.who === null && one.what.includes('share.opened'))).toBe(false)
  })
})

describe('two people', () => {
  it('whoever drafted it cannot authorise it, by the policy or by the database', async () => {
    const { id, version } = await draft({}, 'lead')
    expect((await w.as('lead').post(`/shares/${id}/authorise`, { version }).expect(409)).body.type).toBe('/problems/second-person-needed')
    await expect(
      w.owner.query(`update info_shares set authorised_by_id = created_by, authorised_at = now(), state = 'authorised' where id = $1`, [
        id,
      ]),
    ).rejects.toMatchObject({
      constraint: 'info_shares_two_people',
    })
    await w.as('data').post(`/shares/${id}/authorise`, { version }).expect(200)
  })
  it('an officer may not, and nothing is sent before it is authorised', async () => {
    const { id, version } = await draft()
    await w.as('secondOfficer').post(`/shares/${id}/authorise`, { version }).expect(403)
    expect((await w.as('officer').post(`/shares/${id}/send`, { version }).expect(409)).body.type).toBe('/problems/share-step-skipped')
  })
  it('what was authorised does not change afterwards', async () => {
    const { id } = await authorised()
    await expect(w.owner.query(`update info_shares set items = '{address}' where id = $1`, [id])).rejects.toMatchObject({
      constraint: 'info_shares_frozen',
    })
  })
  it('a stale page is told so', async () => {
    const { id, version } = await authorised()
    await w.as('officer').post(`/shares/${id}/send`, { version }).expect(200)
    expect((await w.as('officer').post(`/shares/${id}/recall`, { version, why: 'mistake' }).expect(409)).body).toMatchObject({
      type: '/problems/changed-meanwhile',
      current: { state: 'sent' },
    })
  })
})

describe('the mail with the link', () => {
  const mail = async (id: string) => {
    const { rows } = await w.owner.query(
      `select m.id, m.status, m.failure, m.body from messages m where m.kind = 'share' and m.about_link = (select link_digest from info_shares where id = $1)`,
      [id],
    )
    return rows[0]
  }
  const deliver = (id: string) =>
    deliverMessage({ doors: w.doors, config: w.config, log: () => {} }, { partnershipId: w.ids.partnership, id })
  const now = async (id: string) => (await w.owner.query('select status, failure, body from messages where id = $1', [id])).rows[0]

  it('goes while the link would open, and stays where it lies once it was recalled', async () => {
    const kept = await mail((await sent()).id)
    await deliver(kept.id)
    expect(await now(kept.id)).toMatchObject({ status: 'sent', failure: null })
    const share = await sent()
    const waiting = await mail(share.id)
    const { version } = (await w.as('lead').get(`/shares/${share.id}`)).body
    await w.as('lead').post(`/shares/${share.id}/recall`, { version, why: 'wrong_person' }).expect(200)
    await deliver(waiting.id)
    expect(await now(waiting.id)).toEqual({ status: 'failed', failure: 'access ended', body: '' })
  })
})

describe('a link that shows nothing answers the same, whatever the cause', () => {
  const dead: [string, (id: string) => Promise<unknown>][] = [
    ['it ran out', (id) => w.owner.query(`update info_shares set expires_at = now() - interval '1 second' where id = $1`, [id])],
    [
      'it was recalled',
      async (id) => {
        const { version } = (await w.as('lead').get(`/shares/${id}`)).body
        await w.as('lead').post(`/shares/${id}/recall`, { version, why: 'wrong_person' }).expect(200)
      },
    ],
    ['their record is left alone', () => w.owner.query('update participants set restricted = true where id = $1', [sam])],
    [
      'their record is due to be erased',
      () => w.owner.query(`update participants set erasure_due_at = now() - interval '1 day' where id = $1`, [sam]),
    ],
    ['the programme is over', () => w.owner.query(`update programmes set status = 'closed' where id = $1`, [w.ids.programme])],
    ['its sender has left', () => w.owner.query(`update people set left_on = current_date where user_id = $1`, [w.ids.users.officer])],
    ['the sender’s agreement ended', () => w.endAgreement(w.ids.partners.fire)],
    [
      'whoever authorised it was shut out',
      () => w.owner.query(`update people set disabled_at = now() where user_id = $1`, [w.ids.users.lead]),
    ],
  ]
  it.each(dead)('%s', async (_, kill) => {
    const { id, token } = await sent()
    const random = same(await open('A'.repeat(43)).expect(410))
    await kill(id)
    try {
      const answer = await open(token).expect(410)
      expect(same(answer)).toBe(random)
      expect((await w.owner.query(`select 1 from info_shares where id = $1 and state = 'opened'`, [id])).rowCount).toBe(0)
    } finally {
      await w.owner.query('update participants set restricted = false, erasure_due_at = null where id = $1', [sam])
      await w.owner.query(`update programmes set status = 'running' where id = $1`, [w.ids.programme])
      await w.owner.query('update people set left_on = null, disabled_at = null where user_id = any ($1)', [
        [w.ids.users.officer, w.ids.users.lead],
      ])
      await w.owner.query('update sharing_agreements set ended_at = null where partner_id = $1', [w.ids.partners.fire])
    }
  })
  it('it was opened, and two who open it together are one', async () => {
    const { token } = await sent()
    const answers = await Promise.all([open(token), open(token), open(token)])
    expect(answers.map((one) => one.status).sort()).toEqual([200, 410, 410])
    expect(same(await open(token).expect(410))).toBe(same(await open('').expect(410)))
  })
  it('an authorised share of a restricted person is not there to be sent', async () => {
    const { id, version } = await authorised()
    await w.owner.query('update participants set restricted = true where id = $1', [sam])
    try {
      await w.as('officer').post(`/shares/${id}/send`, { version }).expect(404)
      expect([403, 404]).toContain((await w.as('officer').put(`/shares/${w.newId()}`, notice())).status)
      expect([403, 404]).toContain((await w.as('officer').put(`/consents/${w.newId()}`, { ...asked, participantId: sam })).status)
    } finally {
      await w.owner.query('update participants set restricted = false where id = $1', [sam])
    }
  })
  it('guessing is slowed for a network, and a right link costs nothing', async () => {
    const { token } = await sent()
    for (let n = 0; n < 20; n++) await open(`wrong-${n}`).expect(410)
    expect((await open(token).expect(429)).body).toMatchObject({ type: '/problems/too-many-guesses', seconds: expect.any(Number) })
    await w.owner.query('delete from sign_in_attempts')
    await open(token).expect(200)
    expect((await w.owner.query('select 1 from sign_in_attempts')).rowCount).toBe(0)
  })
})

describe('what is refused', () => {
  it.each([
    ['toldHow', { toldHow: undefined }],
    ['toldOn', { toldOn: undefined }],
    ['lawfulBasis', { lawfulBasis: undefined }],
    ['consentId', { anyway: false }],
    ['consentId', { consentId: '0190aaaa-0000-7000-8000-0000000000a1' }],
    ['items', { items: ['visit_safety'] }],
    ['items', { items: ['notes'] }],
    ['items', { items: [] }],
    ['lifeHours', { lifeHours: 169 }],
    ['why', { why: ' ' }],
    ['reviewOn', { notToldReason: 'harm' }],
    ['reviewOn', { notToldReason: 'harm', reviewOn: '2099-01-01' }],
    ['toEmail', { toEmail: 'not an address' }],
  ])('%s: %j', async (field, more) => {
    const { body } = await w.as('officer').put(`/shares/${w.newId()}`, notice(more)).expect(400)
    expect(body.errors[0].pointer).toContain(`/body/${field}`)
  })
  it('whoever does not work with them: nothing of it is there', async () => {
    const { id, version } = await authorised()
    for (const person of [
      'otherlead',
      'otherpartner',
      'partner',
      'supervisor',
      'mentor',
      'admin',
      'analyst',
      'sam',
      'safeguarding',
    ] as const) {
      await w.as(person).get(`/shares/${id}`).expect(404)
      await w.as(person).post(`/shares/${id}/send`, { version }).expect(404)
      const list = await w.as(person).get(`/shares?participantId=${sam}`)
      expect([person, list.text.includes(id)]).toEqual([person, false])
      const { status } = await w.as(person).put(`/shares/${w.newId()}`, notice())
      expect([person, [403, 404].includes(status)]).toEqual([person, true])
    }
    await w.as('data').put(`/shares/${w.newId()}`, notice()).expect(404)
  })
  it('a partner whose agreement ended is shown none of them', async () => {
    const { id } = await draft()
    await w.endAgreement(w.ids.partners.fire)
    await w.as('officer').get(`/shares/${id}`).expect(404)
    await w.owner.query('update sharing_agreements set ended_at = null where partner_id = $1', [w.ids.partners.fire])
  })
})

describe('the log', () => {
  it('is one list by person, programme, kind and state; the data lead answers by reference', async () => {
    const hers = await draft({ participantId: rosa, toOrganisation: 'Only hers' })
    const list = (await w.as('data').get(`/shares?participantId=${rosa}&state=drafted&kind=notice&limit=1`).expect(200)).body
    expect(list.items).toMatchObject([
      { id: hers.id, participant: { knownAs: null, reference: expect.stringMatching(/^YP-/) }, can: { authorise: true, send: false } },
    ])
    expect((await w.as('officer').get(`/shares?programmeId=${w.ids.programme}`).expect(200)).body.items[0].participant.knownAs).toBe('Rosa')
    const page = (await w.as('lead').get('/shares?limit=2').expect(200)).body
    const next = (await w.as('lead').get(`/shares?limit=2&after=${page.next}`).expect(200)).body
    expect(next.items[0].id).not.toBe(page.items[1].id)
  })
  it('sent twice is made once', async () => {
    const id = w.newId()
    await w.as('officer').put(`/shares/${id}`, notice()).expect(201)
    await w.as('officer').put(`/shares/${id}`, notice()).expect(200)
    await w
      .as('officer')
      .put(`/shares/${id}`, notice({ why: 'Another' }))
      .expect(409)
  })
})
