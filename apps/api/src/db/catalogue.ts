// The database's own promises, read from its catalogue: asked by the tests, and after every restore.
import type pg from 'pg'

const ours = `n.nspname in ('public', 'app')`
const tables = `pg_class c join pg_namespace n on n.oid = c.relnamespace`
const tenant = `c.oid in (select attrelid from pg_attribute where attname = 'partnership_id') and c.relkind = 'r' and c.relname not in ('sessions', 'links')`
const definers = `from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and ${ours}`

/** Each promise with the question whose answer must be empty: the names of what breaks it. */
export const promises: Record<string, string> = {
  'every table of ours has row-level security, enabled and forced': `select c.relname as name from ${tables}
    where ${ours} and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity) and c.relname <> 'migrations'`,
  'no policy asks another table, so it holds on every shard and cannot recurse': `select polname || ' on ' || polrelid::regclass as name from pg_policy
    where pg_get_expr(polqual, polrelid) ~* '\\mselect\\M' or pg_get_expr(polwithcheck, polrelid) ~* '\\mselect\\M'`,
  'every tenant table is keyed by partnership': `select c.relname as name from ${tables} where n.nspname = 'public' and ${tenant}
    and not exists (select 1 from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1] where k.conrelid = c.oid and k.contype = 'p' and a.attname = 'partnership_id')`,
  'every reference and every uniqueness names the partnership': `select k.conname as name from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and k.contype in ('f', 'u') and ${tenant} and k.confrelid <> coalesce(to_regclass('users'), 0)
    and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'partnership_id' and a.attnum = any (k.conkey))`,
  'no role that serves can bypass row-level security': `select rolname as name from pg_roles
    where rolname in ('modulus_app', 'modulus_owner', 'modulus_door', 'modulus_counter') and (rolsuper or rolbypassrls or rolcreaterole)`,
  'the app can rewrite no log and list no account': `select what as name from (values
    ('audit_events', has_table_privilege('modulus_app', 'audit_events', 'update, delete, truncate')), ('access_events', has_table_privilege('modulus_app', 'access_events', 'update, delete, truncate')),
    ('users', has_table_privilege('modulus_app', 'users', 'select')), ('sessions', has_table_privilege('modulus_app', 'sessions', 'select')),
    ('links', has_table_privilege('modulus_app', 'links', 'select'))) as one (what, may) where may`,
  'every function that runs with another role’s rights fixes its search path': `select p.proname as name ${definers}
    and not exists (select 1 from unnest(coalesce(p.proconfig, '{}')) x where x like 'search_path=%')`,
  'none of those may be called by just anyone': `select p.proname as name ${definers} and p.prorettype <> 'trigger'::regtype and has_function_privilege('public', p.oid, 'execute')`,
  'no view looks past the reader’s eyes': `select c.relname as name from ${tables}
    where ${ours} and (c.relkind = 'm' or c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false))`,
  'every table that names a young person hides one whose record is restricted, but for those that must not': `select c.relname as name from ${tables}
    where n.nspname = 'public' and c.relkind = 'r' and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'participant_id' and not a.attisdropped)
    and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'sees') and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'unless_restricted')
    and c.relname <> all ('{access_events,assignments,break_glass,safeguarding_concerns,restrictions,erasure_requests,rights_requests,rights_pauses,rights_entries,rights_masks,rights_packages,rights_complaints}')`,
}

/** What breaks a promise, in words; empty when all hold. */
export async function broken(client: pg.ClientBase): Promise<string[]> {
  const found: string[] = []
  for (const [promise, question] of Object.entries(promises)) {
    const { rows } = await client.query<{ name: string }>(question)
    for (const { name } of rows) found.push(`Broken: ${promise}: ${name}`)
  }
  return found
}
