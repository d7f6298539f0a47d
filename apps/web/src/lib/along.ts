// A name without signal: what was taken along says who a form is about, when the API cannot.
import { useOffline } from '#stores/offline.ts'
import { ApiProblem } from './send.ts'

type Named = { id: string; knownAs: string; programmeId: string }
/** What the API says of them; without signal what was taken along does, which is less. */
export const orAlong = async (participantId: string, asked: Promise<Named>): Promise<Named> =>
  asked.catch(async (problem: unknown) => {
    const offline = useOffline()
    const person = problem instanceof ApiProblem && problem.type === 'offline' ? await offline.person(participantId) : null
    if (!person) throw problem
    return person
  })

/** Where a form leads after its save: to where it waits, when that is on this phone. */
export const afterSave = <T>(id: string, there: T): T | { path: string; query: { saved: string } } =>
  useOffline().isWaiting(id) ? { path: '/sync', query: { saved: 'waits' } } : there
