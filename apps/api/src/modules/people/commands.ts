// Links in someone's post: the secret exists in the message only, the database keeps its digest, and the job that sends it begins with
// the same commit.
import { createHash, randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { Actor, Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { ownWords } from '../messages/commands.ts'
import { insertMessage, type NewMessage } from '../messages/queries.ts'
import type { Jobs } from '../../jobs.ts'
import { linkParticipant, makeLink, partnershipName, setInvited, signInAddress } from './queries.ts'

export interface Post {
  jobs: Jobs
  publicUrl: string
}
export const linkDays = 7

const newToken = () => {
  const token = randomBytes(32).toString('base64url')
  return { token, digest: createHash('sha256').update(token).digest('hex') }
}

async function post(tx: Tx, { jobs }: Post, actor: Actor, message: NewMessage) {
  const id = await insertMessage(tx, message)
  await jobs.send(tx, 'message.deliver', { partnershipId: actor.partnershipId, id })
}

export async function sendInvitation(tx: Tx, actor: Actor, tools: Post, { userId, name }: { userId: string; name: string }) {
  const { token, digest } = newToken(),
    partnership = await partnershipName(tx)
  await makeLink(tx, 'invitation', userId, digest, linkDays)
  await setInvited(tx, userId)
  await post(tx, tools, actor, {
    kind: 'invitation',
    to: await signInAddress(tx, userId),
    subject: `You are invited to Modulus for ${partnership}`,
    body: `Hello ${name},\n\n${actor.name} invites you to Modulus, where the partners of ${partnership} work together.\n\nCome in with this link. It works once, until ${linkDays} days from now:\n${tools.publicUrl}/i/${token}\n\nDid you not expect this? Then do nothing: without you the link opens nothing.\n`,
  })
}

export async function sendNewPassword(tx: Tx, actor: Actor, tools: Post, { userId, name }: { userId: string; name: string }) {
  const { token, digest } = newToken()
  await makeLink(tx, 'password', userId, digest, 1)
  await post(tx, tools, actor, {
    kind: 'password',
    to: await signInAddress(tx, userId),
    subject: 'Choose a new password for Modulus',
    body: `Hello ${name},\n\n${actor.name} sends you this link to choose a new password. It works once, until this time tomorrow:\n${tools.publicUrl}/i/${token}\n\nDid you not ask for this? Then tell an administrator, and do not use the link.\n`,
  })
}

/** A young person's way to their own pages. Nothing secret is answered: the link is in the message only. */
export async function sendParticipantLink(
  tx: Tx,
  actor: Actor,
  tools: Post,
  { id }: { id: string },
  to: { channel: 'email' | 'text'; address: string },
) {
  const { token, digest } = newToken()
  if (!(await linkParticipant(tx, id, uuidv7(), uuidv7(), digest, linkDays))) throw notFound()
  const words = ownWords.link(`${tools.publicUrl}/me/link/${token}`, linkDays)
  await post(tx, tools, actor, { kind: 'me', channel: to.channel, to: to.address, ...words })
}
