// What somebody wrote before their account ended: their phone hands it in without them. The lease that was signed for them lies inside the seal and
// is the proof; it is never done, only set aside for those who decide.
import { webcrypto } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { LeaseText, type OfflineRequest, type Receipt, type Sealed } from '@modulus/contracts/offline.ts'
import { validate } from '@modulus/contracts/validate.ts'
import { Problem } from '#plugins/problems.ts'
import { digestOf, openSealed } from './envelope.ts'
import type { Keyring } from './keys.ts'
import { placeRequest } from './operations.ts'
import type { Receiver } from './queries.ts'
import { tellReceivers } from './telling.ts'

const { subtle } = webcrypto
/** Milliseconds by which a phone's clock may be off. */
const tolerance = 5 * 60_000
const unproved = (detail: string) => new Problem('not-for-offline', { errors: [{ pointer: '/body/text', keyword: 'lease', detail }] })

/** For whom this was written, as this service once signed. Errors: not-for-offline. */
async function provenWriter(keys: Keyring, { lease, userId, finishedAt }: OfflineRequest): Promise<LeaseText> {
  const pair = lease && (await keys.find(lease.keyId))
  if (!lease || pair?.kind !== 'signing') throw unproved('holds no lease of this service')
  const key = await subtle.importKey('jwk', pair.publicKey, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
  const signed = await subtle
    .verify({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(lease.signature, 'base64'), Buffer.from(lease.text))
    .catch(() => false)
  if (!signed) throw unproved('holds a lease that was not signed here')
  const says = JSON.parse(lease.text) as LeaseText
  if (validate(LeaseText, says).length > 0 || says.userId !== userId) throw unproved('holds the lease of somebody else')
  const at = Date.parse(finishedAt)
  if (at < Date.parse(says.issuedAt) - tolerance || at > Date.parse(says.validUntil) + tolerance)
    throw unproved('was not written under this lease')
  return says
}

/**
 * Sent again it gives the same receipt. Errors: sealed-not-opened, not-for-offline (no lease of theirs in it), sign-in-to-send (they can),
 * already-exists, too-many-requests.
 */
export async function takeLeft(
  app: FastifyInstance,
  request: FastifyRequest,
  keys: Keyring,
  itemId: string,
  sealed: Sealed,
): Promise<Receipt> {
  const inside = await openSealed(keys, itemId, sealed),
    { userId, partnershipId } = await provenWriter(keys, inside),
    { about } = placeRequest(inside)
  // Half-typed words are their writer's alone, with or without an account.
  if (inside.operation === 'drafts.keep') throw new Problem('sign-in-to-send')
  const digest = digestOf(sealed)
  return app.doors.asSystem('clock', partnershipId, request.id).transact(async (tx) => {
    const { rows } = await tx.execute<{ came: string }>(
      sql`select app.set_aside_left(${userId}, ${itemId}, ${inside.operation}, ${about.kind}, ${about.id}::uuid, ${inside.finishedAt}, ${digest}, ${JSON.stringify(sealed)}::jsonb) as came`,
    )
    const { came } = rows[0]!
    if (came === 'live') throw new Problem('sign-in-to-send')
    if (came === 'other') throw new Problem('already-exists')
    if (came === 'too-many') throw new Problem('too-many-requests', { seconds: 3600 })
    if (came !== 'kept') throw unproved('was written for another place')
    const [kept] = (
      await tx.execute<Receipt & { heard: boolean } & Record<string, unknown>>(
        sql`select item_id as "itemId", outcome, digest, problem, at, heard from app.left_receipt(${itemId})`,
      )
    ).rows
    const { heard, ...receipt } = kept!
    if (!heard) {
      const hearing = await tx.execute<Receiver>(
        sql`select ${itemId} as item, email, programme, safeguarding from app.left_receivers(${itemId})`,
      )
      await tellReceivers(tx, app, partnershipId, hearing.rows)
    }
    return receipt
  })
}
