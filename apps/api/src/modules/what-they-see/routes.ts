import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Category } from '@modulus/contracts/agreements.ts'
import { whatTheySee, type WhatTheySee } from '@modulus/contracts/what-they-see.ts'
import type { Actor, Doors } from '#db/transact.ts'
import { logReading } from '#db/writes.ts'
import { Problem, toProblem } from '#plugins/problems.ts'
import { holds } from '#policy.ts'
import * as q from './queries.ts'

type Seen = Omit<WhatTheySee, 'categories' | 'sections' | 'door'> & { matrix: Awaited<ReturnType<typeof q.categoriesOf>> }
type Through = { reach: Map<Category, 'everyone' | 'given' | 'nothing'>; sections: WhatTheySee['sections'] } | null

/** Data lead and programme lead answer for what others may see; nobody else looks with another's eyes. */
function mayLook(actor: Actor, programmeId: string): void {
  if (!holds(actor, programmeId, 'data_lead', 'programme_lead')) throw new Problem('forbidden', { deed: 'look' })
}

/**
 * Through the door as that person, for as long as the counting takes. Nothing is read of a record but counts, and nothing is written:
 * the read log has the look of whoever asked, and none in the name of the one they asked about. Null when the door stays shut.
 */
async function goAs(doors: Doors, actor: Actor, requestId: string, { programme, person, youngPerson }: Seen): Promise<Through> {
  try {
    return await doors.asPerson(person.id, actor.partnershipId, requestId).transact(async (tx) => ({
      reach: await q.reachOf(tx, programme.id, youngPerson.id),
      sections: await q.countSections(tx, youngPerson.id),
    }))
  } catch (error) {
    if (toProblem(error).slug === 'signed-out') return null
    throw error
  }
}

function whyOf(category: Category, seen: Seen, through: Through): WhatTheySee['categories'][number] {
  const reach = through?.reach.get(category) ?? 'nothing'
  const inAgreement = seen.agreement?.categories.includes(category) ?? false,
    could = seen.matrix.get(category)
  const because = () => {
    if (!through) return 'shut'
    if (reach === 'everyone') return seen.leadPartner ? 'leads' : 'agreement'
    if (reach === 'given')
      return seen.breakGlassUntil && !(could && seen.given.length > 0 && (seen.leadPartner || inAgreement)) ? 'break_glass' : 'given'
    if (seen.youngPerson.restricted) return 'restricted'
    if (!seen.leadPartner && !seen.agreement) return 'no_agreement'
    if (!could) return 'not_for_role'
    if (!seen.leadPartner && !inAgreement) return 'not_in_agreement'
    return could === 'given' ? 'not_given' : 'not_for_role'
  }
  return { category, reach, why: because() }
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...whatTheySee.choices,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { id } = await q.getProgramme(tx, request.params.programmeId)
        mayLook(actor, id)
        return { people: await q.listPeople(tx, id), youngPeople: await q.listYoungPeople(tx, id) }
      }),
  })
  app.route({
    ...whatTheySee.look,
    handler: async (request) => {
      const { programmeId, userId, participantId } = request.params
      // First the asker's own transaction, and its log row; then, when it is kept, the other's. One connection at a time.
      const { seen, actor } = await request.transact(async (tx, actor) => {
        const { leadPartnerId, ...programme } = await q.getProgramme(tx, programmeId)
        mayLook(actor, programme.id)
        const { person, roles } = await q.findPerson(tx, programmeId, userId),
          youngPerson = await q.findYoungPerson(tx, programmeId, participantId)
        const seen: Seen = {
          at: await q.now(tx),
          programme,
          person,
          youngPerson,
          roles,
          leadPartner: person.partner.id === leadPartnerId,
          agreement: await q.findAgreement(tx, programmeId, person.partner.id),
          given: await q.listGiven(tx, programmeId, participantId, userId),
          breakGlassUntil: await q.findBreakGlass(tx, participantId, userId),
          matrix: await q.categoriesOf(
            tx,
            roles.map(({ role }) => role),
          ),
        }
        await logReading(tx, 'whatTheySee.look', [{ id: participantId, programmeId }])
        return { seen, actor }
      })
      const through = await goAs(app.doors, actor, request.id, seen)
      const { matrix: _, ...facts } = seen
      return {
        ...facts,
        door: through ? ('open' as const) : ('shut' as const),
        categories: q.order.map((category) => whyOf(category, seen, through)),
        sections: through?.sections ?? [],
      }
    },
  })
}
export default routes
