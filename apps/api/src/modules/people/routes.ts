import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { people } from '@modulus/contracts/people.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { permit } from '#policy.ts'
import { sendInvitation, sendNewPassword } from './commands.ts'
import memberships from './memberships.ts'
import participantLink from './participant-link.ts'
import { personPolicy } from './policy.ts'
import {
  accountFor,
  countOverview,
  endMembershipsFor,
  endSessionsOf,
  getPerson,
  insertMembership,
  insertPerson,
  letIn,
  listEndingSoon,
  listPeople,
  partnerStands,
  searchPeople,
  seesProgramme,
  setDisabled,
  setLeft,
  shutOut,
  updatePerson,
  type PersonRow,
} from './queries.ts'
import { showCard, showPerson } from './show.ts'

refusals({
  people_account_once: () => invalid('email', 'taken', 'Someone with this address is here already'),
  memberships_role_once: () => new Problem('already-has-role'),
})

/** Administrators only; and where it is about their own account, another one. */
const administer = (actor: Actor, deed: keyof typeof personPolicy, person: { userId: string }) => {
  if (actor.administrator && actor.userId === person.userId && !personPolicy[deed](actor, person))
    throw new Problem('not-to-yourself', { deed })
  permit(actor, personPolicy, deed, person)
}
const inUse = ({ state }: PersonRow) => state === 'active' || state === 'invited'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(memberships)
  await app.register(participantLink)
  const post = { jobs: app.jobs, publicUrl: app.config.publicUrl }
  /** A deed on one account, then the account as it stands. */
  const deed =
    (name: keyof typeof personPolicy, work: (tx: Tx, actor: Actor, person: PersonRow) => Promise<unknown>) =>
    async (tx: Tx, actor: Actor, personId: string) => {
      const person = await getPerson(tx, personId)
      administer(actor, name, person)
      await work(tx, actor, person)
      return showPerson(actor, await getPerson(tx, person.userId))
    }

  app.route({
    ...people.overview,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        if (!actor.administrator) throw new Problem('forbidden', { deed: 'overview' })
        return { ...(await countOverview(tx)), agreementsEndingSoon: await listEndingSoon(tx) }
      }),
  })
  app.route({
    ...people.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listPeople(tx, request.query)
        return { items: items.map((one) => showCard(actor, one)), next }
      }),
  })
  app.route({
    ...people.search,
    handler: (request) =>
      request.transact(async (tx, actor) => ({ items: (await searchPeople(tx, request.body.text)).map((one) => showCard(actor, one)) })),
  })
  app.route({
    ...people.read,
    handler: (request) => request.transact(async (tx, actor) => showPerson(actor, await getPerson(tx, request.params.personId))),
  })

  app.route({
    ...people.invite,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { personId },
          body,
        } = request
        if (!actor.administrator) throw new Problem('forbidden', { deed: 'invite' })
        if (await firstTime(tx, 'people.invite', personId, body)) {
          if (!(await partnerStands(tx, body.partnerId))) throw invalid('partnerId', 'missing', 'There is no such partner')
          const userId = await accountFor(tx, personId, body.email.trim())
          await insertPerson(tx, personId, userId, body)
          const person = await getPerson(tx, userId)
          for (const { programmeId, role } of body.roles ?? []) {
            await seesProgramme(tx, programmeId)
            await insertMembership(tx, crypto.randomUUID(), person, programmeId, role)
          }
          await sendInvitation(tx, actor, post, person)
          reply.code(201)
        }
        return showPerson(actor, await getPerson(tx, personId))
      }),
  })

  const inviteAgain = deed('sendLink', async (tx, actor, person) => {
    if (person.state === 'active') throw new Problem('already-joined')
    if (!inUse(person)) throw new Problem('shut-out')
    await sendInvitation(tx, actor, post, person)
  })
  app.route({
    ...people.inviteAgain,
    handler: (request) => request.transact((tx, actor) => inviteAgain(tx, actor, request.params.personId)),
  })

  const newPassword = deed('sendLink', async (tx, actor, person) => {
    if (!inUse(person)) throw new Problem('shut-out')
    await (person.state === 'invited' ? sendInvitation : sendNewPassword)(tx, actor, post, person)
  })
  app.route({
    ...people.sendNewPassword,
    handler: (request) => request.transact((tx, actor) => newPassword(tx, actor, request.params.personId)),
  })

  app.route({
    ...people.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { body } = request,
          person = await getPerson(tx, request.params.personId)
        administer(actor, body.administrator === person.administrator ? 'amend' : 'giveAdministrator', person)
        const moves = body.partnerId !== person.partnerId
        if (moves && !(await partnerStands(tx, body.partnerId))) throw invalid('partnerId', 'missing', 'There is no such partner')
        const show = async () => showPerson(actor, await getPerson(tx, person.userId))
        await sameVersion(await updatePerson(tx, person.userId, body), show)
        if (moves && actor.userId !== person.userId) await endMembershipsFor(tx, person.userId, person.partnerId)
        return show()
      }),
  })

  const disable = deed('disable', async (tx, _actor, { userId }) => {
    await setDisabled(tx, userId, true)
    await shutOut(tx, userId)
  })
  app.route({ ...people.disable, handler: (request) => request.transact((tx, actor) => disable(tx, actor, request.params.personId)) })
  const enable = deed('disable', async (tx, _actor, { userId }) => {
    await setDisabled(tx, userId, false)
    await letIn(tx, userId)
  })
  app.route({ ...people.enable, handler: (request) => request.transact((tx, actor) => enable(tx, actor, request.params.personId)) })

  app.route({
    ...people.leave,
    handler: (request) =>
      request.transact((tx, actor) =>
        deed('leave', async (tx, _actor, { userId }) => {
          await setLeft(tx, userId, request.body.on)
          if ((await getPerson(tx, userId)).state === 'left') await endSessionsOf(tx, userId)
        })(tx, actor, request.params.personId),
      ),
  })
  const comeBack = deed('leave', (tx, _actor, { userId }) => setLeft(tx, userId, null))
  app.route({ ...people.comeBack, handler: (request) => request.transact((tx, actor) => comeBack(tx, actor, request.params.personId)) })
}
export default routes
