// Signing in with the account of one's own organisation. An identity is the pair of issuer and subject, never an e-mail address; it is
// connected by somebody who is signed in, or by accepting an invitation. Everybody else is told kindly that there is no account.
import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox, TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { sessionOidc } from '@modulus/contracts/session-oidc.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { notFound, Problem, refusals, toProblem } from '#plugins/problems.ts'
import { tellIdentityConnected } from './commands.ts'
import { deviceOf, enter } from './enter.ts'
import { clientOf, type Client, type Who } from './oidc-client.ts'
import { keepErrand, sealErrand, takeErrand, type Errand } from './oidc-cookie.ts'
import { readLogoutToken } from './oidc-logout.ts'
import {
  acceptByIdentity,
  cameByIdentity,
  connectIdentity,
  disconnectIdentity,
  endByProvider,
  findIdentity,
  listMyIdentities,
  mustHaveProved,
  type Identity,
} from './oidc-queries.ts'
import { findLink, getMyAccount, startSession } from './queries.ts'

refusals({
  identities_once: () => new Problem('identity-taken'),
  identities_one_of_each: () => new Problem('identity-taken'),
})

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const { oidc: providers, publicUrl } = app.config
  const clients = new Map(
    providers.map((one) => [one.id, clientOf(one, publicUrl, (why) => app.log.warn({ provider: one.id, why }, 'sign-in at a provider'))]),
  )
  const get = (id: string): Client => {
    const client = clients.get(id)
    if (!client) throw notFound()
    return client
  }
  const go = async (client: Client, reply: FastifyReply, rest: Pick<Errand, 'next' | 'session' | 'invitation'>) => {
    const { errand, address } = await client.begin(rest)
    keepErrand(reply, sealErrand(app.sealOf, errand))
    return { address }
  }

  app.route({
    ...sessionOidc.providers,
    config: { public: true },
    handler: async () => ({ items: providers.map(({ id, name }) => ({ id, name })) }),
  })
  app.route({
    ...sessionOidc.startAtProvider,
    config: { public: true },
    handler: async (request, reply) => {
      const client = get(request.params.provider),
        { next, invitation } = request.body
      if (!invitation) return go(client, reply, { next })
      const digest = createHash('sha256').update(invitation).digest('hex'),
        link = await request.doorOfNobody.transact((tx) => findLink(tx, digest))
      if (link?.kind !== 'invitation') throw new Problem('link-spent')
      return go(client, reply, { next, invitation: digest })
    },
  })
  app.route({
    ...sessionOidc.connectProvider,
    handler: async (request, reply) => {
      const client = get(request.params.provider)
      await request.transact(async (tx, actor) => {
        if (actor.partnerId === null) throw new Problem('forbidden', { deed: 'connectProvider' })
        await mustHaveProved(tx, request.user.sid)
      })
      return go(client, reply, { session: request.user.sid })
    },
  })

  /** What came of it, as the address of one of our own pages: whoever is on the way back should not see a refusal as text. */
  app.route({
    ...sessionOidc.providerAnswer,
    config: { public: true },
    handler: async (request, reply) => {
      const land = (query: Record<string, string>) => {
        const search = new URLSearchParams(query).toString()
        return (reply as FastifyReply)
          .code(303)
          .header('location', `/signed-in${search ? `?${search}` : ''}`)
          .send() as never
      }
      try {
        const client = get(request.params.provider),
          errand = takeErrand(app.sealOf, request, reply)
        if (errand?.provider !== client.provider.id) throw new Problem('provider-stopped')
        const who = await client.finish(errand, new URL(request.url, publicUrl))
        if (errand.session) {
          await connect(request, errand.session, client, who)
          return land({ connected: client.provider.id })
        }
        const waits = await comeIn(request, reply, errand, who)
        return land({ ...(errand.next ? { next: errand.next } : {}), ...(waits ? { waits } : {}) })
      } catch (error) {
        const { slug } = toProblem(error)
        if (slug === 'unexpected') request.log.error({ stack: (error as Error).stack?.split('\n').slice(0, 5) }, 'sign-in at a provider')
        return land({ problem: slug, provider: request.params.provider })
      }
    },
  })

  /** What is still owed before they are in, if anything. */
  async function comeIn(request: FastifyRequest, reply: FastifyReply, errand: Errand, who: Who) {
    const identity = errand.invitation
      ? await request.doorOfNobody.transact((tx) => acceptByIdentity(tx, errand.invitation!, who))
      : await request.doorOfNobody.transact((tx) => findIdentity(tx, who))
    if (!identity || ('demo' in identity && identity.demo && !app.config.demo)) throw new Problem('identity-unknown')
    const sessionId = await begin(request, identity, who)
    const entered = await enter(app, request, reply, identity.userId, sessionId, { proved: 'oidc', strong: who.strong })
    return 'waitingFor' in entered ? entered.waitingFor : undefined
  }
  const begin = (request: FastifyRequest, { id, userId, partnershipId }: Omit<Identity, 'demo'>, { providerSession }: Who) =>
    request.doorOfNobody.transact(async (tx) => {
      const sessionId = await startSession(tx, userId, partnershipId, deviceOf(request))
      await cameByIdentity(tx, sessionId, id, providerSession)
      return sessionId
    })
  const connect = (request: FastifyRequest, sessionId: string, { provider }: Client, who: Who) =>
    app.doors.asSession(sessionId, request.id).transact(async (tx, { name, partnershipId }) => {
      await mustHaveProved(tx, sessionId)
      if (await connectIdentity(tx, who))
        await tellIdentityConnected(tx, app.jobs, { name, partnershipId, email: (await getMyAccount(tx)).email }, provider.name)
    })

  app.route({
    ...sessionOidc.identities,
    handler: async (request) => {
      const items = await request.transact(listMyIdentities)
      return {
        items: items.map(({ issuer, ...one }) => {
          const provider = providers.find((each) => new URL(each.issuer).href === new URL(issuer).href)
          return { ...one, provider: provider ? { id: provider.id, name: provider.name } : null }
        }),
      }
    },
  })
  app.route({
    ...sessionOidc.disconnectIdentity,
    handler: async (request, reply) => {
      const how = await request.transact(async (tx) => {
        await mustHaveProved(tx, request.user.sid)
        return disconnectIdentity(tx, request.params.identityId)
      })
      if (how === 'unknown') throw notFound()
      if (how === 'last') throw new Problem('last-way-in')
      reply.code(204)
      return null
    },
  })

  // A form, as the standard wants it, and only here.
  await app.register(async (form) => {
    const typed = form.withTypeProvider<TypeBoxTypeProvider>()
    form.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 32_768 }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(body as string))),
    )
    typed.route({
      ...sessionOidc.providerSignsOut,
      config: { public: true },
      handler: async (request) => {
        const client = get(request.params.provider),
          { issuer, keys } = await client.keys()
        const out = readLogoutToken(request.body.logout_token, { issuer, clientId: client.provider.clientId, keys })
        if (!out) throw new Problem('provider-stopped')
        // With tid+oid the subject of the token is not the one we know; the session's name is.
        const subject = client.provider.subject === 'sub' ? out.subject : null
        if (subject === null && out.providerSession === null) return { ended: 0 }
        return { ended: await request.doorOfNobody.transact((tx) => endByProvider(tx, issuer, subject, out.providerSession)) }
      },
    })
  })
}
export default routes
