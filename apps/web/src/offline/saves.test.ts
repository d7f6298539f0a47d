// What each kind of save is while it waits, and how what was taken along looks after it.
import type { Pack } from '@modulus/contracts/offline.ts'
import type { Session } from '@modulus/contracts/session.ts'
import { expect, it } from 'vitest'
import { newId } from '#lib/new-id.ts'
import { alongIn, answerFrom, personIn, registers } from './along.ts'
import type { Label } from './phone.ts'
import { saveOf } from './saves.ts'

const [aidan, iona, course, taster, match, programme] = Array.from({ length: 6 }, () => newId()) as [
  string,
  string,
  string,
  string,
  string,
  string,
]
const row = (participantId: string, knownAs: string) => ({
  participantId,
  knownAs,
  familyName: null,
  mark: null,
  reasonKey: null,
  hints: [],
})
const pack: Pack = {
  lease: { keyId: '', text: '', signature: '' },
  entries: [
    {
      path: `/course-sessions/${taster}/register`,
      body: {
        courseName: 'Boats',
        session: {
          id: taster,
          courseId: course,
          programmeId: programme,
          title: 'Taster day',
          startsAt: '2026-11-22T10:00:00Z',
          status: 'planned',
          version: 3,
        },
        rows: [row(aidan, 'Aidan'), row(iona, 'Iona')],
        reasons: [],
      },
    },
    {
      path: '/mentoring/matches?status=active',
      body: { items: [{ id: match, participant: { id: iona, knownAs: 'Iona', programmeId: programme }, can: { log: true } }], next: null },
    },
  ],
  people: [
    { id: aidan, knownAs: 'Aidan', because: 'session' },
    { id: iona, knownAs: 'Iona', because: 'mentoring' },
  ],
  leftOut: 0,
}
const known = { itemId: newId(), pack, session: { programmes: [], partnership: { dutyPhone: '' } } as unknown as Session }
const save = (operation: string, path: string, body: unknown, from = pack) =>
  saveOf({ operation, method: 'PUT', path, body }, { ...known, pack: from })
const atRegister = `/course-sessions/${taster}/register`

it('a whole register: its marks are seen afterwards, and it says again what each tap said', () => {
  const taken = save('register.take', atRegister, {
    marks: [
      { participantId: aidan, mark: 'came' },
      { participantId: iona, mark: 'told_us_cant', reasonKey: 'work' },
    ],
  })
  expect(taken).toMatchObject({
    recordId: taster,
    who: 'Taster day',
    answer: { rows: [{ mark: 'came' }, { mark: 'told_us_cant', reasonKey: 'work' }] },
  })
  expect(registers(taken.pack!.entries)[0]!.rows.map(({ mark }) => mark)).toEqual(['came', 'told_us_cant'])
  const tap: Label = { operation: 'register.mark', recordId: taster, who: null, part: aidan }
  const whole = { ...tap, operation: 'register.take', part: `${aidan} ${iona}` }
  expect([tap, whole, { ...tap, recordId: newId() }, { ...whole, part: `${aidan} ${newId()}` }].map(taken.replaces)).toEqual([
    true,
    true,
    false,
    false,
  ])
})
it('one mark: a second tap on the same person takes the place of the first, and of nobody else’s', () => {
  const tap = save('register.mark', `${atRegister}/${aidan}`, { mark: 'came_late' })
  expect(tap).toMatchObject({
    recordId: taster,
    part: aidan,
    who: 'Aidan, Taster day',
    answer: { row: { knownAs: 'Aidan', mark: 'came_late' }, session: { status: 'planned' } },
  })
  const other: Label = { operation: 'register.mark', recordId: taster, who: null, part: iona }
  expect([{ ...other, part: aidan }, other, { ...other, operation: 'register.take', part: `${aidan} ${iona}` }].map(tap.replaces)).toEqual([
    true,
    false,
    false,
  ])
  expect(
    registers(save('register.mark', `${atRegister}/${iona}`, { mark: 'came' }, tap.pack).pack!.entries)[0]!.rows.map(({ mark }) => mark),
  ).toEqual(['came_late', 'came'])
})
it('a mark for whom the phone does not know still waits', () => {
  expect(save('register.mark', `/course-sessions/${newId()}/register/${aidan}`, { mark: 'came' })).toMatchObject({
    who: null,
    answer: { row: { mark: 'came' } },
  })
})
it('a meet-up bears the name of the match, a change the name of the course', () => {
  const note = newId()
  expect(save('mentoring.log', `/mentoring/sessions/${note}`, { matchId: match, kind: 'met' })).toMatchObject({
    recordId: note,
    who: 'Iona',
    answer: { id: note, kind: 'met' },
  })
  const change = newId()
  expect(save('adaptations.raise', `/adaptations/${change}`, { courseId: course, stands: 'raised' })).toMatchObject({
    recordId: change,
    who: 'Boats',
    answer: { id: change, status: 'raised' },
  })
})
it('says what can be done from here, and whom a form is about', () => {
  expect(alongIn(pack)).toEqual([
    { to: `/courses/${course}/sessions/${taster}`, title: 'Register: Taster day', at: '2026-11-22T10:00:00Z' },
    { to: `/mentoring/${match}/note`, title: 'Note a meet-up with Iona', at: null },
  ])
  expect(personIn(pack, aidan)).toEqual({ id: aidan, knownAs: 'Aidan', programmeId: programme })
  expect(personIn(pack, newId())).toBeUndefined()
})
it('answers for a mentor’s matches that are going on, and for no other list of them', () => {
  expect(answerFrom(pack, `/mentoring/matches/${match}`)).toMatchObject({ participant: { knownAs: 'Iona' } })
  expect(answerFrom(pack, '/mentoring/matches')).toMatchObject({ items: [{ id: match }], next: null })
  for (const other of [
    `/mentoring/matches/${newId()}`,
    '/mentoring/matches?status=ended',
    '/mentoring/matches?after=x',
    `/mentoring/matches/${match}/sessions`,
  ])
    expect(answerFrom(pack, other)).toBeUndefined()
  expect(answerFrom({ ...pack, entries: [] }, '/mentoring/matches')).toBeUndefined()
})
