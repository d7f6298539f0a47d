// Every address of the staff pages. Features bring their own; what hangs under a person or a course is put together here.
import { createRouter, createWebHistory, type RouteRecordRaw, type RouterHistory } from 'vue-router'
import * as accessReviews from '#features/access-reviews/routes.ts'
import * as adaptations from '#features/adaptations/routes.ts'
import * as agreements from '#features/agreements/routes.ts'
import * as attachments from '#features/attachments/routes.ts'
import * as barriers from '#features/barriers/routes.ts'
import * as board from '#features/board/routes.ts'
import * as breakGlass from '#features/break-glass/routes.ts'
import * as chronology from '#features/chronology/routes.ts'
import * as community from '#features/community/routes.ts'
import * as concerns from '#features/concerns/routes.ts'
import * as contacts from '#features/contacts/routes.ts'
import * as contributions from '#features/contributions/routes.ts'
import * as courses from '#features/courses/routes.ts'
import * as decisions from '#features/decisions/routes.ts'
import * as day from '#features/day/routes.ts'
import * as destinations from '#features/destinations/routes.ts'
import * as drafts from '#features/drafts/routes.ts'
import * as exportFiles from '#features/exports/routes.ts'
import * as factors from '#features/factors/routes.ts'
import * as ideas from '#features/ideas/routes.ts'
import * as imports from '#features/imports/routes.ts'
import * as interests from '#features/interests/routes.ts'
import * as learning from '#features/learning/routes.ts'
import * as logs from '#features/logs/routes.ts'
import * as power from '#features/power/routes.ts'
import * as measures from '#features/measures/routes.ts'
import * as meetings from '#features/meetings/routes.ts'
import * as mentoring from '#features/mentoring/routes.ts'
import * as messages from '#features/messages/routes.ts'
import * as nominations from '#features/nominations/routes.ts'
import * as offline from '#features/offline/routes.ts'
import * as opportunities from '#features/opportunities/routes.ts'
import * as pace from '#features/pace/routes.ts'
import * as participants from '#features/participants/routes.ts'
import * as partners from '#features/partners/routes.ts'
import * as people from '#features/people/routes.ts'
import * as placements from '#features/placements/routes.ts'
import * as programmes from '#features/programmes/routes.ts'
import * as purposes from '#features/purposes/routes.ts'
import * as pulse from '#features/pulse/routes.ts'
import * as promises from '#features/promises/routes.ts'
import * as pvg from '#features/pvg/routes.ts'
import * as retention from '#features/retention/routes.ts'
import * as riskBenefits from '#features/risk-benefits/routes.ts'
import * as replies from '#features/replies/routes.ts'
import * as rights from '#features/rights/routes.ts'
import * as session from '#features/session/routes.ts'
import * as shares from '#features/shares/routes.ts'
import * as sessions from '#features/sessions/routes.ts'
import * as supporters from '#features/supporters/routes.ts'
import * as tokens from '#features/tokens/routes.ts'
import * as whatTheySee from '#features/what-they-see/routes.ts'
import * as visits from '#features/visits/routes.ts'
import * as visitSafety from '#features/visit-safety/routes.ts'
import * as warnings from '#features/warnings/routes.ts'
import * as words from '#features/words/routes.ts'
import { focusHeading, keepFocus } from '#lib/focus.ts'
import { ApiProblem } from '#lib/send.ts'
import { useSession } from '#stores/session.ts'
import { homeOf } from './shell/places.ts'
import { routes as shell } from './shell/routes.ts'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    /** Open without signing in. */
    public?: boolean
    /** Nothing around the page: no menu, no header. */
    bare?: boolean
    /** One task that wants the whole screen: no tab bar on a phone. */
    focus?: boolean
  }
}

/** A feature's pages. `personRoutes` and `courseRoutes` become children of the routes named 'person' and 'course'. */
interface Feature {
  routes: RouteRecordRaw[]
  personRoutes?: RouteRecordRaw[]
  courseRoutes?: RouteRecordRaw[]
}
const features: Feature[] = [
  session,
  sessions,
  tokens,
  factors,
  day,
  participants,
  replies,
  rights,
  interests,
  ideas,
  decisions,
  visits,
  visitSafety,
  contacts,
  drafts,
  concerns,
  chronology,
  warnings,
  measures,
  destinations,
  mentoring,
  placements,
  courses,
  adaptations,
  riskBenefits,
  opportunities,
  nominations,
  programmes,
  promises,
  pace,
  meetings,
  imports,
  community,
  board,
  power,
  learning,
  pulse,
  barriers,
  supporters,
  contributions,
  partners,
  people,
  logs,
  exportFiles,
  attachments,
  agreements,
  retention,
  purposes,
  whatTheySee,
  shares,
  words,
  messages,
  pvg,
  breakGlass,
  accessReviews,
  offline,
]

export function makeRouter(history: RouterHistory = createWebHistory()) {
  const router = createRouter({
    history,
    routes: [...features.flatMap(({ routes }) => routes), ...shell],
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  })
  for (const { personRoutes = [], courseRoutes = [] } of features) {
    for (const one of personRoutes) if (router.hasRoute('person')) router.addRoute('person', one)
    for (const one of courseRoutes) if (router.hasRoute('course')) router.addRoute('course', one)
  }

  router.beforeEach(async (to) => {
    // A public page is framed for those who are signed in, and open to those who are not.
    if (to.meta.public)
      return void (
        to.meta.bare ||
        (await useSession()
          .load()
          .catch(() => null))
      )
    const session = await useSession()
      .load()
      .catch((problem: unknown) => {
        if (problem instanceof ApiProblem && problem.type === 'offline') return 'out of reach' as const
        throw problem
      })
    // No signal, and nobody has unlocked what was taken along: there is a page that says so.
    if (session === 'out of reach') return { path: '/locked', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
    if (!session)
      return { path: useSession().halfOpen ? '/signin/second-step' : '/signin', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
    const home = homeOf(session)
    if (home === '/me')
      location.assign('/me') // pages of another build
    else if (to.path === '/' && home !== '/') return home
  })
  router.afterEach((to, from) => {
    document.title = `${to.meta.title ?? 'Modulus'}${to.meta.title ? ' - Modulus' : ''}`
    if (from.matched.length === 0) return
    if (to.path !== from.path) focusHeading()
    else if (to.query.saved && to.query.saved !== from.query.saved) keepFocus()
  })
  // After an update the pieces of an old page are gone: ask for the whole page anew, once.
  router.onError((error: Error, to) => {
    if (/dynamically imported module|Importing a module script failed/.test(error.message) && !location.search.includes('anew'))
      location.assign(to.fullPath)
  })
  return router
}
