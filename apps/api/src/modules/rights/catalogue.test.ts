// No table that names a young person can be forgotten: the search reads the catalogue, and what it leaves out says why.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { entriesOf } from './testing.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const names = async (text: string) => (await w.owner.query<{ name: string }>(text)).rows.map(({ name }) => name)

it('every table that names a young person is searched, or left out with a reason', async () => {
  const all = await names(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'participant_id' where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`,
  )
  const searched = new Set(await names('select distinct source as name from app.rights_columns()'))
  const left = new Set(await names(`select table_name as name from app.rights_not_searched where length(why) > 10`))
  // Tables of keys alone (all uuid) hold nothing to tell.
  const onlyKeys = new Set(
    await names(`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
      and not a.attisdropped and a.atttypid <> 'uuid'::regtype and a.attname not in ('created_at', 'updated_at', 'version', 'visibility', 'withheld_reason', 'review_on'))`),
  )
  expect(all.length).toBeGreaterThan(40)
  expect(all.filter((one) => !searched.has(one) && !left.has(one) && !onlyKeys.has(one))).toEqual([])
  expect([...left].filter((one) => !all.includes(one))).toEqual([])
})
it('what is left out is this list', async () =>
  expect(await names('select table_name as name from app.rights_not_searched order by 1')).toEqual([
    'access_events',
    'assignments',
    'decision_votes',
    'offline_items',
    'rights_entries',
    'rights_masks',
    'rights_packages',
    'withholdings',
  ]))
it('a table added tomorrow is found without a word of code, safeguarding only when it does no serious harm', async () => {
  for (const table of ['tomorrows', 'safeguarding_tomorrows']) {
    await w.owner.query(
      `create table ${table} (like app.entry including all, kind text not null check (kind in ('a', 'b')), words text not null, secret_token text)`,
    )
    await w.owner.query(`select app.protect('${table}', 'notes')`)
    await w.owner.query(
      `insert into ${table} (partnership_id, id, programme_id, participant_id, kind, words, secret_token) values ($1, $2, $3, $4, 'a', 'Said in ${table}', 'TokenCanary')`,
      [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.sam],
    )
  }
  const id = w.newId()
  await w.as('sam').put(`/me/rights/requests/${id}`, { kind: 'access', words: '' }).expect(201)
  const deed = async (name: string, body: object = {}) => {
    const { version } = (await w.as('data').get(`/rights/requests/${id}`)).body
    await w
      .as('data')
      .post(`/rights/requests/${id}/${name}`, { ...body, version })
      .expect(200)
  }
  await deed('search')
  const text = async () => JSON.stringify(await entriesOf(w, id))
  expect(await text()).toContain('Said in tomorrows')
  expect(await text()).toContain('kind: a')
  expect(await text()).not.toContain('TokenCanary')
  expect(await text()).not.toContain('Said in safeguarding_tomorrows')
  await deed('weigh-harm', { test: 'include', words: 'They know all of it', asked: 'The safeguarding lead' })
  expect(await text()).toContain('Said in safeguarding_tomorrows')
  await deed('weigh-harm', { test: 'withhold', words: 'Changed our mind', asked: 'The safeguarding lead' })
  expect(await text()).not.toContain('Said in safeguarding_tomorrows')
})
