import { learning, type Learning } from '@modulus/contracts/learning.ts'
import { lessons, type Lesson } from '@modulus/contracts/lessons.ts'
import { describe, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import LearningPage from './LearningPage.vue'
import LessonListPage from './LessonListPage.vue'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${n}`
const here = { id: someone.programmes[0]!.id, name: 'Linnbrae' }
const lesson: Lesson = {
  id: id(10),
  programme: { id: id(11), name: 'Gorbals' },
  kind: 'ask_first',
  words: 'Ask where they feel safe before you book a room',
  aboutCo: null,
  heardFrom: 'participants',
  question: 'Where would you rather meet?',
  evidence: '',
  decisionId: null,
  shared: true,
  writtenAt: '2026-11-03T10:00:00Z',
  version: 1,
  can: { edit: false, share: false },
}
const question = {
  id: id(12),
  words: 'Where would you rather meet?',
  lesson: { id: lesson.id, words: lesson.words },
  askedOn: null,
  peopleAsked: null,
  theirAnswer: '',
  version: 1,
}
const alone: Learning = {
  programme: here,
  line: [{ id: here.id, name: here.name, area: 'Linnbrae', status: 'running', startedOn: null, derivedFromId: null, mine: true }],
  taken: [],
  questions: [],
  choices: [],
  readings: [],
  evidence: [],
  can: { learn: true, read: true },
}
const learned: Learning = {
  ...alone,
  line: [
    { id: id(11), name: 'Gorbals', area: 'Gorbals', status: 'closed', startedOn: '2013-09-02', derivedFromId: null, mine: false },
    { ...alone.line[0]!, derivedFromId: id(11) },
  ],
  taken: [{ lesson, how: 'We asked at the second visit' }],
  questions: [question],
}
const open = async (one: Learning) => {
  const api = fakeApi().on(learning.read, one)
  const page = await mount(LearningPage, {
    path: `/programmes/${here.id}/learning`,
    at: '/programmes/:programmeId/learning',
    props: { programmeId: here.id },
  })
  return { api, page }
}

describe('made anew here', () => {
  it('says how many questions wait to be asked, where it learned from, and what of it is in use', async () => {
    const { page } = await open(learned)
    expect(page.get('h1').text()).toBe('Made anew in Linnbrae')
    expect(page.text()).toContain('1 question still to ask the young people here. Lessons come along; the plan does not.')
    expect(page.text()).toContain('Learned from Gorbals')
    expect(page.text()).toContain('How we use it: We asked at the second visit')
    // A place that one does not belong to is named, and not opened.
    expect(page.find(`a[href="/programmes/${id(11)}/learning"]`).exists()).toBe(false)
  })
  it('a place that began by itself is told what would be here, and that no part was talked about', async () => {
    const { page } = await open(alone)
    expect(page.text()).toContain('This programme began by itself, and no other has learned from it yet.')
    expect(page.text()).toContain('No questions yet.')
    expect(page.text()).toContain('It is made anew with the young people here.')
    expect(page.text().split('Not talked about yet')).toHaveLength(7)
    expect(page.text().split('Nothing shown yet')).toHaveLength(5)
  })
  it('keeps what the group said with the question, as many as were asked', async () => {
    const { api, page } = await open(learned)
    api.on(learning.answer, { ...question, askedOn: '2026-11-20', peopleAsked: 6, theirAnswer: 'The kitchen' })
    await page.press('Write down what they said: Where would you rather meet?')
    await page.press('Save what they said')
    expect(page.text()).toContain('Say what they said')
    expect(api.callsOf(learning.answer)).toHaveLength(0)
    await page.fill('What they said, in their words', 'The kitchen')
    await page.fill('How many were asked?', '6')
    await page.fill('When?', '2026-11-20')
    await page.press('Save what they said')
    expect(api.callsOf(learning.answer)[0]).toMatchObject({
      params: { programmeId: here.id, questionId: question.id },
      body: { askedOn: '2026-11-20', peopleAsked: 6, theirAnswer: 'The kitchen', version: 1 },
    })
  })
  it('a part is kept, adapted, left out or asked about, with the reason', async () => {
    const { api, page } = await open(alone)
    api.on(learning.choose, ({ params, body }) => ({
      ingredient: params.ingredient,
      choice: body.choice,
      why: body.why,
      decision: null,
      chosenAt: '2026-11-20T10:00:00Z',
      by: 'Amina Hart',
    }))
    await page.press('Choose: Mentoring')
    await page.choose('Adapt')
    await page.fill('Why?', 'In pairs, they asked for it')
    await page.press('Save this choice')
    expect(api.callsOf(learning.choose)[0]).toMatchObject({
      params: { ingredient: 'mentoring' },
      body: { choice: 'adapt', why: 'In pairs, they asked for it', decisionId: null },
    })
  })
})

describe('what we learned', () => {
  it('a lesson of elsewhere is used here in one press, and says that its question came along', async () => {
    const api = fakeApi()
      .on(lessons.list, { items: [lesson], next: null })
      .on(learning.take, learned)
    const page = await mount(LessonListPage, { path: '/learning' })
    expect(page.text()).toContain('Gorbals, heard from young people, 3 Nov 2026')
    await page.press('Use it in Linnbrae')
    expect(api.callsOf(learning.take)[0]!.params).toEqual({ programmeId: here.id, lessonId: lesson.id })
    expect(page.get('[role=status]').text()).toBe('Taken. Its question is on the list to ask.')
  })
  it('writes down a lesson, and says what is missing before it sends anything', async () => {
    const api = fakeApi().on(lessons.list, { items: [], next: null }).on(lessons.write, lesson)
    const page = await mount(LessonListPage, { path: '/learning' })
    expect(page.text()).toContain('No lessons yet')
    await page.press('Write down a lesson')
    await page.press('Save this lesson')
    expect(api.callsOf(lessons.write)).toHaveLength(0)
    expect(page.text()).toContain('Choose what kind of lesson it is')
    await page.choose('Ask first')
    await page.fill('What did we learn?', 'Ask where they feel safe')
    await page.choose('Young people')
    await page.press('Save this lesson')
    expect(api.callsOf(lessons.write)[0]!.body).toMatchObject({
      programmeId: here.id,
      kind: 'ask_first',
      words: 'Ask where they feel safe',
      heardFrom: 'participants',
    })
  })
})
