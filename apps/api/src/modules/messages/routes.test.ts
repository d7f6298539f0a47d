// The outbox, from the transaction that writes a message to the post office that takes it.
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { deliverMessage } from './jobs.ts'

let w: World
beforeAll(async () => {
  w = await world({ work: true })
})
afterAll(() => w?.close())

const invite = async (name = 'Ailsa Munro') => {
  const id = w.newId(),
    email = `${id}@test.invalid`
  await w.as('admin').put(`/people/${id}`, { name, email, partnerId: w.ids.partners.fire }).expect(201)
  const { rows } = await w.owner.query<{ id: string }>('select id from messages where to_address = $1', [email])
  return { email, messageId: rows[0]!.id }
}
const stateOf = async (id: string) =>
  (
    await w.owner.query<{ status: string; attempts: number; failure: string | null; body: string }>(
      'select status, attempts, failure, body from messages where id = $1',
      [id],
    )
  ).rows[0]!
const gone = (id: string) =>
  vi.waitFor(async () => expect(await stateOf(id)).toMatchObject({ status: 'sent', attempts: 1 }), { timeout: 15_000, interval: 100 })
/** A message whose own job is over, as if it had never been tried. */
const untried = async (name?: string) => {
  const written = await invite(name)
  await gone(written.messageId)
  await w.owner.query(`update messages set status = 'waiting', attempts = 0, sent_at = null where id = $1`, [written.messageId])
  return written
}
const deliver = (id: string, config: object) =>
  deliverMessage({ doors: w.doors, config: { ...w.config, ...config }, log: () => {} }, { partnershipId: w.ids.partnership, id })

/** A post office that takes everything, and keeps what it was told. */
function postOffice(refuse = false): Promise<{ server: Server; url: string; heard: string[] }> {
  const heard: string[] = []
  const server = createServer((socket) => {
    let data = false
    socket.write('220 post\r\n')
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        heard.push(line)
        if (data) {
          if (line === '.') {
            data = false
            socket.write('250 taken\r\n')
          }
        } else if (line === 'DATA') {
          data = true
          socket.write('354 go on\r\n')
        } else if (line === 'QUIT') socket.end('221 bye\r\n')
        else socket.write(refuse && line.startsWith('RCPT') ? '550 nobody here\r\n' : '250 ok\r\n')
      }
    })
    socket.on('error', () => {})
  })
  return new Promise((ok) =>
    server.listen(0, '127.0.0.1', () => ok({ server, heard, url: `smtp://127.0.0.1:${(server.address() as { port: number }).port}` })),
  )
}

it('a message goes by itself, and stays in the mailbox while trying Modulus out', async () => {
  const { email, messageId } = await invite()
  await gone(messageId)
  const { body } = await w.as('admin').get('/messages').expect(200)
  expect(body.items[0]).toMatchObject({ to: email, kind: 'invitation', status: 'sent', body: expect.stringContaining('/i/') })
})
it('goes out by SMTP once, and its secret is forgotten', async () => {
  const { server, url, heard } = await postOffice()
  const { email, messageId } = await untried('Ailsa\r\nBcc: everyone@test.invalid')
  await deliver(messageId, { demo: false, smtpUrl: url })
  await deliver(messageId, { demo: false, smtpUrl: url })
  server.close()
  expect(heard.filter((line) => line.startsWith('RCPT'))).toEqual([`RCPT TO:<${email}>`])
  const head = heard.slice(
    heard.indexOf('DATA') + 1,
    heard.findIndex((line) => line.startsWith('Hello')),
  )
  expect(head.join('\n')).toContain(`To: ${email}`)
  expect(head.filter((line) => /^bcc/i.test(line))).toEqual([])
  expect(await stateOf(messageId)).toMatchObject({ status: 'sent', body: '' })
})
it('a post office that refuses is tried again, and the reason is kept without the text', async () => {
  const { server, url } = await postOffice(true)
  const { messageId } = await untried()
  await expect(deliver(messageId, { demo: false, smtpUrl: url })).rejects.toThrow('message not sent: EENVELOPE')
  server.close()
  expect(await stateOf(messageId)).toMatchObject({ status: 'failed', attempts: 1, failure: 'EENVELOPE' })
  await expect(deliver(messageId, { demo: false, production: true, smtpUrl: undefined })).rejects.toThrow('message not sent')
  await deliver(messageId, {})
  expect(await stateOf(messageId)).toMatchObject({ status: 'sent', attempts: 3, failure: null })
})
it('people see the messages they wrote, and another partnership none', async () => {
  for (const person of ['officer', 'data', 'otherpartner', 'otherlead', 'sam'] as const)
    expect((await w.as(person).get('/messages').expect(200)).body).toEqual({ items: [], next: null })
  const { body } = await w.as('admin').get('/messages?limit=1').expect(200)
  expect((await w.as('admin').get(`/messages?limit=100&after=${body.next}`).expect(200)).body.items.length).toBeGreaterThan(0)
})
it('there is no mailbox where messages really go out', async () => {
  w.config.demo = false
  w.config.smtpUrl = 'smtp://post.invalid'
  await w.as('admin').get('/messages').expect(404)
  w.config.smtpUrl = undefined
  w.config.production = true
  await w.as('admin').get('/messages').expect(404)
  w.config.production = false
  await w.as('admin').get('/messages').expect(200)
  w.config.demo = true
})
it('a message that would add a header is never kept', async () => {
  await expect(
    w.owner.query(
      `insert into messages (partnership_id, id, to_address, subject, body) values ($1, $2, E'a@test.invalid\\nBcc: b@test.invalid', 's', 'b')`,
      [w.ids.partnership, w.newId()],
    ),
  ).rejects.toMatchObject({ constraint: 'messages_headers_are_one_line' })
})
