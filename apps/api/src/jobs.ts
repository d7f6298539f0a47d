// Work that outlives a request: pg-boss on the same database. A job is sent inside the transaction that makes it necessary, carries
// ids only, and re-enters the database through a door of its own. Handlers may run twice and must not mind.
import { PgBoss } from 'pg-boss'
import { sql } from 'drizzle-orm'
import type pg from 'pg'
import type { Doors, Tx } from '#db/transact.ts'
import { deliverMessage } from './modules/messages/jobs.ts'
import { scanAttachment } from './modules/attachments/scan.ts'
import { runExport } from './modules/exports/jobs.ts'
import { runImport } from './modules/imports/jobs.ts'
import { remind } from './modules/me/jobs.ts'
import { packRights, tellChecker, tellLeads, tellThem } from './modules/rights/jobs.ts'
import { answerCode } from './modules/session/code-job.ts'
import { answerForgotten } from './modules/session/jobs.ts'
import { tellOfReadings } from './modules/session/readings-job.ts'
import { dispose, tellOfErasure } from './modules/retention/jobs.ts'
import { clocks } from './clocks.ts'
import type { Config } from './config.ts'

export interface JobData {
  partnershipId: string
  id: string
  userId?: string
}
export interface JobTools {
  doors: Doors
  config: Config
  log: (message: string) => void
}
export type JobHandler = (tools: JobTools, data: JobData) => Promise<void>
/** One whose work makes further work necessary. */
export type SendingHandler = (tools: JobTools & Pick<Jobs, 'send'>, data: JobData) => Promise<void>

const handlers = {
  'import.run': runImport,
  'attachment.scan': scanAttachment,
  'export.run': runExport,
  'message.deliver': deliverMessage,
  'password.answer': answerForgotten,
  'code.answer': answerCode,
  'me.remind': remind,
  'retention.dispose': dispose,
  'retention.tell': tellOfErasure,
  'rights.pack': packRights,
  'rights.tellChecker': tellChecker,
  'rights.tellLeads': tellLeads,
  'rights.tellThem': tellThem,
  'readings.many': tellOfReadings,
} satisfies Record<string, SendingHandler>
export type JobName = keyof typeof handlers

export interface Jobs {
  /** At once after the commit, or not before `at`. */
  send(tx: Tx, name: JobName, data: JobData, at?: Date): Promise<void>
  stop(): Promise<void>
}

export async function startJobs(owner: pg.ClientConfig, tools: JobTools, work = true): Promise<Jobs> {
  const boss = new PgBoss({ ...(owner as { host: string }), schema: 'jobs', supervise: work, schedule: work })
  boss.on('error', (error) => tools.log(error.message))
  await boss.start()
  const send: Jobs['send'] = async (tx, name, data, at) => {
    const db = { executeSql: (text: string, values?: unknown[]) => tx.$client.query(text, values as unknown[]) }
    await boss.send(name, data, { db, ...(at ? { startAfter: at } : {}) })
  }
  for (const [name, handler] of Object.entries<SendingHandler>(handlers)) {
    await boss.createQueue(name, { retryLimit: 3, retryDelay: 5, retryBackoff: true })
    if (work)
      await boss.work<JobData>(name, { pollingIntervalSeconds: 0.5 }, async (jobs) => {
        for (const job of jobs) await handler({ ...tools, send }, job.data)
      })
  }
  for (const { name, cron, run } of clocks) {
    const queue = `clock.${name}`
    await boss.createQueue(queue, { policy: 'short', retryLimit: 2, retryDelay: 30 })
    if (!work) continue
    await boss.schedule(queue, cron, null, { tz: 'Europe/London' })
    await boss.work(queue, { pollingIntervalSeconds: 5 }, async () => {
      for (const partnershipId of await partnerships(tools.doors)) await run({ ...tools, send }, partnershipId)
    })
  }
  return {
    send,
    stop: () => boss.stop({ graceful: true, timeout: 2000 }),
  }
}

/** The app's role may send jobs from inside its own transactions, and nothing more. */
export const grantJobs = (owner: pg.ClientBase) =>
  owner.query(
    'grant usage on schema jobs to modulus_app; grant select, insert on all tables in schema jobs to modulus_app; grant execute on all functions in schema jobs to modulus_app',
  )

const partnerships = async (doors: Doors) =>
  (await doors.asNobody().transact((tx) => tx.execute<{ id: string }>(sql`select id from app.partnership_ids() id`))).rows.map(
    ({ id }) => id,
  )
