import { endpoints } from '@modulus/contracts/endpoint.ts'
import { offline } from '@modulus/contracts/offline.ts'
import { createPinia, setActivePinia } from 'pinia'
import { Type } from 'typebox'
import { beforeEach, expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { useSaving } from '#stores/saving.ts'
import { api, ApiProblem, onSignedOut } from './api.ts'
import { newId } from './new-id.ts'
import { standInBy } from './send.ts'

const Thing = Type.Object({ name: Type.String() })
const params = Type.Object({ thingId: Type.String() })
const things = endpoints('things', {
  list: {
    method: 'GET',
    url: '/things',
    schema: {
      summary: 'All',
      querystring: Type.Object({ stage: Type.Optional(Type.String()), limit: Type.Optional(Type.Integer()) }),
      response: { 200: Type.Array(Thing) },
    },
  },
  put: { method: 'PUT', url: '/things/:thingId', schema: { summary: 'Keep', params, body: Thing, response: { 201: Thing } } },
  search: { method: 'POST', url: '/things/search', schema: { summary: 'Find', body: Thing, response: { 200: Type.Array(Thing) } } },
  upload: { method: 'POST', url: '/things/file', schema: { summary: 'Send a file', body: Type.Unknown(), response: { 204: Type.Null() } } },
})
const call = { params: { thingId: 'a/b' }, body: { name: 'Joinery' } }
beforeEach(() => {
  setActivePinia(createPinia())
  onSignedOut(() => Promise.resolve(false))
})

it('writes parameters into the address safely and leaves out what was not asked for', async () => {
  const fake = fakeApi().on(things.list, []).on(things.put, { name: 'Joinery' })
  await api(things.list, { query: { stage: undefined, limit: 5 } })
  await api(things.put, call)
  expect(fake.calls.map(({ params, query, body }) => ({ params, query, body }))).toEqual([
    { params: {}, query: { limit: '5' }, body: undefined },
    { params: { thingId: 'a/b' }, query: {}, body: { name: 'Joinery' } },
  ])
})
it('a refusal is a problem with its name and everything that came with it', async () => {
  fakeApi().refuse(things.put, 'changed-meanwhile', { current: { name: 'Music' } })
  const problem = (await api(things.put, call).catch((thrown: unknown) => thrown)) as ApiProblem
  expect(problem).toBeInstanceOf(ApiProblem)
  expect({ type: problem.type, status: problem.status, current: problem.extra.current }).toEqual({
    type: 'changed-meanwhile',
    status: 409,
    current: { name: 'Music' },
  })
})
it('no signal, or a proxy that answers in its own words, is being offline', async () => {
  fakeApi().cutOff(things.list)
  await expect(api(things.list, {})).rejects.toMatchObject({ type: 'offline' })
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })))
  await expect(api(things.list, {})).rejects.toMatchObject({ type: 'offline', status: 502 })
})
it('an answer that broke off, or that a wireless network’s own page gave, is being offline too', async () => {
  const broken = () => new ReadableStream({ start: (stream) => stream.error(new TypeError('network error')) })
  for (const answer of [
    () => new Response(broken(), { status: 201 }),
    () => new Response(broken(), { status: 409 }),
    () => new Response('', { status: 201 }),
    () => new Response('<h1>Welcome to our café</h1>'),
  ]) {
    vi.stubGlobal('fetch', () => Promise.resolve(answer()))
    await expect(api(things.put, call)).rejects.toMatchObject({ type: 'offline' })
  }
})
it('when the session has ended it asks to sign in again, and then repeats the call', async () => {
  const fake = fakeApi().refuse(things.put, 'signed-out')
  onSignedOut(() => {
    fake.on(things.put, { name: 'Joinery' })
    return Promise.resolve(true)
  })
  await expect(api(things.put, call)).resolves.toEqual({ name: 'Joinery' })
  fake.refuse(things.put, 'signed-out')
  onSignedOut(() => Promise.resolve(false))
  await expect(api(things.put, call)).rejects.toMatchObject({ type: 'signed-out' })
})
it('the header says whether what was typed is safe; a search is not a save', async () => {
  const fake = fakeApi().cutOff(things.put).on(things.search, [])
  const saving = useSaving()
  const running = api(things.put, call).catch(() => {})
  expect(saving.state).toBe('saving')
  await running
  expect(saving.state).toBe('failed')
  await api(things.search, { body: { name: 'x' } })
  expect(saving.state).toBe('failed')
  fake.on(things.put, { name: 'Joinery' })
  await api(things.put, call)
  expect(saving.state).toBe('saved')
})
it('a file is sent as it is', async () => {
  const fake = fakeApi().on(things.upload, undefined as never)
  const file = new Blob(['a,b'])
  await api(things.upload, { body: file })
  expect(fake.calls[0]!.body).toBe(file)
})
it('where work was taken along, no answer for eight seconds is no signal; what is large is given the time that it takes', async () => {
  const waits = vi.spyOn(AbortSignal, 'timeout')
  standInBy(Promise.resolve({ answer: () => Promise.resolve(undefined), heard: () => {} }))
  const sealed = (length: number) => ({
    version: 1 as const,
    keyId: '',
    ephemeral: { kty: 'EC' as const, crv: 'P-256' as const, x: '', y: '' },
    iv: '',
    text: 'A'.repeat(length),
  })
  const itemId = newId()
  fakeApi().on(offline.submit, { itemId, outcome: 'stored', digest: '', problem: null, at: '2026-11-22T10:00:00Z' })
  for (const length of [100, 700_000]) await api(offline.submit, { params: { itemId }, body: sealed(length) })
  const [short, long] = waits.mock.calls.map(([ms]) => ms) as [number, number]
  expect(short).toBeLessThan(8100)
  expect(long).toBeGreaterThan(90_000)
  standInBy(undefined)
})
