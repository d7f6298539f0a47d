// The keys: made once by many, kept locked, replaced without losing what was sealed before.
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OfflineKeys } from '@modulus/contracts/offline.ts'
import { world, type World } from '#testing/world.ts'
import { openSealed } from './envelope.ts'
import { keyringOf } from './keys.ts'
import { phoneIn, seal } from './phone.fake.ts'

let w: World, phone: ReturnType<typeof phoneIn>
const underAnother = () =>
  keyringOf({ doors: w.doors, sealOf: (text) => createHmac('sha256', 'another secret').update(text).digest('base64url') })
beforeAll(async () => {
  w = await world()
  phone = phoneIn(w)
})
afterAll(() => w?.close())

it('are made once, also when many ask first', async () => {
  const rings = Array.from({ length: 6 }, () => keyringOf(w.app))
  const ids = await Promise.all(rings.map(async (ring) => [(await ring.current('sealing')).id, (await ring.current('signing')).id].join()))
  expect(new Set(ids).size).toBe(1)
  expect(await phone.count('offline_keys')).toBe(2)
})
it('leave the database only locked, and the app’s role cannot look', async () => {
  const { sealing } = await phone.keys()
  expect(Object.keys(sealing.key).sort()).toEqual(['crv', 'kty', 'x', 'y'])
  const { rows } = await w.owner.query<{ private_key: string }>('select private_key from offline_keys')
  for (const { private_key } of rows) expect(private_key).not.toMatch(/"d"|\{/)
  await expect(w.pool.query('select * from offline_keys')).rejects.toMatchObject({ code: '42501' })
})
it('of another secret are another’s: nothing of ours opens there', async () => {
  const other = underAnother(),
    theirs = await other.current('sealing'),
    { sealing } = await phone.keys()
  expect(theirs.id).not.toBe(sealing.id)
  expect(await other.find(sealing.id)).toBeUndefined()
  const itemId = w.newId(),
    sealed = await seal(sealing, itemId, '{}')
  await expect(openSealed(other, itemId, sealed)).rejects.toMatchObject({ slug: 'sealed-not-opened' })
})
it('are replaced after half a year, and what was sealed for the earlier one still opens', async () => {
  const before = (await phone.keys()) as OfflineKeys
  await w.owner.query(`update offline_keys set created_at = created_at - interval '181 days'`)
  const ring = keyringOf(w.app),
    now = await ring.current('sealing')
  expect(now.id).not.toBe(before.sealing.id)
  const itemId = w.newId()
  const request = phone.contactOf(w.newId(), w.ids.participants.sam)
  expect(await openSealed(ring, itemId, await seal(before.sealing, itemId, JSON.stringify(request)))).toEqual(request)
  expect(await openSealed(ring, itemId, await seal({ id: now.id, key: now.publicKey }, itemId, JSON.stringify(request)))).toEqual(request)
})
