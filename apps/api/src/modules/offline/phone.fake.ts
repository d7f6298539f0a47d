// What the tests of offline work arrange: a phone that seals as the contract says, and what an officer writes on it.
import { createHash, webcrypto } from 'node:crypto'
import { sealingInfo, type OfflineKeys, type Sealed } from '@modulus/contracts/offline.ts'
import type { Person, World } from '#testing/world.ts'

const { subtle } = webcrypto
export interface Written {
  operation: string
  method: string
  path: string
  body: unknown
  finishedAt: string
  userId?: string
  base?: unknown
}

export async function seal({ id, key }: OfflineKeys['sealing'], itemId: string, text: string): Promise<Sealed> {
  const pair = (await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])) as webcrypto.CryptoKeyPair
  const theirs = await subtle.importKey('jwk', key, { name: 'ECDH', namedCurve: 'P-256' }, false, [])
  const shared = await subtle.deriveBits({ name: 'ECDH', public: theirs }, pair.privateKey, 256)
  const material = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: new TextEncoder().encode(sealingInfo + id) }
  const aes = await subtle.deriveKey(hkdf, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt'])
  const iv = webcrypto.getRandomValues(new Uint8Array(12)),
    additionalData = new TextEncoder().encode(itemId.toLowerCase())
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, aes, new TextEncoder().encode(text))
  const { x, y } = await subtle.exportKey('jwk', pair.publicKey)
  return {
    version: 1,
    keyId: id,
    ephemeral: { kty: 'EC', crv: 'P-256', x: x!, y: y! },
    iv: Buffer.from(iv).toString('base64'),
    text: Buffer.from(sealed).toString('base64'),
  }
}
export const digestOf = (sealed: Sealed) => createHash('sha256').update(sealed.text).digest('hex')

export const phoneIn = (w: World) => {
  const keys = async () => (await w.as('officer').get('/offline/keys').expect(200)).body as OfflineKeys
  const written = (operation: string, method: string, path: string, body: unknown): Written => ({
    operation,
    method,
    path,
    body,
    finishedAt: new Date(Date.now() - 3_600_000).toISOString(),
  })
  const visit = (more: object = {}) => ({
    participantId: w.ids.participants.sam,
    happenedAt: new Date(Date.now() - 7_200_000).toISOString(),
    place: 'At home',
    outcome: 'welcomed',
    present: ['them'],
    interests: [{ ownWords: 'Joinery', tag: 'joinery' }],
    skillsWords: 'learn to fix up old bikes',
    jobWords: 'out on the vans',
    staffWords: 'Relaxed.',
    wantsToCome: 'yes',
    nextStep: 'bring_a_partner',
    nextOn: null,
    toldWhatWeWrite: true,
    worry: false,
    ...more,
  })
  const sealing = async (request: unknown, itemId = w.newId()) => ({
    itemId,
    sealed: await seal((await keys()).sealing, itemId, JSON.stringify(request)),
  })
  const send = async (person: Person, request: unknown, itemId?: string) => {
    const one = await sealing(request, itemId)
    return { ...one, answer: await w.as(person).put(`/offline/items/${one.itemId}`, one.sealed) }
  }
  return {
    keys,
    written,
    visit,
    sealing,
    send,
    recordOf: (visitId: string, more: object = {}) => written('visits.record', 'PUT', `/visits/${visitId}/record`, visit(more)),
    contactOf: (contactId: string, participantId: string, more: object = {}) =>
      written('contacts.log', 'PUT', `/contacts/${contactId}`, {
        participantId,
        channel: 'call',
        direction: 'out',
        outcome: 'good_chat',
        happenedAt: new Date(Date.now() - 7_200_000).toISOString(),
        theirWords: 'Ring me Friday',
        staffWords: '',
        nextOn: null,
        ...more,
      }),
    /** Membership in Harbour ends now. */
    endRole: (person: Person) => w.owner.query('update memberships set until_at = now() where user_id = $1', [w.ids.users[person]]),
    beginRoleAgain: (person: Person) => w.owner.query('update memberships set until_at = null where user_id = $1', [w.ids.users[person]]),
    count: async (table: string, where = 'true', values: unknown[] = []) =>
      (await w.owner.query<{ n: number }>(`select count(*)::int as n from ${table} where ${where}`, values)).rows[0]!.n,
  }
}
