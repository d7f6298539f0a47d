// How long the pages remember what they read. Most of it is about people, and the right to see it can end at any moment: with an
// agreement, a role, a session. So nothing is shown from memory alone for longer than it takes one page to be put together, and what is
// out of sight is forgotten as soon as the API says no to anything, or someone comes back to this window.
import type { PiniaColadaOptions, PiniaColadaPlugin } from '@pinia/colada'
import { ApiProblem } from './api.ts'

const refused = (error: unknown) => error instanceof ApiProblem && [401, 403, 404].includes(error.status)

export const forgetting: PiniaColadaPlugin = ({ queryCache }) => {
  const forgetUnseen = () => {
    for (const entry of queryCache.getEntries({ active: false })) if (entry.state.value.status !== 'pending') queryCache.remove(entry)
  }
  queryCache.$onAction(({ name, args, after }) => {
    if (name !== 'setEntryState') return
    const [entry, { error }] = args as Parameters<typeof queryCache.setEntryState>
    if (!refused(error)) return
    after(() => {
      // A failed refresh keeps what is shown; a refused one does not.
      if (entry.state.value.data !== undefined) entry.state.value = { status: 'error', data: undefined, error: error as Error }
      forgetUnseen()
    })
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') forgetUnseen()
  })
}

/** Reading afresh after a save may fail on its own: the query itself shows that, and what was saved stays saved. */
export const refreshing: PiniaColadaPlugin = ({ queryCache }) => {
  const refresh = queryCache.invalidateQueries
  queryCache.invalidateQueries = (...asked) => refresh(...asked).catch(() => undefined)
}

/** Milliseconds: the parts of one page share one reading; the next page, and a window come back to, read afresh. */
export const togetherMs = 300

export const remembering: PiniaColadaOptions = { queryOptions: { staleTime: togetherMs }, plugins: [forgetting, refreshing] }
