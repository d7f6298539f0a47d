import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { offline } from '@modulus/contracts/offline.ts'
import { logReading } from '#db/writes.ts'
import { Problem } from '#plugins/problems.ts'
import { mayDo, openItem, staffOnly, submit, takeItem } from './commands.ts'
import { askAs } from './inside.ts'
import { keyringOf } from './keys.ts'
import { takeLeft } from './left.ts'
import { placeRequest } from './operations.ts'
import { packFor, planFor } from './pack.ts'
import { getItem, lastChange, listItems, listReceivers, markHandedOver, markOpened, markThrownAway } from './queries.ts'
import settings from './settings.ts'
import { showItem } from './show.ts'
import { tellReceivers } from './telling.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const keys = keyringOf(app)
  await app.register(settings)

  app.route({
    ...offline.keys,
    handler: async (request) => {
      await request.transact(async (_tx, actor) => staffOnly(actor))
      const [sealing, signing] = [await keys.current('sealing'), await keys.current('signing')]
      return { sealing: { id: sealing.id, key: sealing.publicKey }, signing: { id: signing.id, key: signing.publicKey } }
    },
  })

  app.route({
    ...offline.pack,
    handler: async (request) => packFor(askAs(app, request), keys, await request.transact(planFor)),
  })

  app.route({ ...offline.submit, handler: (request) => submit(app, request, keys, request.params.itemId.toLowerCase(), request.body) })

  app.route({
    ...offline.left,
    config: { public: true },
    handler: (request) => takeLeft(app, request, keys, request.params.itemId.toLowerCase(), request.body),
  })

  app.route({
    ...offline.setAside,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listItems(tx, request.query)
        return { items: items.map((one) => showItem(actor, one)), next }
      }),
  })

  app.route({
    ...offline.open,
    handler: async (request) => {
      const { item, shown } = await request.transact(async (tx, actor) => {
        const found = await getItem(tx, request.params.itemId)
        mayDo(actor, 'open', found)
        if (!found.mine) {
          await markOpened(tx, found.id)
          // That somebody read a worry is known to those who keep safety, and stands in no log that others see.
          if (found.participantId && found.programmeId && found.operation !== 'concerns.raise')
            await logReading(tx, 'offline.open', [{ id: found.participantId, programmeId: found.programmeId }])
        }
        return { item: found, shown: showItem(actor, found) }
      })
      const inside = await openItem(keys, item),
        { current } = placeRequest(inside)
      const stands = current === null ? null : await askAs(app, request)('GET', current)
      if (!stands || stands.problem) return { item: shown, request: inside, current: null, changed: null }
      const visitId = current?.startsWith('/visits/') ? current.slice('/visits/'.length) : null
      const changed = visitId ? await request.transact((tx) => lastChange(tx, visitId)) : null
      return { item: shown, request: inside, current: stands.body, changed }
    },
  })

  app.route({ ...offline.take, handler: (request) => takeItem(app, request, keys, request.params.itemId) })
  app.route({ ...offline.resolve, handler: (request) => takeItem(app, request, keys, request.params.itemId, request.body) })

  app.route({
    ...offline.handOver,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const item = await getItem(tx, request.params.itemId)
        mayDo(actor, 'handOver', item)
        if (!(await markHandedOver(tx, item.id))) throw new Problem('set-aside-over')
        await tellReceivers(tx, app, actor.partnershipId, await listReceivers(tx, item.id))
        return showItem(actor, await getItem(tx, item.id))
      }),
  })

  app.route({
    ...offline.throwAway,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const item = await getItem(tx, request.params.itemId)
        mayDo(actor, 'throwAway', item)
        if (!(await markThrownAway(tx, item.id, request.body.reason))) throw new Problem('set-aside-over')
        return showItem(actor, await getItem(tx, item.id))
      }),
  })
}
export default routes
