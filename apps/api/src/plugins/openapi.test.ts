// The printed contract, checked by a public linter (Redocly, its recommended rules).
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

it('the OpenAPI document is 3.1 and passes a public linter without errors', async () => {
  const { body, headers } = await w.stranger().get('/openapi.json').expect(200)
  expect([body.openapi, headers['content-type']]).toEqual(['3.1.0', 'application/json; charset=utf-8'])
  // ambiguous paths such as /visits/search beside /visits/:id are told apart by the router, static first
  const config = await createConfig({ extends: ['recommended'], rules: { 'no-ambiguous-paths': 'off' } })
  const found = await lintFromString({ source: JSON.stringify(body), config })
  expect(
    found
      .filter((one) => one.severity === 'error')
      .map((one) => `${one.ruleId}: ${one.message} ${JSON.stringify(one.location[0]?.pointer)}`),
  ).toEqual([])
})
it('is readable by people, without any script', async () => {
  const { text, headers } = await w.stranger().get('/docs').expect(200)
  expect(headers['content-type']).toContain('text/html')
  expect(text).toContain('session.signIn')
  expect(text).not.toContain('<script')
})
