// What is drawn and what the table says are the same figures; the sentence is computed from them; nothing about a person is red.
import type { Component } from 'vue'
import { expect, it } from 'vitest'
import { mount } from '#testing/mount.ts'
import BubblesChart from './BubblesChart.vue'
import CourseChart from './CourseChart.vue'
import FunnelChart from './FunnelChart.vue'
import HeatmapChart from './HeatmapChart.vue'
import IntervalChart from './IntervalChart.vue'
import SeriesChart from './SeriesChart.vue'
import SlopeChart from './SlopeChart.vue'
import { fit, fitLines } from './fit.ts'
import { spread } from './spread.ts'

async function draw(chart: Component, props: Record<string, unknown>) {
  const page = await mount(chart, { props: { title: 'A picture', ...props } })
  const drawn = (selector: string) => page.findAll(selector).map((one) => one.text())
  const table = async () => {
    const button = page.findAll('button').find((one) => one.text().startsWith('Show as table'))!
    await button.trigger('click')
    return page.findAll('tbody tr').map((row) => row.findAll('th, td').map((cell) => cell.text()))
  }
  return { page, drawn, table, sentence: page.get('figcaption p').text() }
}

it('the funnel names the biggest drop, and hides what is too small in picture and table alike', async () => {
  const stages = [
    { label: 'Suggested', count: 64 },
    { label: 'Visited', count: 52 },
    { label: 'Started', count: 29 },
    { label: 'In a job', count: 17 },
  ]
  const { drawn, table, sentence } = await draw(FunnelChart, { stages })
  expect(sentence).toBe('17 of 64 young people: in a job. Biggest drop: visited to started (23).')
  expect(drawn('[data-value]')).toEqual(['64', '52', '29', '17'])
  expect(await table()).toEqual([
    ['Suggested', '64', ''],
    ['Visited', '52', '81%'],
    ['Started', '29', '56%'],
    ['In a job', '17', '59%'],
  ])

  const hidden = await draw(FunnelChart, { stages: [stages[0], { label: 'In a job', count: null }] })
  expect(hidden.page.html()).not.toContain('%')
  expect(await hidden.table()).toEqual([
    ['Suggested', '64', ''],
    ['In a job', 'too few to show', ''],
  ])
})

it('the attendance map draws every mark as the table says it, and no one is drawn in red', async () => {
  const people = [
    { id: '1', name: 'Aidan', marks: ['came', 'came_late', 'chose_other'] },
    { id: '2', name: 'Greig', marks: ['didnt_come', 'told_us_cant', null] },
    { id: '3', name: 'Iona', marks: ['came_part', 'kept_in_touch', 'cancelled_by_us'] },
  ]
  const { page, table, sentence } = await draw(HeatmapChart, { sessions: ['1', '2', '3'], people })
  expect(sentence).toBe('Someone came 3 of 7 times. 1 time they chose something else: worth asking what.')
  expect(page.findAll('[data-mark]').map((one) => one.attributes('data-mark'))).toEqual(
    people.flatMap(({ marks }) => marks.filter(Boolean)),
  )
  expect(page.html()).not.toMatch(/red-|harm|#b3/)
  expect(await table()).toEqual([
    ['Aidan', 'Came', 'Came late', 'Chose something else'],
    ['Greig', 'Did not come', 'Told us they could not come', ''],
    ['Iona', 'Came for part', 'Kept in touch', 'We called it off'],
  ])
})

it('the slope draws a fall dashed and marked, and asks about it kindly', async () => {
  const lines = [
    { label: 'Skills', start: 1, now: 4 },
    { label: 'Health', start: 6, now: 5 },
  ]
  const { page, drawn, table, sentence } = await draw(SlopeChart, { lines })
  expect(sentence).toBe('Skills is up 3. Health is lower than at the start: worth asking about.')
  expect([drawn('[data-start]'), drawn('[data-now]')]).toEqual([
    ['1', '6'],
    ['4', '5'],
  ])
  const [rise, fall] = page.findAll('[data-line]')
  expect([rise!.get('line').attributes('stroke-dasharray'), fall!.get('line').attributes('stroke-dasharray')]).toEqual([undefined, '6 5'])
  expect(fall!.text()).toContain('Health ▼')
  expect(page.html()).not.toMatch(/red-|harm|#b3/)
  expect(await table()).toEqual([
    ['Skills', '1', '4'],
    ['Health', '6', '5'],
  ])
})

it('the series leaves a gap for a month that is not known, and says it proves nothing', async () => {
  const months = ['2025-01-01', '2025-02-01', '2025-03-01', '2025-04-01']
  const series = [
    { label: 'This area', values: [14, 5, null, 9] },
    { label: 'Elsewhere', values: [9, 12, 5, 8] },
  ]
  const { page, table, sentence } = await draw(SeriesChart, {
    months,
    series,
    windows: [{ label: 'Ran', from: '2025-02-01', to: '2025-03-01' }],
  })
  expect(sentence).toBe(
    'This area: 14 in January 2025, 9 in April 2025. Elsewhere: 9 in January 2025, 8 in April 2025. This does not prove the programme caused it.',
  )
  const [elsewhere, area] = page
    .findAll('[data-series]')
    .map((one) => one.findAll('circle').map((dot) => Number(dot.attributes('data-value'))))
  expect([area, elsewhere]).toEqual([
    [14, 5, 9],
    [9, 12, 5, 8],
  ])
  expect(page.findAll('[data-series] path')[1]!.attributes('d')!.match(/M/g)).toHaveLength(2)
  expect(await table()).toEqual([
    ['January 2025', '14', '9'],
    ['February 2025', '5', '12'],
    ['March 2025', 'not known', '5'],
    ['April 2025', '9', '8'],
  ])
})

it('the bubbles say in words what no partner offers', async () => {
  const interests = [
    { label: 'Joinery', counts: [6, 9], open: 2, taken: 0 },
    { label: 'Football', counts: [3, 1], open: 0, taken: 2 },
    { label: 'Music', counts: [2, 2], open: 1, taken: 1 },
    { label: 'Motors', counts: [8, null], open: 0, taken: 0 },
    { label: 'Animals', counts: [0, 5], open: 0, taken: 0 },
  ]
  const { drawn, table, sentence } = await draw(BubblesChart, { groups: ['Govan', 'Gorbals'], interests })
  expect(sentence).toBe('8 want motors and 5 want animals. No partner offers either yet.')
  expect(drawn('[data-value]')).toEqual(['6', '9', '3', '1', '2', '2', '8', '5'])
  expect(drawn('[data-offer]')).toEqual(['Open', 'Taken up', 'Open, taken up', 'No offer', 'No offer'])
  expect(await table()).toEqual([
    ['Joinery', '6', '9', '2', 'Nobody yet'],
    ['Football', '3', '1', 'None now', '2'],
    ['Music', '2', '2', '1', '1'],
    ['Motors', '8', 'too few to show', 'None yet', 'Nobody yet'],
    ['Animals', '0', '5', 'None yet', 'Nobody yet'],
  ])
})

it('the course shows what the group changed, and why', async () => {
  const weeks = [
    { week: 1, planned: 'Meet up', ran: 'Meet up', why: '' },
    { week: 2, planned: 'Sports centre', ran: 'Housing yard', why: 'Group asked to stay' },
    { week: 3, planned: 'Awards', ran: null, why: '' },
  ]
  const { page, table, sentence } = await draw(CourseChart, { weeks })
  expect(sentence).toBe('1 of 3 sessions changed because of what the group said.')
  expect(page.findAll('[data-week]')[1]!.text()).toContain('◆ Housing yard')
  expect(await table()).toEqual([
    ['1', 'Meet up', 'Meet up', ''],
    ['2', 'Sports centre', 'Housing yard', 'Group asked to stay'],
    ['3', 'Awards', 'Still to come', ''],
  ])
  const ahead = await draw(CourseChart, { weeks: [{ week: 4, planned: 'Garage', ran: null, comes: 'Stay here', why: '“Can we stay?”' }] })
  expect(ahead.page.get('[data-week]').text()).toContain('◆ Stay here, still to come')
  expect(await ahead.table()).toEqual([['4', 'Garage', 'Still to come: Stay here', '“Can we stay?”']])
})

it('the estimate says whether it can be told from chance', async () => {
  const estimates = [
    { label: 'Fewer reports', value: -69, low: -103, high: -35 },
    { label: 'Ten to two', value: -7, low: -17.9, high: 3.9 },
  ]
  const { page, drawn, table, sentence } = await draw(IntervalChart, { estimates })
  expect(sentence).toContain('Fewer reports: −69, somewhere from −103 to −35. That leaves out no difference')
  expect(sentence).toContain('Ten to two: −7, somewhere from −17.9 to 3.9. That includes no difference, so it cannot be told from chance.')
  expect(drawn('[data-value]')).toEqual(['−69', '−7'])
  expect(page.findAll('[data-edge]').map((one) => Number(one.attributes('data-edge')))).toEqual([-103, -35, -17.9, 3.9])
  expect(await table()).toEqual([
    ['Fewer reports', '−69', '−103', '−35'],
    ['Ten to two', '−7', '−17.9', '3.9'],
  ])
})

it('labels at the same height move apart, in order', () => {
  expect(spread([100, 100, 101], 18)).toSatisfy((placed: number[]) => placed[1]! - placed[0]! > 17.9 && placed[2]! - placed[1]! > 17.9)
  expect(spread([10, 90], 18)).toEqual([10, 90])
})

it('text in a picture ends where its room does, between words where it can', () => {
  expect(fit('Working with animals', 400, 15)).toBe('Working with animals')
  expect(fit('Working with animals', 100, 15)).toBe('Working wi…')
  expect(fitLines('Gorbals', 80, 13)).toEqual(['Gorbals'])
  expect(fitLines('Linnbrae youth work', 80, 13)).toEqual(['Linnbrae', 'youth work'])
  expect(fitLines('Castlefern-by-the-river', 80, 13)).toEqual(['Castlefer…'])
})

it('a register of many sessions goes on below, so that every mark keeps its letter', async () => {
  const sessions = Array.from({ length: 60 }, (_, at) => `${at + 1} Nov`)
  const people = [{ id: 'a', name: 'Aidan', marks: sessions.map((_, at) => (at === 59 ? ('came_late' as const) : ('came' as const))) }]
  const { page, drawn } = await draw(HeatmapChart, { sessions, people })
  expect(page.findAll('[data-mark]')).toHaveLength(60)
  expect(drawn('svg > g > g > text').filter((name) => name === 'Aidan')).toHaveLength(3)
  for (const mark of page.findAll('[data-mark] rect')) expect(Number(mark.attributes('width'))).toBeGreaterThanOrEqual(16)
  expect(page.findAll('[data-mark]').at(-1)!.text()).toBe('l')
})
