// A backup is worth what its restore is worth: the same rows, in a database that holds its promises, or a plain refusal.
import { fork, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { broken } from '#db/catalogue.ts'
import { verifyLogs } from '#db/sealing.ts'
import { world, type World } from '#testing/world.ts'
import { grantJobs, startJobs } from '../../jobs.ts'
import { readArchive, writeArchive, type Frame } from './archive.ts'
import { finishRestore, refuseUnfinished, restoreDatabase } from './restore.ts'
import { saveDatabase } from './save.ts'

let w: World, identity: string, recipient: string, folder: string, file: string
const server = inject('database')
const rooms: string[] = []
const quiet = () => {}

beforeAll(async () => {
  w = await world()
  identity = await generateIdentity()
  recipient = await identityToRecipient(identity)
  folder = mkdtempSync(join(tmpdir(), 'modulus-backup-'))
  chmodSync(folder, 0o711)
  file = join(folder, 'one.backup')
  await w.as('officer').get(`/participants/${w.ids.participants.sam}`)
  await w.owner.query('select app.seal_logs(2000)')
  await w.as('lead').get(`/participants/${w.ids.participants.rosa}`) // a row of the log that is not sealed yet
  const word = await w
    .as('lead')
    .put(`/drafts/${w.newId()}`, { kind: 'note', title: 'Tab\tand "quote"', body: { text: 'Zoë said: \\N\nso there' } })
  expect(word.status).toBe(201)
  // Long enough for age's pieces of 64 KiB: a file that is cut off in its middle begins well.
  for (let i = 0; i < 40; i++)
    await w.owner.query(`insert into drafts (partnership_id, id, kind, body, created_by) values ($1, $2, 'note', $3, $4)`, [
      w.ids.partnership,
      w.newId(),
      JSON.stringify({ text: randomBytes(8000).toString('base64') }),
      w.ids.users.lead,
    ])
  await save(file)
})
afterAll(async () => {
  await w?.close()
  if (folder) rmSync(folder, { recursive: true })
})

const database = () => (w.pool as unknown as { options: { database: string } }).options.database
const connect = async (user: string, name: string, options = '') => {
  const client = new pg.Client({ ...server, user, database: name, options })
  await client.connect()
  return client
}
async function save(to: string, role = 'modulus_backup') {
  const reader = await connect('postgres', database(), `-c role=${role}`)
  try {
    await writeArchive(to, [recipient], saveDatabase(reader, quiet, { tables: 0, rows: 0 }))
  } finally {
    await reader.end()
  }
}
/** An empty database, as a machine has it on which nothing was ever started. */
async function room() {
  const name = 'restored_' + randomBytes(6).toString('hex')
  const admin = await connect('postgres', 'postgres')
  await admin.query(`create database ${name} owner modulus_owner`)
  await admin.end()
  rooms.push(name)
  const owner = await connect('modulus_owner', name)
  const prepareJobs = async () => {
    const jobs = await startJobs({ ...server, user: 'modulus_owner', database: name } as pg.ClientConfig, { log: quiet } as never, false)
    await jobs.stop()
    await grantJobs(owner)
  }
  return { name, owner, restore: (frames: AsyncIterable<Frame>) => restoreDatabase(owner, frames, prepareJobs, quiet) }
}
const digests = async (client: pg.Client) => {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'app') and c.relkind = 'r' and c.relname not in ('migrations', 'log_marks', 'access_events', 'audit_events') order by 1`,
  )
  const all: Record<string, string> = {}
  for (const { name } of rows)
    all[name] = (
      await client.query<{ d: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as d from ${name} t`,
      )
    ).rows[0]!.d
  return all
}

describe('a whole backup', () => {
  it('brings back every row of every table, and the promises of the catalogue with them', async () => {
    const { owner, restore } = await room()
    const { rows, tables } = await restore(readArchive(file, [identity]))
    expect(rows).toBeGreaterThan(50)
    expect(tables).toBeGreaterThan(100)
    expect(await digests(owner)).toEqual(await digests(w.owner as pg.Client))
    expect(await broken(owner)).toEqual([])
    await expect(refuseUnfinished(owner)).rejects.toThrow('not finished')
    await finishRestore(owner)
    await refuseUnfinished(owner)
    await owner.end()
  })
  it('goes on with the chain of the logs where it was, also with rows that were not sealed yet', async () => {
    const { owner, restore } = await room()
    await restore(readArchive(file, [identity]))
    const { rows: before } = await owner.query<{ n: number }>('select count(*)::int as n from log_links')
    await owner.query('select app.seal_logs(2000)')
    const { rows: after } = await owner.query<{ n: number }>('select count(*)::int as n from log_links')
    expect(after[0]!.n).toBeGreaterThan(before[0]!.n)
    expect((await verifyLogs(owner)).findings).toEqual([])
    await owner.end()
  })
  it('keeps counting references where it left off', async () => {
    const { owner, restore } = await room()
    await restore(readArchive(file, [identity]))
    const { rows } = await owner.query<{ same: boolean }>(
      `select nextval('participant_references') > (select max(substring(reference from 4)::bigint) from participants) as same`,
    )
    expect(rows[0]!.same).toBe(true)
    await owner.end()
  })
  it('says nothing to whoever holds the file without the key', async () => {
    const bytes = readFileSync(file)
    for (const word of ['Harbour', 'Baird', 'Quay Lane', 'participants']) expect(bytes.includes(word)).toBe(false)
    const another = await generateIdentity()
    await expect(drain(readArchive(file, [another]))).rejects.toThrow('No identity given opens this backup')
  })
})

const drain = async (frames: AsyncIterable<Frame>) => {
  for await (const frame of frames) void frame
}

describe('a backup that is not whole', () => {
  it('is refused wherever it was cut off, and leaves nothing in the database', async () => {
    const whole = readFileSync(file)
    const { owner, restore } = await room()
    for (const part of [0.001, 0.2, 0.5, 0.8, 0.99, 0.9999]) {
      const cut = join(folder, 'cut.backup')
      writeFileSync(cut, whole)
      truncateSync(cut, Math.floor(whole.length * part))
      await expect(restore(readArchive(cut, [identity])), `cut at ${part}`).rejects.toThrow(/not whole|too early/)
      await owner.query('rollback')
      const { rows } = await owner.query<{ here: string | null }>(`select to_regclass('partnerships')::text as here`)
      if (rows[0]!.here) expect((await owner.query('select 1 from partnerships')).rowCount).toBe(0)
    }
    await owner.end()
  })
  it('is refused when a single bit is another', async () => {
    const bytes = readFileSync(file)
    for (const place of [bytes.length - 1, Math.floor(bytes.length / 2), 300]) {
      const changed = Buffer.from(bytes)
      changed[place]! ^= 1
      const at = join(folder, 'changed.backup')
      writeFileSync(at, changed)
      await expect(drain(readArchive(at, [identity])), `at ${place}`).rejects.toThrow(/not whole|No identity/)
    }
  })
  it('has no name before it is whole', async () => {
    const at = join(folder, 'aborted.backup')
    const frames = async function* (): AsyncGenerator<Frame> {
      yield { kind: 'sequences', says: [] }
      throw new Error('the disk went away')
    }
    await expect(writeArchive(at, [recipient], frames())).rejects.toThrow('the disk went away')
    expect(existsSync(at)).toBe(false)
    expect(existsSync(`${at}.partial`)).toBe(false)
  })
})

describe('a restore', () => {
  it('never goes over something', async () => {
    const { owner, restore } = await room()
    await restore(readArchive(file, [identity]))
    await finishRestore(owner)
    await expect(restore(readArchive(file, [identity]))).rejects.toThrow('There is a partnership in this database already')
    await owner.end()
  })
  it('that was killed is noticed by the next start, and can be made again', async () => {
    const { name, owner, restore } = await room()
    const keys = join(folder, 'keys.txt')
    writeFileSync(keys, identity)
    const address = (user: string) => `postgres://${user}@localhost/${name}?host=${encodeURIComponent(server.host)}&port=${server.port}`
    const child = fork(join(import.meta.dirname, '../../restore.ts'), [file, '--identity', keys], {
      env: { ...process.env, DATABASE_URL: address('modulus_app'), MIGRATE_DATABASE_URL: address('modulus_owner'), DATA_DIR: folder },
      stdio: 'ignore',
    })
    const gone = once(child, 'exit')
    for (;;) {
      const { rows } = await owner.query<{ begun: boolean }>(`select to_regnamespace('restoring') is not null as begun`)
      if (rows[0]!.begun) break
      if (child.exitCode !== null) throw new Error('the restore ended before it could be killed')
    }
    child.kill('SIGKILL')
    await gone
    await expect(refuseUnfinished(owner)).rejects.toThrow('begun and not finished')
    await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and usename = current_user`,
    )
    await restore(readArchive(file, [identity]))
    await finishRestore(owner)
    expect((await owner.query('select 1 from partnerships')).rowCount).toBe(2)
    await owner.end()
  })
})

it('a role that row-level security binds makes no backup at all, rather than one with rows missing', async () => {
  await expect(save(join(folder, 'poor.backup'), 'modulus_app')).rejects.toThrow('would leave rows out')
  expect(existsSync(join(folder, 'poor.backup'))).toBe(false)
})

it('the command of the rehearsal takes the file behind its flag, and refuses one that was cut off', () => {
  const keys = join(folder, 'keys-of-rehearsal.txt')
  writeFileSync(keys, identity)
  writeFileSync(join(folder, 'short.backup'), readFileSync(file).subarray(0, 5000))
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, '../../restore.ts'), '--rehearse', join(folder, 'short.backup'), '--identity', keys],
    { env: { ...process.env, DATA_DIR: folder }, encoding: 'utf8' },
  )
  expect([status, stderr.trim()]).toEqual([
    1,
    'This backup is not whole: it was cut off or changed. Nothing of it was used; take another one.',
  ])
}, 60_000)
