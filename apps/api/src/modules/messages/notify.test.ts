// Text messages, against a stand-in for the API of GOV.UK Notify; and what young people are written, all of it.
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '#config.ts'
import { world, type World } from '#testing/world.ts'
import { ownWords } from './commands.ts'
import { deliverMessage } from './jobs.ts'
import { notifyToken } from './notify.ts'

const service = '26785a09-ab16-4eb0-8407-a37497a57506',
  secret = '3d844edf-8d35-48ac-975b-e847b4f122b0',
  key = `modulus-live-${service}-${secret}`
let w: World, server: Server, url: string
let status = 201
const heard: { method: string; path: string; headers: IncomingHttpHeaders; body: Record<string, unknown> }[] = []

beforeAll(async () => {
  w = await world()
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += chunk))
    request.on('end', () => {
      heard.push({ method: request.method!, path: request.url!, headers: request.headers, body: JSON.parse(text) })
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server?.close()
  await w?.close()
})

const notify = () => ({ demo: false, smtpUrl: undefined, notify: { key, templateId: 'f33517ff-2a88-4f6e-b855-c550268ce08a', url } })
async function written(channel = 'text', to = '07700900123') {
  const id = w.newId()
  await w.owner.query(
    `insert into messages (partnership_id, id, kind, channel, to_address, subject, body) values ($1, $2, 'code', $3, $4, 'Your code', 'Your code is 123456')`,
    [w.ids.partnership, id, channel, to],
  )
  return id
}
const deliver = (id: string, config: object = notify()) =>
  deliverMessage({ doors: w.doors, config: { ...w.config, ...config }, log: () => {} }, { partnershipId: w.ids.partnership, id })
const stateOf = async (id: string) =>
  (await w.owner.query('select status, attempts, failure, body from messages where id = $1', [id])).rows[0]

describe('a text message', () => {
  it('goes to the right address of the API, signed as the service, and its text is forgotten', async () => {
    status = 201
    const id = await written()
    await deliver(id)
    const { method, path, headers, body } = heard.at(-1)!
    expect([method, path]).toEqual(['POST', '/v2/notifications/sms'])
    expect(body).toEqual({
      phone_number: '07700900123',
      template_id: 'f33517ff-2a88-4f6e-b855-c550268ce08a',
      personalisation: { message: 'Your code is 123456' },
      reference: id,
    })
    const [head, payload, signature] = headers.authorization!.replace('Bearer ', '').split('.') as [string, string, string]
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ typ: 'JWT', alg: 'HS256' })
    const { iss, iat } = JSON.parse(Buffer.from(payload, 'base64url').toString())
    expect(iss).toBe(service)
    expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(30)
    expect(createHmac('sha256', secret).update(`${head}.${payload}`).digest('base64url')).toBe(signature)
    expect(await stateOf(id)).toEqual({ status: 'sent', attempts: 1, failure: null, body: '' })
    const before = heard.length
    await deliver(id)
    expect(heard).toHaveLength(before)
  })
  it.each([500, 503, 429])('is tried again when Notify answers %i', async (answer) => {
    status = answer
    const id = await written()
    await expect(deliver(id)).rejects.toThrow(`message not sent: notify ${answer}`)
    expect(await stateOf(id)).toMatchObject({ status: 'failed', attempts: 1, failure: `notify ${answer}` })
    status = 201
    await deliver(id)
    expect(await stateOf(id)).toMatchObject({ status: 'sent', attempts: 2, failure: null })
  })
  it.each([400, 403])('is not tried again when Notify refuses it with %i', async (answer) => {
    status = answer
    const id = await written()
    await deliver(id) // does not throw: the job is over
    expect(await stateOf(id)).toMatchObject({ status: 'failed', attempts: 1, failure: `notify ${answer}` })
  })
  it('is tried again when nobody answers, and says what is missing when there is no key', async () => {
    const id = await written()
    await expect(deliver(id, { ...notify(), notify: { ...notify().notify, url: 'http://127.0.0.1:1' } })).rejects.toThrow(
      'notify no answer',
    )
    await expect(deliver(id, { ...notify(), notify: undefined, production: true })).rejects.toThrow('NOTIFY_API_KEY is not set')
  })
  it('stays in the mailbox while trying Modulus out, and only its worker’s', async () => {
    const id = await written()
    await w.owner.query('update messages set created_by = $1 where id = $2', [w.ids.users.officer, id])
    const before = heard.length
    await deliver(id, { ...notify(), demo: true })
    expect(heard).toHaveLength(before)
    const mailbox = async (person: 'officer' | 'admin' | 'lead') =>
      (await w.as(person).get('/messages?limit=100').expect(200)).body.items.map((one: { id: string }) => one.id)
    expect(await mailbox('officer')).toContain(id)
    for (const person of ['admin', 'lead'] as const) expect(await mailbox(person)).not.toContain(id)
  })
})

describe('the key', () => {
  it('is read whole, with its template, or the start ends', () => {
    expect(readConfig({ NOTIFY_API_KEY: key, NOTIFY_TEMPLATE_ID: 'x' }).notify).toMatchObject({
      key,
      url: 'https://api.notifications.service.gov.uk',
    })
    expect(readConfig({}).notify).toBeUndefined()
    expect(() => readConfig({ NOTIFY_API_KEY: 'half-a-key', NOTIFY_TEMPLATE_ID: 'x' })).toThrow('whole key')
    expect(() => readConfig({ NOTIFY_API_KEY: key })).toThrow('NOTIFY_TEMPLATE_ID')
  })
  it('may have dashes in its name', () => {
    const payload = notifyToken(`a-b-c-${service}-${secret}`).split('.')[1]!
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString()).iss).toBe(service)
  })
})

describe('what young people are written', () => {
  const all = Object.values({
    code: ownWords.code('123456'),
    link: ownWords.link('https://modulus.example/me/link/abc', 7),
    tomorrow: ownWords.tomorrow(),
    news: ownWords.news(),
  })
  it('is every message there is for them', () => expect(all).toHaveLength(Object.keys(ownWords).length))
  it('says nothing that a stranger at a lock screen may not read', () => {
    for (const { subject, body } of all) {
      const text = `${subject} ${body.replace(/https?:\S+/g, '')}`
      expect(text).not.toMatch(
        /modulus|programme|partner|worker|officer|police|court|offence|risk|gang|course|session|visit|mentor|placement|harbour|deal|record/i,
      )
      // No names: a capital only at the beginning of a sentence.
      expect(text.match(/(?<![.:] |^|\n)\b[A-Z][a-z]+/g)?.filter((one) => !/^(Your|You|There|This|It|Do)$/.test(one)) ?? []).toEqual([])
      expect(body.length).toBeLessThan(160)
    }
  })
  it('holds for the link that an officer sends, by text too', async () => {
    await w.owner.query(`update participant_contacts set email = 'sam@home.invalid' where participant_id = $1`, [w.ids.participants.sam])
    const url = `/participants/${w.ids.participants.sam}/link`
    expect((await w.as('officer').post(url, {}).expect(200)).body).toEqual({ sentTo: 'sam@home.invalid' })
    expect((await w.as('officer').post(url, { text: true }).expect(200)).body).toEqual({ sentTo: '07700900123' })
    const { rows } = await w.owner.query<{ channel: string; subject: string; body: string }>(
      `select channel, subject, body from messages where kind = 'me' order by id`,
    )
    expect(rows.map((one) => one.channel)).toEqual(['email', 'text'])
    for (const one of rows) expect(`${one.subject} ${one.body}`).not.toMatch(/Sam|Officer|Harbour|Riverside|Fire/)
    await w.owner.query(`update participant_contacts set safe_to_call = false where participant_id = $1`, [w.ids.participants.sam])
    expect((await w.as('officer').post(url, { text: true }).expect(400)).body.errors).toMatchObject([{ pointer: '/body/text' }])
  })
})
