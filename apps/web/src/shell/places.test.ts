import { expect, it } from 'vitest'
import { someone } from '#testing/mount.ts'
import { describe, homeOf, partsOf, placeAt, placesOf, tabsOf } from './places.ts'

const as = (...roles: (typeof someone)['roles']) => ({ ...someone, roles })
const menu = (session: typeof someone) => placesOf(session).map(({ to }) => to)

it.each([
  [
    'an outreach officer',
    as('outreach_officer'),
    [
      '/',
      '/people',
      '/visits/new',
      '/courses',
      '/changes',
      '/ideas',
      '/replies',
      '/promises',
      '/pulse',
      '/barriers',
      '/outcomes',
      '/nominations',
      '/break-glass',
    ],
  ],
  [
    'a programme lead',
    as('programme_lead'),
    [
      ...[
        '/lead',
        '/people',
        '/nominations',
        '/courses',
        '/out-now',
        '/changes',
        '/ideas',
        '/replies',
        '/promises',
        '/meetings',
        '/offers',
        '/programmes',
      ],
      ...['/pulse', '/barriers', '/exports', '/rights', '/retention', '/outcomes', '/checks/team', '/access-review', '/break-glass'],
    ],
  ],
  ['a mentor', as('mentor'), ['/mentoring', '/ideas', '/promises', '/break-glass']],
  ['a partner contact', as('partner_contact'), ['/partner', '/ideas', '/promises', '/meetings', '/nominations', '/break-glass']],
  ['a placement supervisor', as('placement_supervisor'), ['/partner', '/ideas', '/promises', '/meetings', '/break-glass']],
  ['a safeguarding lead', as('safeguarding_lead'), ['/safeguarding', '/checks/team', '/break-glass']],
  [
    'a data lead',
    as('data_lead'),
    ['/admin/agreements', '/exports', '/what-they-see', '/rights', '/retention', '/shares', '/withheld', '/access-review', '/break-glass'],
  ],
  ['an analyst', as('analyst'), ['/outcomes']],
  ['an administrator', { ...as(), administrator: true }, ['/admin', '/programmes']],
  [
    'someone who leads and visits',
    as('programme_lead', 'outreach_officer'),
    [
      ...[
        '/lead',
        '/',
        '/people',
        '/nominations',
        '/visits/new',
        '/courses',
        '/out-now',
        '/changes',
        '/ideas',
        '/replies',
        '/promises',
        '/meetings',
      ],
      ...[
        '/offers',
        '/programmes',
        '/pulse',
        '/barriers',
        '/exports',
        '/rights',
        '/retention',
        '/outcomes',
        '/checks/team',
        '/access-review',
        '/break-glass',
      ],
    ],
  ],
])('%s is offered their places, and lands on the first', (_who, session, places) => {
  expect(menu(session)).toEqual(places)
  expect(homeOf(session)).toBe(places[0])
})
it('a young person lands on their own page, and someone whose roles have ended on help', () => {
  expect(homeOf({ ...as('participant'), self: ['0190aaaa-0000-7000-8000-000000000009'] })).toBe('/me')
  expect(homeOf(as())).toBe('/help')
})
it('a phone shows at most five tabs, and nothing is lost behind the last', () => {
  const session = as('programme_lead', 'outreach_officer')
  const { tabs, more } = tabsOf(session)
  expect(tabs).toHaveLength(5)
  expect([...tabs.slice(0, -1), ...more].map(({ to }) => to)).toEqual(menu(session))
})
it('says who someone is in a few words', () => {
  expect(describe(as('outreach_officer'))).toBe('Outreach officer, Harbour Housing')
})
it.each([
  ['/people/1/story', '/people'],
  ['/decisions/1', '/ideas'],
  ['/interests', '/ideas'],
  ['/risk-benefits/new', '/changes'],
  ['/coherence', '/pulse'],
  ['/supporters/1', '/barriers'],
  ['/effort', '/barriers'],
  ['/contributions', '/barriers'],
  ['/learning', '/programmes'],
  ['/programmes/1/learning', '/programmes'],
  ['/barriers/survey', '/barriers'],
  ['/outcomes/power', '/outcomes'],
  ['/visits/new', '/people'],
  ['/settings', undefined],
])('the page %s of a lead belongs to %s', (path, place) => {
  expect(placeAt(placesOf(as('programme_lead')), path)).toBe(place)
})
it('a page belongs to what its reader is offered, and recording a visit is a place of its own for officers', () => {
  expect(placeAt(placesOf(as('outreach_officer')), '/visits/new')).toBe('/visits/new')
  expect(placeAt(placesOf(as('outreach_officer')), '/')).toBe('/')
  expect(placeAt(placesOf(as('partner_contact')), '/coherence/sign')).toBe('/partner')
  expect(placeAt(placesOf(as('analyst')), '/barriers/survey')).toBe('/outcomes')
})
it('a long menu stands under headings and loses nothing; a short one needs none', () => {
  const places = placesOf(as('programme_lead'))
  expect(partsOf(places).map(({ heading }) => heading)).toEqual([null, 'The people', 'Sharing power', 'The programme'])
  expect(
    partsOf(places)
      .flatMap((part) => part.places.map(({ to }) => to))
      .sort(),
  ).toEqual(menu(as('programme_lead')).sort())
  expect(partsOf(places)[0]!.places.map(({ to }) => to)).toEqual(['/lead'])
  expect(partsOf(placesOf(as('mentor')))).toHaveLength(1)
})
