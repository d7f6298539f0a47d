import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const made = { decidedBy: 'participants', how: 'consensus', decidedOn: '2026-11-02', participantsPresent: 5 }
const open = (who: Person, more: object = {}, id = w.newId()) =>
  w.as(who).put(`/decisions/${id}`, { programmeId: w.ids.programme, title: 'Where to spend Fridays', ...more })
const opened = async (more: object = {}) => (await open('officer', more).expect(201)).body
const post = (who: Person, id: string, deed: string, body: object) => w.as(who).post(`/decisions/${id}/${deed}`, body)
const decided = (more: object = {}) => opened({ limitsStated: false, made: { ...made, ...more } })
const type = (answer: { body: { type: string } }) => answer.body.type.replace('/problems/', '')

it('goes from a question with its limits and options to what was decided, done, told and looked back on', async () => {
  const id = w.newId()
  const body = { limitsStated: true, limitsText: 'There is money for one trip', options: [{ id: w.newId(), words: 'The coast' }] }
  const question = (await open('officer', body, id).expect(201)).body
  expect(question).toMatchObject({
    state: 'options',
    limitsStated: true,
    decidedBy: null,
    vote: null,
    can: { prepare: true, decide: true, act: false },
  })
  expect(question.limitsStatedOn).toMatch(/^2/)
  await open('officer', body, id).expect(200)
  const options = [...body.options, { id: w.newId(), words: 'The hills' }]
  const { body: prepared } = await w.as('lead').patch(`/decisions/${id}`, { version: question.version, options }).expect(200)
  expect(prepared.options).toEqual(options)

  const { body: fixed } = await post('officer', id, 'decide', {
    ...made,
    version: prepared.version,
    chosenOptionId: options[1]!.id,
    words: 'The coast is freezing',
  }).expect(200)
  expect(fixed).toMatchObject({
    state: 'decided',
    chosen: 'The hills',
    participantsPresent: 5,
    can: { prepare: false, act: true, feedBack: false },
  })
  expect(
    type(
      await post('officer', id, 'feed-back', {
        version: fixed.version,
        fedBackOn: '2026-11-03',
        fedBackHow: 'in_person',
        fedBackText: 'x',
      }).expect(409),
    ),
  ).toBe('decision-step-skipped')
  const { body: done } = await post('officer', id, 'act', {
    version: fixed.version,
    actedOn: '2026-11-06',
    outcomeText: 'We went up the hill',
  }).expect(200)
  const { body: told } = await post('officer', id, 'feed-back', {
    version: done.version,
    fedBackOn: '2026-11-09',
    fedBackHow: 'in_person',
    fedBackText: 'Next Friday too',
  }).expect(200)
  expect(told).toMatchObject({ state: 'fed_back', fedBackText: 'Next Friday too', outcomeText: 'We went up the hill' })
  await post('officer', id, 'review', { version: told.version, reviewedOn: '2026-11-01', reviewWords: 'x' }).expect(400)
  const { body: looked } = await post('lead', id, 'review', {
    version: told.version,
    reviewedOn: '2026-11-20',
    reviewWords: 'They would do it again',
  }).expect(200)
  expect(looked).toMatchObject({ state: 'reviewed', reviewWords: 'They would do it again' })
})
it('cannot be decided before the question of limits is answered', async () => {
  const { id, version } = await opened()
  expect(type(await post('officer', id, 'decide', { version, ...made }).expect(409))).toBe('limits-not-answered')
  await w.as('officer').patch(`/decisions/${id}`, { version, limitsStated: true }).expect(400)
  const { body } = await w.as('officer').patch(`/decisions/${id}`, { version, limitsStated: true, limitsText: 'Back by nine' }).expect(200)
  await post('officer', id, 'decide', { version: body.version, ...made }).expect(200)
  expect(type(await open('officer', { made }).expect(409))).toBe('limits-not-answered')
})
it('keeps honestly that limits were not told beforehand', async () => {
  const { body } = await open('officer', { limitsStated: false, limitsText: 'The bus money had run out', made }).expect(201)
  expect(body).toMatchObject({ limitsStated: false, limitsText: 'The bus money had run out' })
})
it('says that young people decided only when at least one was there', async () => {
  await open('officer', { limitsStated: false, made: { ...made, participantsPresent: 0 } }).expect(400)
  await open('officer', { limitsStated: false, made: { ...made, participantsPresent: null } }).expect(400)
  await open('officer', { limitsStated: false, made: { ...made, participantsPresent: 1 } }).expect(201)
  await open('officer', { limitsStated: false, made: { ...made, decidedOn: '2099-01-01' } }).expect(400)
})
it.each(['law', 'safeguarding'])('a decision by %s carries its reason and how it was explained', async (decidedBy) => {
  const why = { ...made, decidedBy, how: 'rule' }
  expect((await open('officer', { limitsStated: false, made: why }).expect(400)).body.errors).toMatchObject([
    { pointer: '/body/made/reason' },
  ])
  expect(
    (await open('officer', { limitsStated: false, made: { ...why, reason: 'Under 18s and power tools' } }).expect(400)).body.errors,
  ).toMatchObject([{ pointer: '/body/made/explainedHow' }])
  await open('officer', {
    limitsStated: false,
    made: { ...why, reason: 'Under 18s and power tools', explainedHow: 'We read the rule together' },
  }).expect(201)
})
it('what was decided is not rewritten, by the API or past it', async () => {
  const { id, version } = await decided({ words: 'As they said it' })
  expect(type(await w.as('lead').patch(`/decisions/${id}`, { version, title: 'Something else' }).expect(409))).toBe('decision-stands')
  expect(type(await post('lead', id, 'decide', { version, ...made, decidedBy: 'lead' }).expect(409))).toBe('decision-step-skipped')
  for (const set of [
    `title = 'Else'`,
    `words = ''`,
    `decided_by = 'lead'`,
    `state = 'open', decided_by = null`,
    `participants_present = 50`,
    `state = 'reviewed'`,
  ])
    await expect(w.owner.query(`update decisions set ${set} where id = $1`, [id])).rejects.toThrow()
  await expect(
    w.owner.query(`insert into decision_options (partnership_id, id, programme_id, decision_id, words) values ($1, $2, $3, $4, 'Late')`, [
      w.ids.partnership,
      w.newId(),
      w.ids.programme,
      id,
    ]),
  ).rejects.toThrow()
})
it('shows space, voice, audience and influence with evidence, and names who listened', async () => {
  const { id, version } = await decided()
  const none = { yes: null, evidence: '' }
  const four = {
    space: { yes: true, evidence: 'An evening of their own' },
    voice: none,
    audience: { yes: true, evidence: '' },
    influence: { yes: false, evidence: 'Not yet' },
  }
  await post('officer', id, 'lundy', { version, ...four, audiencePersonId: null }).expect(400)
  await post('officer', id, 'lundy', { version, ...four, audiencePersonId: w.newId() }).expect(400)
  const { body } = await post('officer', id, 'lundy', { version, ...four, audiencePersonId: w.ids.users.lead }).expect(200)
  expect(body).toMatchObject({
    lundy: { space: { yes: true }, influence: { yes: false, evidence: 'Not yet' } },
    audiencePerson: { name: 'Lead Test' },
  })
})
it('a course of this programme, or an idea of it, may stand behind it; of another not', async () => {
  await open('officer', { courseId: w.newId() }).expect(400)
  await open('officer', { ideaId: w.newId() }).expect(400)
  const idea = (await w.as('partner').put(`/ideas/${w.newId()}`, { programmeId: w.ids.programme, words: 'A boat' }).expect(201)).body
  expect((await opened({ ideaId: idea.id })).idea).toEqual({ id: idea.id, words: 'A boat' })
  expect((await w.as('sam').get(`/ideas/${idea.id}`)).body.decisions).toMatchObject([{ state: 'open' }])
})
it('only a real decision of the group lets a course be agreed, not a question that is open', async () => {
  const course = (
    await w.as('officer').put(`/courses/${w.newId()}`, { programmeId: w.ids.programme, name: 'Boats', capacity: 8, weeks: 4 }).expect(201)
  ).body
  await w.as('officer').post(`/courses/${course.id}/move`, { to: 'proposed', version: 1 }).expect(200)
  const move = () => w.as('officer').post(`/courses/${course.id}/move`, { to: 'agreed_by_group', version: 2 })
  const { id, version } = await opened({ courseId: course.id, limitsStated: false })
  expect(type(await move().expect(409))).toBe('group-has-not-decided')
  await decided({ decidedBy: 'officer' })
  await post('officer', id, 'decide', { version, ...made, decidedBy: 'together' }).expect(200)
  await move().expect(200)
})
it('everyone with a share in power reads it; only the team writes', async () => {
  const { id, version } = await decided()
  for (const person of ['mentor', 'partner', 'safeguarding', 'sam'] as const) {
    const { body } = await w.as(person).get(`/decisions/${id}`).expect(200)
    expect(body.can).toMatchObject({ prepare: false, decide: false, act: false, read: true })
    await open(person).expect(403)
    await post(person, id, 'act', { version, actedOn: '2026-11-06', outcomeText: 'x' }).expect(403)
  }
  for (const person of ['otherpartner', 'otherlead', 'admin', 'analyst', 'supervisor'] as const) {
    await w.as(person).get(`/decisions/${id}`).expect(404)
    await post(person, id, 'act', { version, actedOn: '2026-11-06', outcomeText: 'x' }).expect(404)
    expect((await w.as(person).get('/decisions').expect(200)).body.items).toEqual([])
    expect((await w.as(person).get('/decisions/spread').expect(200)).body).toMatchObject({
      n: 0,
      open: 0,
      can: { open: person === 'otherlead' },
    })
  }
  await open('otherlead').expect(404)
  await open('otherpartner').expect(404)
})
it('the ledger filters, pages, and says who decided in counts', async () => {
  const before = (await w.as('lead').get('/decisions/spread').expect(200)).body
  await decided({ decidedBy: 'partner', decidedOn: '2026-10-01' })
  const { body: spread } = await w.as('lead').get(`/decisions/spread?programmeId=${w.ids.programme}`).expect(200)
  expect(spread.n).toBe(before.n + 1)
  expect(spread.byWhom).toContainEqual({ decidedBy: 'partner', n: 1 })
  expect(spread.byWhom.reduce((sum: number, one: { n: number }) => sum + one.n, 0)).toBe(spread.n)
  const page = (await w.as('partner').get('/decisions?limit=2').expect(200)).body
  const rest = (
    await w
      .as('partner')
      .get(`/decisions?limit=2&after=${encodeURIComponent(page.next)}`)
      .expect(200)
  ).body
  expect(rest.items.map((one: { id: string }) => one.id)).not.toContain(page.items[1].id)
  expect((await w.as('sam').get('/decisions?decidedBy=partner')).body.items).toMatchObject([{ decidedBy: 'partner' }])
  expect((await w.as('sam').get('/decisions?state=open')).body.items.every((one: { state: string }) => one.state === 'open')).toBe(true)
})
it('each side reads for itself how much was theirs; never an average', async () => {
  const { id } = await decided()
  const read = (who: Person, level: number, group?: boolean) =>
    w.as(who).put(`/decisions/${id}/reading`, { level, ...(group ? { group } : {}) })
  await read('sam', 3).expect(200)
  expect((await read('sam', 2).expect(200)).body.readings).toMatchObject({ participants: { n: 1, levels: null }, mine: 2 })
  await read('lead', 6).expect(200)
  await read('partner', 5).expect(200)
  await read('officer', 4, true).expect(200)
  await read('sam', 4, true).expect(403)
  const { readings } = (await w.as('mentor').get(`/decisions/${id}`)).body
  expect(readings).toEqual({
    participants: { n: 1, levels: null },
    partners: { n: 2, levels: [0, 0, 0, 0, 0, 1, 1] },
    group: 4,
    mine: null,
  })
  await read('analyst', 3).expect(404)
  await read('sam', 7).expect(400)
  const early = await opened()
  await w.as('sam').put(`/decisions/${early.id}/reading`, { level: 1 }).expect(409)
})
it('a stale version is shown both ways', async () => {
  const { id, version } = await opened({ limitsStated: false })
  await w.as('lead').patch(`/decisions/${id}`, { version, title: 'Fridays, then' }).expect(200)
  const answer = await w.as('officer').patch(`/decisions/${id}`, { version, title: 'Mine' }).expect(409)
  expect(answer.body).toMatchObject({ type: '/problems/changed-meanwhile', current: { title: 'Fridays, then' } })
})
