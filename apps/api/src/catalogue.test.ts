// The database's own promises, read from its catalogue: they hold for every table, also the one added tomorrow.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { promises } from '#db/catalogue.ts'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const names = async (sql: string) => (await w.owner.query<{ name: string }>(sql)).rows.map((row) => row.name)

it.each(Object.entries(promises))('%s', async (_, question) => {
  expect(await names(question)).toEqual([])
})
it('there are tables to keep them', async () => {
  expect(
    (
      await names(
        `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'`,
      )
    ).length,
  ).toBeGreaterThan(100)
})
it('every tenant table is audited, but for logs, staging, drafts and earlier versions', async () => {
  expect(
    await names(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'
    and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'partnership_id')
    and not exists (select 1 from pg_trigger g where g.tgrelid = c.oid and g.tgname = 'z_audit') order by 1`),
  ).toEqual([
    'access_events',
    'attachment_bytes', // with its attachment
    'audit_events',
    'decision_readings',
    'decision_votes',
    'drafts',
    'idea_supports',
    'import_rows',
    'links',
    'log_heads',
    'log_links',
    'log_marks',
    'note_versions',
    'pulse_answers', // no trail leads to a person
    'pulse_marks',
    'pulse_tickets',
    'sessions',
    'survey_answers',
    'survey_marks',
    'survey_tickets',
    'visit_versions',
    'write_digests',
  ])
})
it('without a context every table is empty', async () => {
  const tables = await names(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' and has_table_privilege('modulus_app', c.oid, 'select') and c.relname <> 'migrations'`,
  )
  for (const table of tables) {
    const { rows } = await w.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`)
    expect([table, rows[0]!.n]).toEqual([table, 0])
  }
})
