// Which passwords are refused because they are tried first, and which odd ones are fine.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { weakness } from './password-rules.ts'
import { hashPassword } from './passwords.ts'

const list = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@zxcvbn-ts/language-common/src/passwords.json'), 'utf8'),
) as string[]
let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

it.each([
  ...`Password2026! P@ssw0rd1234 qwerty123456 1q2w3e4r5t6y iloveyou1234 dragonmonkey1 sunshine2026! football!!!! letmeinletmein
   administrator 123456654321 qazwsxedc123 michael123456 counterstrike superman2026!! liverpool1892 charlie-charlie 112233445566
   m1chelle!!2024 $unshine-2026 123456789012`.split(/\s+/),
  'shadow shadow shadow',
])('%s is refused', (password) => expect(weakness(password)).toBeTypeOf('string'))
it('each of the three thousand most frequent is refused: as too short, as it is, or with the year behind it', () => {
  const through = list.slice(0, 3000).filter((one) => one.length >= 12 && weakness(one) === undefined)
  expect(through).toEqual([])
  const words = list.slice(0, 3000).filter((one) => /^[a-z]{5,}$/.test(one))
  expect(words.length).toBeGreaterThan(1500)
  for (const year of ['2026!!!', '-1234567', '20262026'])
    expect(
      words.filter((one) => `${one}${year}`.length >= 12 && weakness(`${one[0]!.toUpperCase()}${one.slice(1)}${year}`) === undefined),
    ).toEqual([])
})
it('words that do not belong together are fine, and so is chance', () => {
  for (const password of [
    'harbour kettle violin frost',
    'correct zebra lamp ninety',
    'x7Kq-92mWz-LpR4',
    'tha mi ag ionnsachadh',
    '雨の日はゆっくり歩くのが好き',
    'dragonfly umbrella 88',
  ])
    expect([password, weakness(password)]).toEqual([password, undefined])
})
it('the list takes little memory', () => {
  weakness('anything at all here')
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  const again = new Set(list.map((one) => one.slice()))
  expect(again.size).toBeGreaterThan(40_000)
  expect((process.memoryUsage().heapUsed - before) / 1e6).toBeLessThan(20)
})
it('sixty-four emoji are a password, exactly as they were typed; one that is five years old still works', async () => {
  const faces = [
      ...'😀😁😂🤣😃😄😅😆😉😊😋😎😍😘🥰😗😙😚🙂🤗🤩🤔🤨😐😑😶🙄😏😣😥😮🤐😯😪😫🥱😴😌😛😜😝🤤😒😓😔😕🙃🤑😲🙁😖😞😟😤😢😭😦😧😨😩🤯😬😰😱',
    ],
    emoji = faces.slice(0, 64).join('')
  expect([...emoji]).toHaveLength(64)
  await w.owner.query('update users set password_hash = $1 where id = $2', [
    await hashPassword('harbour kettle violin frost'),
    w.ids.users.officer,
  ])
  const token = await w.tokenOf(w.ids.users.officer, w.ids.partnership)
  await w.call(token).post('/session/password', { current: 'harbour kettle violin frost', next: emoji }).expect(204)
  await w.owner.query(`update users set password_changed_at = now() - interval '5 years'`)
  const signIn = (password: string) => w.stranger().post('/session', { email: 'officer@test.invalid', password })
  await signIn(emoji).expect(201)
  await signIn(faces.slice(0, 63).join('')).expect(401)
  await signIn(`${emoji} `).expect(401)
})
