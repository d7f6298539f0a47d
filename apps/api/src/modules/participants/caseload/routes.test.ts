import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
const names = [
  'Aidan Baird',
  'Blair Cairns',
  'Callum Dunlop',
  'Declan Erskine',
  'Eilidh Fraser',
  'Finlay Baird',
  'Greig Cairns',
  'Harris Dunlop',
]
const ids: Record<string, string> = {}
beforeAll(async () => {
  w = await world()
  for (const [at, name] of names.entries()) {
    const [known, family] = name.split(' ') as [string, string]
    ids[known] = w.newId()
    await w.owner.query(
      `insert into participants (partnership_id, id, programme_id, known_as, status, worker_id, last_contact_at)
      values ($1, $2, $3, $4, $5, $6, case when $7::integer < 6 then now() - make_interval(days => $7 * 5) end)`,
      [
        w.ids.partnership,
        ids[known],
        w.ids.programme,
        known,
        at < 4 ? 'active' : at < 6 ? 'in_conversation' : 'completed',
        at % 2 ? w.ids.users.officer : w.ids.users.secondOfficer,
        at,
      ],
    )
    await w.owner.query(
      `insert into participant_contacts (partnership_id, id, programme_id, participant_id, family_name) values ($1, $2, $3, $4, $5)`,
      [w.ids.partnership, w.newId(), w.ids.programme, ids[known], family],
    )
  }
})
afterAll(() => w?.close())
const known = (body: { items: { knownAs: string }[] }) => body.items.map((one) => one.knownAs)
const find = async (person: Parameters<World['as']>[0], words: string) =>
  known((await w.as(person).post('/participants/search', { words }).expect(200)).body)

it('an officer sees the caseload, longest without contact first', async () => {
  const { body } = await w.as('officer').get('/participants').expect(200)
  expect(known(body).slice(-6)).toEqual(['Finlay', 'Eilidh', 'Declan', 'Callum', 'Blair', 'Aidan'])
  expect(body.items.at(-1)).toMatchObject({ familyName: 'Baird', programmeName: 'Harbour', workerName: 'SecondOfficer Test' })
  expect(body.next).toBeNull()
})
it('filters by stage, status, worker and time without contact', async () => {
  expect(known((await w.as('officer').get('/participants?stage=talking&sort=name').expect(200)).body)).toEqual(['Eilidh', 'Finlay'])
  expect(known((await w.as('officer').get('/participants?status=completed,in_conversation&sort=-name').expect(200)).body)).toEqual([
    'Harris',
    'Greig',
    'Finlay',
    'Eilidh',
  ])
  expect(known((await w.as('officer').get(`/participants?workerId=me&stage=taking_part&sort=name`).expect(200)).body)).toEqual([
    'Blair',
    'Declan',
    'Rosa',
    'Sam',
  ])
  expect(
    known((await w.as('officer').get(`/participants?workerId=${w.ids.users.secondOfficer}&noContactDays=14&sort=name`).expect(200)).body),
  ).toEqual(['Eilidh', 'Greig'])
  expect((await w.as('officer').get(`/participants?programmeId=${w.ids.otherProgramme}`).expect(200)).body.items).toEqual([])
})
it.each(['last_contact', '-last_contact', 'name', '-name', 'status_since', '-status_since'])(
  'pages by %s give everyone once, also when someone is written in between',
  async (sort) => {
    const seen: string[] = []
    let after = ''
    for (let page = 0; page < 12; page++) {
      const { body } = await w
        .as('officer')
        .get(`/participants?sort=${sort}&limit=3${after && `&after=${after}`}`)
        .expect(200)
      seen.push(...body.items.map((one: { id: string }) => one.id))
      if (!body.next) break
      after = body.next
    }
    expect(seen).toHaveLength(10)
    expect(new Set(seen).size).toBe(10)
  },
)
it('one read-log row for each person shown, and none for the one that only told that there is a next page', async () => {
  await w.owner.query('delete from access_events')
  const { body } = await w.as('officer').get('/participants?limit=4').expect(200)
  const { rows } = await w.owner.query(`select participant_id from access_events where operation = 'participants.list' order by id`)
  expect(rows.map((one) => one.participant_id).sort()).toEqual(body.items.map((one: { id: string }) => one.id).sort())
})
it('a mentor’s list holds their match only, without family names; a stranger to the programme has an empty one', async () => {
  await w.match(w.ids.participants.sam)
  const { body } = await w.as('mentor').get('/participants').expect(200)
  expect(body.items).toMatchObject([{ knownAs: 'Sam', familyName: null, lastContactAt: null, nextStep: '' }])
  for (const person of ['otherpartner', 'otherlead', 'admin', 'analyst'] as const)
    expect((await w.as(person).get('/participants').expect(200)).body.items).toEqual([])
})
it('refuses a cursor from another order, an unknown status and a page that is too long', async () => {
  const { body } = await w.as('officer').get('/participants?sort=name&limit=2').expect(200)
  await w.as('officer').get(`/participants?sort=-name&after=${body.next}`).expect(400)
  await w.as('officer').get('/participants?after=nonsense').expect(400)
  await w.as('officer').get('/participants?status=failed').expect(400)
  await w.as('officer').get('/participants?limit=101').expect(400)
})
it('says how many people there are and how many have not been in touch', async () => {
  expect((await w.as('officer').get('/participants/summary').expect(200)).body).toEqual({
    people: 10,
    talking: 2,
    takingPart: 6,
    mine: 5,
    noContact: 5,
  })
  expect((await w.as('otherpartner').get('/participants/summary').expect(200)).body.people).toBe(0)
})
it('knows who may be someone’s worker', async () => {
  const { body } = await w.as('officer').get('/participants/workers').expect(200)
  expect(body.items.map((one: { name: string }) => one.name)).toEqual(['Lead Test', 'Officer Test', 'SecondOfficer Test'])
  expect((await w.as('otherlead').get('/participants/workers').expect(200)).body.items).toMatchObject([{ name: 'Otherlead Test' }])
})

it.each([
  ['Aiden', 'Aidan'],
  ['Frazer', 'Eilidh'],
  ['Kallum Dunlap', 'Callum'],
  ['blare', 'Blair'],
  ['Ailidh', 'Eilidh'],
  ['harr', 'Harris'],
  ['Fin Baird', 'Finlay'],
])('looking for %s finds %s first', async (words, name) => {
  const found = await find('officer', words)
  expect(words === 'Frazer' ? found.slice(0, 2) : found.slice(0, 1)).toContain(name)
})
it('finds by reference, with or without its letters', async () => {
  const { body } = await w.as('officer').get(`/participants/${ids.Greig}`).expect(200)
  expect((await find('officer', body.reference))[0]).toBe('Greig')
  expect((await find('officer', body.reference.slice(3)))[0]).toBe('Greig')
})
it('a mentor finds their match by the name they know, and nobody by a family name they may not see', async () => {
  expect(await find('mentor', 'Sam')).toEqual(['Sam'])
  expect(await find('mentor', 'Baird')).toEqual([])
  expect(await find('mentor', 'Aidan')).toEqual([])
  expect(await find('otherpartner', 'Aidan')).toEqual([])
  expect(await find('otherlead', 'Aidan')).toEqual([])
})
it('logs each person found, gives at most twenty, and takes any words', async () => {
  await w.owner.query('delete from access_events')
  const found = await find('officer', 'Baird')
  const { rows } = await w.owner.query(`select count(*)::integer as n from access_events where operation = 'participants.find'`)
  expect(rows[0].n).toBe(found.length)
  expect(await find('officer', '%_\\ "')).toEqual([])
  expect(await find('officer', '王 🙂')).toEqual([])
  await w.as('officer').post('/participants/search', { words: '  ' }).expect(400)
})
