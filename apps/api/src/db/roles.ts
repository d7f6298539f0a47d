// The database roles outlive a database, so they are made once per cluster, before any migration.
import { availableParallelism } from 'node:os'
import type pg from 'pg'

const quietly = (statement: string) =>
  `do $do$ begin ${statement}; exception when duplicate_object or unique_violation or insufficient_privilege then null; end $do$;`

/**
 * Makes the roles that are missing and sets the limits of the app's role.
 * Needs a connection that may create roles; where the roles stand already, any connection will do.
 */
export async function ensureRoles(client: pg.ClientBase): Promise<void> {
  const limits = `alter role modulus_app set statement_timeout = '5s'; alter role modulus_app set lock_timeout = '2s'; alter role modulus_app set idle_in_transaction_session_timeout = '10s'; alter role modulus_app set jit = off` // short queries: compiling costs more than it saves
  await client.query(
    [
      quietly('create role modulus_owner login nosuperuser nobypassrls'),
      quietly('create role modulus_app login nosuperuser nobypassrls'),
      quietly('create role modulus_door nologin nosuperuser nobypassrls'),
      quietly('create role modulus_counter nologin nosuperuser nobypassrls'),
      quietly('create role modulus_backup nologin bypassrls'),
      quietly('grant modulus_door, modulus_counter to modulus_owner'),
      quietly('grant pg_read_all_data to modulus_backup'),
      quietly(limits),
    ].join('\n'),
  )
}

/** What the role on this connection could do beyond row-level security: refuse to serve when the answer is not empty. */
export async function tooPowerful(client: pg.ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string; excess: boolean }>(
    `select rolname as name, (rolsuper or rolbypassrls or pg_has_role(current_user, 'modulus_owner', 'member')) as excess from pg_roles where rolname = current_user`,
  )
  return rows[0]?.excess ? rows[0].name : undefined
}

/** How many connections the app keeps: two for each core and one that waits for the disk (PostgreSQL wiki, "Number Of Database Connections"). */
export const connections = (): number => Math.max(5, 2 * availableParallelism() + 1)
