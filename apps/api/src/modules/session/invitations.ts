// The other end of a single-use link in someone's post. Who is not signed in yet has nothing but its secret.
import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { invitations } from '@modulus/contracts/invitations.ts'
import { Problem } from '#plugins/problems.ts'
import { tellPasswordChanged } from './commands.ts'
import { checkPassword, deviceOf, enter } from './enter.ts'
import { mustBeStrong } from './password-rules.ts'
import { hashPassword } from './passwords.ts'
import { acceptLink, findLink, startSession, type Link } from './queries.ts'

const digestOf = (token: string) => createHash('sha256').update(token).digest('hex')
/** Somebody whose address signs in already (to another partnership) keeps their password; a link for a new password replaces it. */
const provesPassword = (link: Link) => link.kind === 'invitation' && link.passwordHash !== null

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...invitations.read,
    config: { public: true },
    handler: async (request) => {
      const link = await request.doorOfNobody.transact((tx) => findLink(tx, digestOf(request.body.token)))
      if (!link) throw new Problem('link-spent')
      return { kind: link.kind, name: link.name, partnership: link.partnership, email: link.email, hasPassword: provesPassword(link) }
    },
  })

  app.route({
    ...invitations.accept,
    config: { public: true },
    handler: async (request, reply) => {
      const { token, password } = request.body,
        digest = digestOf(token)
      const link = await request.doorOfNobody.transact((tx) => findLink(tx, digest))
      if (!link) throw new Problem('link-spent')
      let hash: string | null = null
      if (provesPassword(link)) {
        if (!(await checkPassword(app, request, link.email, password, link))) throw new Problem('wrong-sign-in')
      } else {
        mustBeStrong('password', password, [link.name, link.email.split('@')[0]!])
        hash = await hashPassword(password)
      }
      // In the link's partnership, because its owner is written to there.
      const sessionId = await app.doors.asSystem('messages', link.partnershipId, request.id).transact(async (tx) => {
        if (!(await acceptLink(tx, digest, hash))) throw new Problem('link-spent')
        if (link.kind === 'password') await tellPasswordChanged(tx, app.jobs, link)
        return startSession(tx, link.userId, link.partnershipId, deviceOf(request))
      })
      return enter(app, request, reply, link.userId, sessionId, { proved: 'password' })
    },
  })
}
export default routes
