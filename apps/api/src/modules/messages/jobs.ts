// Sends one message of the outbox, by e-mail or as a text message. It may run twice and then does nothing; where it failed after the
// post office took it, a second copy bears the same Message-ID, by which mail programs show it once.
import nodemailer, { type Transporter } from 'nodemailer'
import { v7 as uuidv7 } from 'uuid'
import type { Config } from '#config.ts'
import type { JobHandler } from '../../jobs.ts'
import { NotifyRefusal, sendText } from './notify.ts'
import { findUnsent, markEnded, markFailed, markSent } from './queries.ts'

/** Messages are not sent but shown: while trying Modulus out, or developing it. */
export const hasMailbox = (config: Config) => config.demo || (!config.production && !config.smtpUrl && !config.notify)

const posts = new Map<string, Transporter>()
const postOf = (url: string): Transporter => posts.get(url) ?? posts.set(url, nodemailer.createTransport(url, {})).get(url)!

export const deliverMessage: JobHandler = async ({ doors, config, log }, { partnershipId, id }) => {
  const door = doors.asSystem('messages', partnershipId, uuidv7())
  const message = await door.transact((tx) => findUnsent(tx, id))
  if (!message) return
  if (!message.concerned) return void (await door.transact((tx) => markEnded(tx, id)))
  if (hasMailbox(config)) return void (await door.transact((tx) => markSent(tx, id, true)))
  try {
    await (message.channel === 'text' ? sendText(config, message) : sendMail(config, message))
  } catch (error) {
    const why = (error as { code?: string }).code ?? 'not sent'
    await door.transact((tx) => markFailed(tx, id, why))
    log(`message ${id} was not sent (${why})`)
    if (error instanceof NotifyRefusal) return // asking again would be refused again
    throw new Error(`message not sent: ${why}`, { cause: error }) // the job is tried again
  }
  await door.transact((tx) => markSent(tx, id, false))
}

async function sendMail(
  config: Config,
  { id, to, subject, body }: { id: string; to: string; subject: string; body: string },
): Promise<void> {
  if (!config.smtpUrl) throw new Error('SMTP_URL is not set')
  // Addresses as objects: a comma or a line break in one can neither add a reader nor a header.
  await postOf(config.smtpUrl).sendMail({
    from: config.mailFrom,
    to: { name: '', address: to },
    subject,
    text: body,
    messageId: `<${id}@modulus>`,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}
