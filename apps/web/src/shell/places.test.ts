import { expect, it } from 'vitest'
import { someone } from '#testing/mount.ts'
import { describe, homeOf, placesOf, tabsOf } from './places.ts'

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
        '/changes',
        '/ideas',
        '/replies',
        '/promises',
        '/meetings',
        '/offers',
        '/programmes',
      ],
      ...['/pulse', '/barriers', '/outcomes'],
    ],
  ],
  ['a mentor', as('mentor'), ['/mentoring', '/ideas', '/promises']],
  ['a partner contact', as('partner_contact'), ['/partner', '/ideas', '/promises', '/meetings', '/nominations']],
  ['a placement supervisor', as('placement_supervisor'), ['/partner', '/ideas', '/promises', '/meetings']],
  ['a safeguarding lead', as('safeguarding_lead'), ['/safeguarding']],
  ['a data lead', as('data_lead'), ['/admin/agreements', '/withheld']],
  ['an analyst', as('analyst'), ['/outcomes']],
  ['an administrator', { ...as(), administrator: true }, ['/admin', '/programmes']],
  [
    'someone who leads and visits',
    as('programme_lead', 'outreach_officer'),
    [
      ...['/lead', '/', '/people', '/nominations', '/visits/new', '/courses', '/changes', '/ideas', '/replies', '/promises', '/meetings'],
      ...['/offers', '/programmes', '/pulse', '/barriers', '/outcomes'],
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
