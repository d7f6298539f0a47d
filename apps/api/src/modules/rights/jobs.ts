// What outlives a request: putting the package together, and telling people without anybody reading how to reach them.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { JobHandler, SendingHandler } from '../../jobs.ts'
import { ownWords } from '../messages/commands.ts'
import { jsonOf, pdfOf } from './document.ts'
import { contentOf, type Around } from './package.ts'
import { today } from './queries.ts'
import { readEntries } from './search.ts'

/** May run twice: what is ready stays. Each part is one transaction through the door of the second person, who may see it now. */
export const packRights: JobHandler = async ({ doors, log }, { partnershipId, id, userId }) => {
  const door = () => doors.asPerson(userId!, partnershipId, uuidv7())
  try {
    const found = await door().transact(async (tx) => {
      const { rows } = await tx.execute<{ around: Around | null }>(sql`select app.rights_around(${id}) as around
        from rights_packages k where k.partnership_id = app.partnership() and k.request_id = ${id} and k.state in ('waiting', 'building', 'failed')`)
      if (!rows[0]?.around) return
      const entries = await readEntries(tx, id)
      await tx.execute(
        sql`update rights_packages set state = 'building', done = 0, total = ${entries.length + 1} where partnership_id = app.partnership() and request_id = ${id}`,
      )
      return { around: rows[0].around, entries, on: await today(tx) }
    })
    if (!found) return
    const content = contentOf(found.entries, found.around, found.on),
      json = jsonOf(content)
    await door().transact((tx) =>
      tx.execute(sql`update rights_packages set done = total - 1 where partnership_id = app.partnership() and request_id = ${id}`),
    )
    const pdf = await pdfOf(content)
    await door().transact((tx) =>
      tx.execute(
        sql`update rights_packages set state = 'ready', done = total, pdf = ${pdf}, json = ${json}, built_at = now() where partnership_id = app.partnership() and request_id = ${id}`,
      ),
    )
  } catch (error) {
    await door()
      .transact((tx) =>
        tx.execute(
          sql`update rights_packages set state = 'failed' where partnership_id = app.partnership() and request_id = ${id} and state <> 'ready'`,
        ),
      )
      .catch(() => log(`rights package ${id}: failed, and this could not be noted`))
    throw error // the queue tries again
  }
}

/** "There is something new on your page", and nothing more. */
export const tellThem: SendingHandler = async ({ doors, send }, { partnershipId, id }) => {
  const { subject, body } = ownWords.news()
  await doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
    const { rows } = await tx.execute<{ message: string | null }>(
      sql`select app.rights_tell_them(${uuidv7()}, ${id}, ${subject}, ${body}) as message`,
    )
    if (rows[0]?.message) await send(tx, 'message.deliver', { partnershipId, id: rows[0].message })
  })
}
/** To the programme leads: that an answer waits for a second person. */
export const tellChecker: SendingHandler = async ({ doors, config, send }, { partnershipId, id }) => {
  await doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
    const { rows } = await tx.execute<{ message: string }>(sql`select app.rights_tell_leads(${id}, 'An answer waits for your second look',
      ${`Before a copy of a record goes out, somebody other than who prepared it looks through it.\n${config.publicUrl}/rights\n`}, 'programme_lead') as message`)
    for (const { message } of rows) await send(tx, 'message.deliver', { partnershipId, id: message })
  })
}
/** To the data leads of a programme: that something came, not from whom. */
export const tellLeads: SendingHandler = async ({ doors, config, send }, { partnershipId, id }) => {
  await doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
    const { rows } = await tx.execute<{
      message: string
    }>(sql`select app.rights_tell_leads(${id}, 'A young person asked about their record',
      ${`Someone asked about their record. A legal clock is running.\n${config.publicUrl}/rights\n`}) as message`)
    for (const { message } of rows) await send(tx, 'message.deliver', { partnershipId, id: message })
  })
}
