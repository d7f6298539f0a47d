import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WhatTheySee } from '@modulus/contracts/what-they-see.ts'
import { world, type Person, type World } from '#testing/world.ts'

let w: World, programme: string, sam: string
beforeAll(async () => {
  w = await world()
  programme = w.ids.programme
  sam = w.ids.participants.sam
  await arrange()
})
afterAll(() => w?.close())

const canaries = [
  'Canaryknown',
  'Canaryaddress',
  'Canarynote',
  'Canaryflag',
  'Canaryinterest',
  'Canaryconcern',
  'Canarygoal',
  'Canaryfamily',
]
async function arrange() {
  const add = (table: string, values: Record<string, unknown>) =>
    w.owner.query(
      `insert into ${table} (partnership_id, id, programme_id, participant_id, ${Object.keys(values).join()}) values ($1, $2, $3, $4, ${Object.keys(
        values,
      )
        .map((_, i) => `$${i + 5}`)
        .join()})`,
      [w.ids.partnership, w.newId(), programme, sam, ...Object.values(values)],
    )
  await w.owner.query(`update participants set known_as = 'Canaryknown' where id = $1`, [sam])
  await w.owner.query(`update participant_contacts set address = 'Canaryaddress', family_name = 'Canaryfamily' where participant_id = $1`, [
    sam,
  ])
  const visit = w.newId()
  await add('visits', { starts_at: '2026-11-20T10:00:00Z', officer_id: w.ids.users.officer })
  await add('notes', { kind: 'contact', about_id: visit, staff_words: 'Canarynote' })
  await add('notes', {
    kind: 'visit',
    about_id: w.newId(),
    staff_words: 'Canarynote',
    their_words: 'Canarynote',
    visibility: 'team',
    withheld_reason: 'harm',
    review_on: '2026-12-20',
  })
  await add('visit_risk_flags', { what_to_do: 'Canaryflag', agreed_on: '2026-11-01', review_on: '2026-12-01' })
  await add('interests', { own_words: 'Canaryinterest', heard_on: '2026-11-02' })
  await add('goals', { own_words: 'Canarygoal', set_on: '2026-11-03' })
  await add('safeguarding_concerns', { what_seen: 'Canaryconcern' })
}
const url = (person: Person, young = sam) => `/programmes/${programme}/what-they-see/${w.ids.users[person]}/${young}`
const look = async (person: Person, asker: Person = 'data', young = sam): Promise<WhatTheySee> =>
  (await w.as(asker).get(url(person, young)).expect(200)).body
const reach = ({ categories }: WhatTheySee) => Object.fromEntries(categories.map(({ category, reach }) => [category, reach]))
const why = ({ categories }: WhatTheySee) => Object.fromEntries(categories.map(({ category, why }) => [category, why]))
const section = ({ sections }: WhatTheySee, name: string) => sections.find((one) => one.section === name)!

it('shows the officer’s eyes: everything of the team, under an agreement and its end', async () => {
  const seen = await look('officer')
  expect(seen).toMatchObject({
    door: 'open',
    leadPartner: false,
    agreement: { validUntil: '2099-01-01T00:00:00.000Z' },
    roles: [{ role: 'outreach_officer', asleep: false }],
    person: { name: 'Officer Test', partner: { name: 'Fire' } },
  })
  expect(reach(seen)).toMatchObject({
    identity: 'everyone',
    contact: 'everyone',
    notes: 'everyone',
    risk: 'everyone',
    safeguarding: 'nothing',
  })
  expect(why(seen)).toMatchObject({ identity: 'agreement', safeguarding: 'not_for_role' })
  expect(section(seen, 'notes')).toMatchObject({
    count: 2,
    heldBack: 1,
    fields: [
      { field: 'their_words', filled: 1 },
      { field: 'staff_words', filled: 2 },
    ],
  })
  expect(section(seen, 'goals')).toMatchObject({ count: 1, latestOn: '2026-11-03' })
})
it('shows what a mentor and an employer see once the young person is given to them, and nothing before', async () => {
  for (const person of ['mentor', 'supervisor'] as const)
    expect(new Set(Object.values(reach(await look(person))))).toEqual(new Set(['nothing', ...(person === 'mentor' ? ['everyone'] : [])]))
  expect(why(await look('mentor'))).toMatchObject({ identity: 'not_given', contact: 'not_for_role' })
  await w.match(sam)
  await w.place(sam)
  const mentor = await look('mentor')
  expect(mentor.given).toMatchObject([{ kind: 'mentor' }])
  expect(why(mentor)).toMatchObject({ identity: 'given', interests: 'given', contact: 'not_for_role', notes: 'not_for_role' })
  expect(section(mentor, 'record').fields.map((one) => one.field)).toContain('known_as')
  expect(section(mentor, 'contact_details')).toMatchObject({ count: 0, fields: [] })
  const partner = await look('partner')
  expect(partner.given).toMatchObject([{ kind: 'placement' }])
  expect(section(partner, 'placements').count).toBe(1)
  expect(section(partner, 'visits').count).toBe(0)
})
it('is what the door really gives: every section counts exactly the rows that each person can read', async () => {
  for (const person of ['lead', 'officer', 'mentor', 'partner', 'supervisor', 'safeguarding', 'analyst', 'data'] as const) {
    const seen = await look(person)
    for (const [name, table, key] of [
      ['record', 'participants', 'id'],
      ['contact_details', 'participant_contacts', 'participant_id'],
      ['notes', 'notes', 'participant_id'],
      ['placements', 'placements', 'participant_id'],
      ['safety', 'visit_risk_flags', 'participant_id'],
    ] as const) {
      const { rows } = await w.doors
        .asPerson(w.ids.users[person], w.ids.partnership, w.newId())
        .transact((tx) => tx.$client.query<{ n: number }>(`select count(*)::int as n from ${table} where ${key} = $1`, [sam]))
      expect([person, name, section(seen, name).count]).toEqual([person, name, rows[0]!.n])
    }
  }
})
it('tells field names, counts and dates, and not one word that is written: to the data lead not even the name', async () => {
  for (const person of ['lead', 'officer', 'mentor', 'safeguarding', 'partner'] as const) {
    const text = JSON.stringify(await look(person))
    for (const canary of canaries) expect([person, canary, text.includes(canary)]).toEqual([person, canary, false])
  }
  expect(JSON.stringify((await w.as('data').get(`/programmes/${programme}/what-they-see`).expect(200)).body)).not.toContain('Canary')
  expect((await look('officer', 'lead')).youngPerson.knownAs).toBe('Canaryknown')
})
it('never says whether there is a worry: safeguarding is a right to look, without a count', async () => {
  const seen = await look('safeguarding', 'lead')
  expect(reach(seen).safeguarding).toBe('everyone')
  expect(JSON.stringify(seen.sections)).not.toMatch(/concern|safeguarding/)
})
it('is written down as a look of the asker, and of nobody else', async () => {
  const count = async (user: Person) =>
    (await w.owner.query('select from access_events where participant_id = $1 and user_id = $2', [sam, w.ids.users[user]])).rowCount
  const before = { data: await count('data'), officer: await count('officer') }
  await look('officer')
  expect(await count('data')).toBe(before.data! + 1)
  expect(await count('officer')).toBe(before.officer)
  const { rows } = await w.owner.query('select operation from access_events where user_id = $1 order by id desc limit 1', [
    w.ids.users.data,
  ])
  expect(rows).toEqual([{ operation: 'whatTheySee.look' }])
})
it('an ended agreement, a restricted record, someone switched off and an emergency look are each said', async () => {
  await w.endAgreement(w.ids.partners.fire)
  const ended = await look('officer')
  expect(ended).toMatchObject({ agreement: null, roles: [{ asleep: true }] })
  expect(new Set(Object.values(reach(ended)))).toEqual(new Set(['nothing']))
  expect(why(ended).notes).toBe('no_agreement')
  expect(ended.sections.every((one) => one.count === 0)).toBe(true)
  await w.owner.query('update sharing_agreements set ended_at = null where partner_id = $1', [w.ids.partners.fire])

  await w.owner.query('update participants set restricted = true where id = $1', [sam])
  const restricted = await look('officer')
  expect([restricted.youngPerson.restricted, why(restricted).identity, section(restricted, 'record').count]).toEqual([
    true,
    'restricted',
    0,
  ])
  await w.as('lead').get(url('officer')).expect(404) // kept from the lead like from everyone
  await w.owner.query('update participants set restricted = false where id = $1', [sam])

  await w.owner.query('update users set disabled_at = now() where id = $1', [w.ids.users.secondOfficer])
  expect(await look('secondOfficer')).toMatchObject({ door: 'shut', sections: [] })
  await w.owner.query('update users set disabled_at = null where id = $1', [w.ids.users.secondOfficer])

  await w.owner.query(
    `insert into break_glass (partnership_id, id, programme_id, participant_id, user_id, reason) values ($1, $2, $3, $4, $5, 'They rang at night, and nobody of the team could be reached')`,
    [w.ids.partnership, w.newId(), programme, sam, w.ids.users.analyst],
  )
  const glass = await look('analyst')
  expect(glass.breakGlassUntil).not.toBe(null)
  expect(why(glass)).toMatchObject({ identity: 'break_glass', contact: 'break_glass', outcomes: 'not_for_role' })
})
it('an agreement of fewer categories says which are not in it', async () => {
  await w.owner.query(`update sharing_agreements set categories = '{identity,participation}' where partner_id = $1`, [w.ids.partners.fire])
  expect(why(await look('officer'))).toMatchObject({ identity: 'agreement', notes: 'not_in_agreement', safeguarding: 'not_for_role' })
})
it('offers everyone who works there, asleep or not, and young people by reference', async () => {
  const { body } = await w.as('data').get(`/programmes/${programme}/what-they-see`).expect(200)
  expect(body.people.find((one: { name: string }) => one.name === 'Otherpartner Test')).toMatchObject({
    asleep: true,
    roles: ['partner_contact'],
  })
  expect(body.youngPeople).toHaveLength(2)
  for (const one of body.youngPeople) expect(one).toMatchObject({ reference: expect.stringMatching(/^YP-\d+$/), knownAs: null })
  const { body: leads } = await w.as('lead').get(`/programmes/${programme}/what-they-see`).expect(200)
  expect(leads.youngPeople.map((one: { knownAs: string }) => one.knownAs).sort()).toEqual(['Canaryknown', 'Rosa'])
})
it('is the data lead’s and the programme lead’s; ids that are not of the programme are not found', async () => {
  for (const person of ['officer', 'mentor', 'partner', 'analyst', 'safeguarding', 'sam', 'admin'] as const) {
    await w.as(person).get(url('officer')).expect(403)
    await w.as(person).get(`/programmes/${programme}/what-they-see`).expect(403)
  }
  for (const person of ['otherpartner', 'otherlead'] as const) {
    await w.as(person).get(url('officer')).expect(404)
    await w.as(person).get(`/programmes/${programme}/what-they-see`).expect(404)
  }
  await w.as('data').get(url('otherlead')).expect(404)
  await w.as('data').get(url('sam')).expect(404)
  await w.as('data').get(url('officer', w.newId())).expect(404)
  await w.as('data').get(`/programmes/${w.ids.otherProgramme}/what-they-see/${w.ids.users.officer}/${sam}`).expect(404)
  await w.as('data').get(`/programmes/${programme}/what-they-see/nobody/${sam}`).expect(400)
})
