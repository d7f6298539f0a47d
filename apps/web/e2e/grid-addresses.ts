// Every address there is, read from the routers, and for each with a parameter how to find a real one in the demonstration.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { v7 as newId } from 'uuid'
import { createMemoryHistory, type RouteRecordNormalized } from 'vue-router'
import { makeRouter } from '../src/router.ts'
import type { OfflineKeys } from '@modulus/contracts/offline.ts'
import { sealItem } from '../src/offline/seal.ts'
import type { Visitor } from './grid-visitor.ts'

export const routes: RouteRecordNormalized[] = makeRouter(createMemoryHistory()).getRoutes()
const paths = [...new Set(routes.map(({ path }) => path))]
/** Pages with an address of their own. */
export const fixed = paths.filter((path) => !path.includes(':') && path !== '/signin')
/** Pages about something: `/people/:participantId/about`. */
export const about = paths.filter((path) => path.includes(':'))
/** The young person's pages. Read as text: their router brings components, which only a browser can show. */
export const young = [...readFileSync(resolve(import.meta.dirname, '../src/me/routes.ts'), 'utf8').matchAll(/\bpath: '([^']+)'/g)].map(
  ([, path]) => `/me${path === '/' ? '' : path}`,
)

interface Named {
  id: string
}
type Values = Record<string, string>
interface Kind {
  /** Who looks at such a page; first the one who has most to see there, whose refusal lets the next take their place. */
  by: string[]
  /** The values of its parameters, and of what it wants after a question mark, for a thing that this visitor sees; undefined when they see none. */
  find: (visitor: Visitor) => Promise<Values | undefined>
}
const team = ['officer', 'lead']

/** The first of a list that fits. */
const first =
  <T extends Named>(name: string, list: string, fits: (one: T) => boolean = () => true): Kind['find'] =>
  async (visitor) => {
    const one = (await visitor.items<T>(list)).find(fits)
    return one && { [name]: one.id }
  }
/** The first thing in the lists of several owners, asked one owner after another. */
async function within<O extends Named, T extends Named>(visitor: Visitor, owners: string, list: (owner: O) => string) {
  for (const owner of await visitor.items<O>(owners)) {
    const [one] = await visitor.items<T>(list(owner))
    if (one) return { owner, one }
  }
}
/** The person of a placement, for those who see one: there is most to show of them. Else anyone they see. */
const someone: Kind['find'] = async (visitor) => {
  const placed = await visitor.items<{ participant: Named }>('/placements')
  const id = placed.at(-1)?.participant.id ?? (await visitor.items<Named>('/participants'))[0]?.id
  return id === undefined ? undefined : { participantId: id }
}

/**
 * How to find one, by the beginning of a path: an entry serves its own path and every page below it that brings no parameter of its own.
 * The longest beginning that fits is taken, so a page that needs a thing in a certain state has a line to itself.
 */
const kinds: Record<string, Kind> = {
  '/people/:participantId': { by: [...team, 'mentor', 'partner', 'supervisor', 'safeguarding'], find: someone },
  '/people/:participantId/follow-ups/:followUpId': {
    by: team,
    find: async (visitor) => {
      const [one] = await visitor.items<{ id: string; participantId: string }>('/follow-ups')
      return one && { participantId: one.participantId, followUpId: one.id }
    },
  },
  '/people/:participantId/entries/:entryId/hold-back': {
    by: team,
    find: async (visitor) => {
      const found = await within<Named, Named>(visitor, '/participants?limit=100', ({ id }) => `/contacts?participantId=${id}`)
      return found && { participantId: found.owner.id, entryId: found.one.id, kind: 'contact' }
    },
  },
  '/sync/items/:itemId': { by: team, find: twoTexts },
  '/break-glass/:lookId': { by: ['data', 'lead', 'officer2'], find: first('lookId', '/break-glass') },
  '/access-review/:reviewId': { by: ['lead', 'data'], find: first('reviewId', '/access-reviews') },
  '/interests/:interestId': {
    by: team,
    find: async (visitor) => {
      for (const { id } of await visitor.items<Named>('/participants?limit=100')) {
        const heard = await visitor.get<{ interests: Named[] }>(`/participants/${id}/interests`)
        if (heard?.interests[0]) return { interestId: heard.interests[0].id }
      }
    },
  },
  '/contacts/:contactId': {
    by: team,
    find: async (visitor) => {
      const found = await within(visitor, '/participants?limit=100', ({ id }) => `/contacts?participantId=${id}`)
      return found && { contactId: found.one.id }
    },
  },
  '/visits/:visitId': { by: team, find: theVisit('recorded') },
  '/visits/:visitId/safety': { by: team, find: theVisit('planned') },
  '/visits/:visitId/move': { by: ['officer'], find: theVisit('planned') },
  '/courses/:courseId': { by: ['lead', 'officer'], find: first('courseId', '/courses') },
  '/courses/:courseId/sessions/:sessionId': {
    by: ['officer', 'lead'],
    find: async (visitor) => {
      const found = await within(visitor, '/courses', ({ id }) => `/courses/${id}/sessions`)
      return found && { courseId: found.owner.id, sessionId: found.one.id }
    },
  },
  '/mentoring/:matchId': {
    by: ['mentor', ...team],
    find: first<Named & { status: string }>('matchId', '/mentoring/matches', ({ status }) => status === 'active'),
  },
  '/mentoring/:matchId/notes/:sessionId': {
    by: ['mentor', ...team],
    find: async (visitor) => {
      const found = await within(visitor, '/mentoring/matches', ({ id }) => `/mentoring/matches/${id}/sessions`)
      return found && { matchId: found.owner.id, sessionId: found.one.id }
    },
  },
  '/ideas/:ideaId': { by: ['lead', 'officer'], find: first('ideaId', '/ideas') },
  '/decisions/:decisionId': { by: ['lead', 'officer', 'partner'], find: first('decisionId', '/decisions') },
  '/changes/:adaptationId': { by: ['lead', 'officer', 'partner'], find: first('adaptationId', '/adaptations') },
  '/promises/:promiseId': { by: ['lead', 'officer', 'partner'], find: first('promiseId', '/promises') },
  '/risk-benefits/:riskBenefitId': { by: ['lead', 'officer'], find: first('riskBenefitId', '/risk-benefits') },
  '/barriers/:barrierId': { by: ['lead', 'officer', 'partner'], find: first('barrierId', '/barriers') },
  '/supporters/:supporterId': { by: ['lead', 'officer'], find: first('supporterId', '/supporters') },
  '/contributions/:contributionId': { by: ['lead', 'officer', 'partner'], find: first('contributionId', '/contributions') },
  '/meetings/:meetingId': { by: ['lead', 'officer', 'partner'], find: first('meetingId', '/meetings') },
  '/pace/pressures/:pressureId': {
    by: ['lead'],
    find: async (visitor) => {
      for (const { id } of await visitor.items<Named>('/programmes')) {
        const pace = await visitor.get<{ pressures: Named[] }>(`/programmes/${id}/pace`)
        if (pace?.pressures[0]) return { pressureId: pace.pressures[0].id, programme: id }
      }
    },
  },
  '/rights/requests/:requestId': {
    by: ['data'],
    find: first<Named & { state: string }>('requestId', '/rights/requests', ({ state }) => state === 'redacting'),
  },
  '/rights/complaints/:complaintId': { by: ['data'], find: first('complaintId', '/rights/complaints') },
  '/retention/batches/:batchId': { by: ['data', 'lead'], find: first('batchId', '/retention/batches') },
  '/nominations/:nominationId': { by: ['lead', 'officer', 'partner'], find: first('nominationId', '/nominations') },
  '/offers/:opportunityId': { by: ['lead', 'officer'], find: first('opportunityId', '/opportunities') },
  '/partner/offers/:opportunityId': { by: ['partner'], find: first('opportunityId', '/opportunities') },
  '/placements/:placementId': { by: ['officer', 'lead'], find: first('placementId', '/placements') },
  '/partner/placements/:placementId': { by: ['partner', 'supervisor'], find: first('placementId', '/placements') },
  '/programmes/:programmeId': { by: ['lead', 'officer', 'analyst', 'admin'], find: first('programmeId', '/programmes') },
  '/outcomes/compare/:comparisonId': {
    by: ['lead'],
    find: async (visitor) => {
      const found = await within(visitor, '/programmes', ({ id }) => `/community/comparisons?programmeId=${id}`)
      return found && { comparisonId: found.one.id }
    },
  },
  '/safeguarding/:concernId': { by: ['safeguarding'], find: first('concernId', '/concerns') },
  '/imports/:importId': {
    by: ['lead'],
    find: async (visitor) => {
      const [programme] = await visitor.items<Named>('/programmes')
      const importId = newId()
      const query = new URLSearchParams({ programmeId: programme!.id, kind: 'nominations', fileName: 'from the youth club.csv' })
      await visitor.send('PUT', `/imports/${importId}?${query}`, Buffer.from('First name,Good at\nStruan,Feeds every cat in the close\n'))
      return { importId }
    },
  },
  '/shares/:shareId': { by: ['lead', 'officer', 'data', 'safeguarding'], find: first('shareId', '/shares') },
  '/admin/agreements/:agreementId': { by: ['data'], find: first('agreementId', '/agreements') },
  '/admin/partners/:partnerId': { by: ['admin'], find: first('partnerId', '/partners') },
  '/admin/people/:personId': { by: ['admin'], find: first('personId', '/people') },
  '/i/:token': {
    by: ['admin'],
    find: async (visitor) => {
      const [partner] = await visitor.items<Named>('/partners'),
        email = `invited-${newId()}@demo.modulus.test`
      await visitor.send('PUT', `/people/${newId()}`, { name: 'Ishbel Moir', email, partnerId: partner!.id })
      return { token: (await visitor.linkIn('/i/', email)).slice('/i/'.length) }
    },
  },
  '/:path(.*)*': { by: ['officer'], find: () => Promise.resolve({ path: 'nowhere/at/all' }) },
  // The young person's own.
  '/me/:rest(.*)*': { by: ['young person'], find: () => Promise.resolve({ rest: '' }) },
  '/me/link/:token': { by: ['young person'], find: () => Promise.resolve({ token: 'a-link-that-was-used-long-ago' }) },
}

function theVisit(status: string): Kind['find'] {
  return async (visitor) => {
    const { userId } = await visitor.session()
    const mine = (await visitor.items<Named>(`/visits?officerId=${userId}&status=${status}`))[0]
    const any = mine ?? (await within(visitor, '/participants?limit=100', ({ id }) => `/visits?participantId=${id}&status=${status}`))?.one
    return any && { visitId: any.id }
  }
}

/** A change of one of their visits that was written without signal and met a colleague's: there is no such version any more. */
async function twoTexts(visitor: Visitor): Promise<Values | undefined> {
  const visit = await theVisit('recorded')(visitor),
    keys = await visitor.get<OfflineKeys>('/offline/keys')
  if (!visit || !keys) return
  const itemId = newId(),
    body = { version: 999, staffWords: 'Two dogs in the hall, and both were glad.', wantsToCome: 'not_now' }
  const { sealed } = await sealItem(
    itemId,
    { operation: 'visits.amend', method: 'PATCH', path: `/visits/${visit.visitId}`, body, finishedAt: new Date().toISOString(), base: {} },
    keys,
  )
  await visitor.send('PUT', `/offline/items/${itemId}`, sealed)
  return { itemId }
}

const parameters = (path: string) => path.split(':').length
/** The entry for a path, and undefined when nobody has said how to find one. */
export const kindOf = (path: string): Kind | undefined =>
  Object.entries(kinds)
    .filter(([start]) => (path === start || path.startsWith(`${start}/`)) && parameters(path) === parameters(start))
    .sort(([a], [b]) => b.length - a.length)[0]?.[1]
/** Entries for pages that are no more. */
export const leftOver = () =>
  Object.keys(kinds).filter((start) => ![...about, ...young].some((path) => path === start || path.startsWith(`${start}/`)))

function filled(path: string, values: Values): string {
  const after = { ...values }
  const before = path.replace(/:(\w+)(\(\.\*\)\*)?/g, (_, name: string) => {
    delete after[name]
    return values[name]!
  })
  return before.replace(/(.)\/$/, '$1') + (Object.keys(after).length > 0 ? `?${new URLSearchParams(after)}` : '')
}
/** Finds each kind of thing once for each visitor. */
export class Finder {
  private readonly found = new Map<string, Promise<Values | undefined>>()
  async address(visitor: Visitor, path: string): Promise<string | undefined> {
    if (!path.includes(':')) return path
    const kind = kindOf(path)
    if (!kind) throw new Error(`${path}: say in grid-addresses.ts how to find one.`)
    const key = `${visitor.name} ${Object.values(kinds).indexOf(kind)}`
    if (!this.found.has(key)) this.found.set(key, kind.find(visitor))
    const values = await this.found.get(key)
    return values && filled(path, values)
  }
}
