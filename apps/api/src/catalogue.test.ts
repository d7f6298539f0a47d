// The database's own promises, read from its catalogue: they hold for every table, also the one added tomorrow.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const names = async (sql: string) => (await w.owner.query<{ name: string }>(sql)).rows.map((row) => row.name)
const ours = `n.nspname in ('public', 'app')`

it('every table of ours has row-level security, enabled and forced', async () => {
  const all = await names(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours} and c.relkind in ('r', 'p')`,
  )
  expect(all.length).toBeGreaterThan(50)
  const bare = await names(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours} and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity) and c.relname <> 'migrations'`,
  )
  expect(bare).toEqual([])
})
it('no policy asks another table, so it holds on every shard and cannot recurse', async () => {
  expect(
    await names(
      `select polname || ' on ' || polrelid::regclass as name from pg_policy where pg_get_expr(polqual, polrelid) ~* '\\mselect\\M' or pg_get_expr(polwithcheck, polrelid) ~* '\\mselect\\M'`,
    ),
  ).toEqual([])
})
it('every tenant table is keyed by partnership, and so is every reference and every uniqueness', async () => {
  const tenant = `c.oid in (select attrelid from pg_attribute where attname = 'partnership_id') and c.relkind = 'r' and c.relname not in ('sessions', 'links')`
  expect(
    await names(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and ${tenant}
    and not exists (select 1 from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1] where k.conrelid = c.oid and k.contype = 'p' and a.attname = 'partnership_id')`),
  ).toEqual([])
  expect(
    await names(`select k.conname as name from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and k.contype in ('f', 'u') and ${tenant} and k.confrelid <> coalesce(to_regclass('users'), 0)
    and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'partnership_id' and a.attnum = any (k.conkey))`),
  ).toEqual([])
})
it('the app can neither bypass row-level security nor rewrite a log', async () => {
  expect(
    await names(
      `select rolname as name from pg_roles where rolname in ('modulus_app', 'modulus_owner', 'modulus_door', 'modulus_counter') and (rolsuper or rolbypassrls or rolcreaterole)`,
    ),
  ).toEqual([])
  const { rows } = await w.owner
    .query(`select has_table_privilege('modulus_app', 'audit_events', 'update, delete, truncate') as audit, has_table_privilege('modulus_app', 'access_events', 'update, delete, truncate') as access,
    has_table_privilege('modulus_app', 'users', 'select') as users, has_table_privilege('modulus_app', 'sessions', 'select') as sessions, has_table_privilege('modulus_app', 'links', 'select') as links`)
  expect(rows[0]).toEqual({ audit: false, access: false, users: false, sessions: false, links: false })
})
it('every function that runs with another role’s rights fixes its search path, and none may be called by just anyone', async () => {
  const definers = `from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and ${ours}`
  expect(
    await names(
      `select p.proname as name ${definers} and not exists (select 1 from unnest(coalesce(p.proconfig, '{}')) x where x like 'search_path=%')`,
    ),
  ).toEqual([])
  expect(
    await names(
      `select p.proname as name ${definers} and p.prorettype <> 'trigger'::regtype and has_function_privilege('public', p.oid, 'execute')`,
    ),
  ).toEqual([])
})
it('no view looks past the reader’s eyes', async () => {
  expect(
    await names(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours} and (c.relkind = 'm' or c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false))`,
    ),
  ).toEqual([])
})
it('every tenant table is audited, but for logs, staging, drafts and earlier versions', async () => {
  expect(
    await names(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'
    and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'partnership_id')
    and not exists (select 1 from pg_trigger g where g.tgrelid = c.oid and g.tgname = 'z_audit') order by 1`),
  ).toEqual([
    'access_events',
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
