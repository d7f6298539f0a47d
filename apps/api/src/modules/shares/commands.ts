// Making links that open once, and telling people of them: no e-mail names a young person.
import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Actor, Tx } from '#db/transact.ts'
import { post } from '../messages/commands.ts'
import { secondPeople, type ShareRow } from './queries.ts'

/** 256 bits, and what is kept of them: a keyed digest. */
export function newSecret(app: FastifyInstance): { secret: string; digest: string } {
  const secret = randomBytes(32).toString('base64url')
  return { secret, digest: digestOf(app, secret) }
}
export const digestOf = (app: FastifyInstance, secret: string) => app.sealOf(`share ${secret}`)
/** Behind a #, so that the secret stays in the browser and out of every log on the way. */
export const linkOf = (app: FastifyInstance, secret: string) => `${app.config.publicUrl}/shared#${secret}`

/** Where an address was given, the link goes there too. The young person is named nowhere. */
export async function postLink(tx: Tx, app: FastifyInstance, actor: Actor, share: ShareRow, secret: string) {
  if (!share.toEmail) return
  await post(tx, app.jobs, actor.partnershipId, {
    kind: 'share',
    link: digestOf(app, secret),
    to: share.toEmail,
    subject: 'Something was shared with you',
    body: `Hello ${share.toPerson},\n\n${actor.name} shared something with you from ${share.programme.name}. This link shows it once, in the next ${share.lifeHours} hours:\n${linkOf(app, secret)}\n\nOpen it when you are alone with your screen. If you did not expect this, do not open it, and tell ${actor.name}.\n`,
  })
}
const tell = async (tx: Tx, app: FastifyInstance, actor: Actor, share: ShareRow, subject: string, body: string) => {
  for (const to of await secondPeople(tx, share.programmeId))
    await post(tx, app.jobs, actor.partnershipId, { kind: 'notice', to, subject, body, programmeId: share.programmeId })
}
export const tellWaiting = (tx: Tx, app: FastifyInstance, actor: Actor, share: ShareRow) =>
  tell(
    tx,
    app,
    actor,
    share,
    'A share waits for a second person',
    `${actor.name} wants to share something with someone outside ${share.programme.name}. It waits for your yes:\n${app.config.publicUrl}/shares/${share.id}\n`,
  )
export const tellEmergency = (tx: Tx, app: FastifyInstance, actor: Actor, share: ShareRow) =>
  tell(
    tx,
    app,
    actor,
    share,
    'Something was shared in an emergency',
    `${actor.name} shared something in an emergency in ${share.programme.name}. The reason is due within 24 hours, and a data lead looks at it afterwards:\n${app.config.publicUrl}/shares/${share.id}\n`,
  )
