// What may be done without signal: a list, and nothing beside it. Each is an ordinary request of this API, told by its method and path.
import { adaptations } from '@modulus/contracts/adaptations.ts'
import { attachments } from '@modulus/contracts/attachments.ts'
import { concerns } from '@modulus/contracts/concerns.ts'
import { contacts } from '@modulus/contracts/contacts.ts'
import { drafts } from '@modulus/contracts/drafts.ts'
import type { Endpoint } from '@modulus/contracts/endpoint.ts'
import { mentoring } from '@modulus/contracts/mentoring.ts'
import type { OfflineOperation, OfflineRequest } from '@modulus/contracts/offline.ts'
import { register } from '@modulus/contracts/register.ts'
import { visits } from '@modulus/contracts/visits.ts'
import { Problem } from '#plugins/problems.ts'

type Ids = Record<string, string | undefined>
/** What it is about, as far as the request says: enough to find the programme where it belongs. */
export interface About {
  kind: 'participant' | 'visit' | 'match' | 'session' | 'programme' | 'nothing'
  id: string | null
}
interface Known {
  endpoint: Endpoint
  about(params: Ids, body: Ids): [About['kind'], string | undefined]
  /** Where the same thing stands now, to be laid beside it. */
  current?: (params: Ids) => string
}
const participant = (_: Ids, body: Ids): [About['kind'], string | undefined] => ['participant', body.participantId]
const known: Record<OfflineOperation, Known> = {
  'visits.record': { endpoint: visits.record, about: participant, current: ({ visitId }) => `/visits/${visitId}` },
  'visits.amend': { endpoint: visits.amend, about: ({ visitId }) => ['visit', visitId], current: ({ visitId }) => `/visits/${visitId}` },
  'contacts.log': { endpoint: contacts.log, about: participant, current: ({ contactId }) => `/contacts/${contactId}` },
  'register.take': {
    endpoint: register.take,
    about: ({ sessionId }) => ['session', sessionId],
    current: ({ sessionId }) => `/course-sessions/${sessionId}/register`,
  },
  'register.mark': {
    endpoint: register.mark,
    about: ({ participantId }) => ['participant', participantId],
    current: ({ sessionId }) => `/course-sessions/${sessionId}/register`,
  },
  'mentoring.log': {
    endpoint: mentoring.log,
    about: (_, { matchId }) => ['match', matchId],
    current: ({ sessionId }) => `/mentoring/sessions/${sessionId}`,
  },
  'adaptations.raise': {
    endpoint: adaptations.raise,
    about: (_, { programmeId }) => ['programme', programmeId],
    current: ({ adaptationId }) => `/adaptations/${adaptationId}`,
  },
  'attachments.send': { endpoint: attachments.send, about: ({ participantId }) => ['participant', participantId] },
  // Half typed: its writer's alone, whoever it is about.
  'drafts.keep': { endpoint: drafts.keep, about: () => ['nothing', undefined], current: ({ draftId }) => `/drafts/${draftId}` },
  'concerns.raise': {
    endpoint: concerns.raise,
    about: (_, { participantId, programmeId }) => (participantId ? ['participant', participantId] : ['programme', programmeId]),
  },
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const isUuid = new RegExp(`^${uuid}$`, 'i')
const shapes = new Map(
  Object.entries(known).map(([name, { endpoint }]) => [
    name,
    new RegExp(`^${endpoint.url.replace(/:(\w+)/g, (_, param: string) => `(?<${param}>${uuid})`)}$`, 'i'),
  ]),
)

/** Refuses whatever is not on the list, or names one deed and asks for another. */
export function placeRequest({ operation, method, path, body }: OfflineRequest): { about: About; current: string | null } {
  const one = known[operation as OfflineOperation] as Known | undefined,
    params = shapes.get(operation)?.exec(path)?.groups
  if (!one || !params || one.endpoint.method !== method) throw new Problem('not-for-offline')
  const [kind, id] = one.about(params, (body && typeof body === 'object' ? body : {}) as Ids)
  const fits = typeof id === 'string' && isUuid.test(id)
  return { about: { kind: fits ? kind : 'nothing', id: fits ? id : null }, current: one.current?.(params) ?? null }
}
