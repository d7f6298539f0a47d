// Files about a young person: whose they are, what is let in, and how they go out.
import { createServer, type Server } from 'node:net'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'
import { isClean, scanAttachment } from './scan.ts'

let w: World, placement: string, visit: string
beforeAll(async () => {
  w = await world()
  placement = (await w.place(w.ids.participants.sam)).placement
  visit = w.newId()
  await w.owner.query(
    `insert into visits (partnership_id, id, programme_id, participant_id, starts_at, officer_id) values ($1, $2, $3, $4, now(), $5)`,
    [w.ids.partnership, visit, w.ids.programme, w.ids.participants.sam, w.ids.users.officer],
  )
})
afterAll(() => w?.close())

const at = (id = '', participant = w.ids.participants.sam) => `/participants/${participant}/attachments${id && `/${id}`}`
const announce = (person: Person, body: Record<string, unknown> = {}, id = w.newId()) =>
  w
    .as(person)
    .put(at(id), { about: 'person', name: 'Letter.pdf', description: '', ...body })
    .then((answer) => ({ id, answer }))
const send = (person: Person, id: string, bytes: Buffer, participant = w.ids.participants.sam) =>
  w.app.inject({
    method: 'PUT',
    url: `/api${at(id, participant)}/bytes`,
    payload: bytes,
    headers: { authorization: `Bearer ${w.tokens[person]}`, 'content-type': 'application/octet-stream' },
  })
const take = (person: Person, id: string) =>
  w.app.inject({ method: 'GET', url: `/api${at(id)}/bytes`, headers: { authorization: `Bearer ${w.tokens[person]}` } })
async function keep(person: Person, bytes: Buffer, body: Record<string, unknown> = {}) {
  const { id, answer } = await announce(person, body)
  expect(answer.status).toBe(201)
  return { id, sent: await send(person, id, bytes) }
}

const pdf = Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
/** A JPEG with EXIF that says where it was taken, a comment, and another file behind its end. */
const jpeg = (width = 20, height = 10) => {
  const size = Buffer.from([0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0])
  const segment = (marker: number, text: string) => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(text.length + 2, 2)
    return Buffer.concat([head, Buffer.from(text, 'latin1')])
  }
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0'),
    segment(0xe1, 'Exif\0\0GPS 55.8617 -4.2583'),
    segment(0xfe, 'taken by a phone'),
    size,
    segment(0xda, '\x01\x01\0\0\x3f\0'),
    Buffer.from([1, 2, 3, 0xff, 0, 4, 0xff, 0xd9]),
    Buffer.from('<script>alert(1)</script>'),
  ])
}
const png = (width = 4, height = 3) => {
  const chunk = (name: string, data: Buffer) => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(data.length)
    head.write(name, 4, 'latin1')
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), data])))
    return Buffer.concat([head, data, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from('Comment\0home of somebody')),
    chunk('IDAT', Buffer.from([1])),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
/** A zip archive of some files, as a word processor writes it. */
function zip(files: Record<string, Buffer>, claimed?: number) {
  const parts: Buffer[] = [],
    directory: Buffer[] = []
  let offset = 0
  for (const [name, data] of Object.entries(files)) {
    const packed = deflateRawSync(data),
      head = Buffer.alloc(30),
      line = Buffer.alloc(46)
    head.writeUInt32LE(0x04034b50)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(crc32(data), 14)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(claimed ?? data.length, 22)
    head.writeUInt16LE(name.length, 26)
    line.writeUInt32LE(0x02014b50)
    line.writeUInt16LE(20, 4)
    line.writeUInt16LE(20, 6)
    head.copy(line, 10, 8, 30)
    line.writeUInt16LE(8, 10)
    line.writeUInt32LE(crc32(data), 16)
    line.writeUInt32LE(packed.length, 20)
    line.writeUInt32LE(claimed ?? data.length, 24)
    line.writeUInt16LE(name.length, 28)
    line.fill(0, 30, 42)
    line.writeUInt32LE(offset, 42)
    parts.push(head, Buffer.from(name), packed)
    directory.push(line, Buffer.from(name))
    offset += 30 + name.length + packed.length
  }
  const list = Buffer.concat(directory),
    end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, list, end])
}
const word = {
  '[Content_Types].xml': Buffer.from(
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
  ),
  'word/document.xml': Buffer.from('<w:document/>'),
}

describe('a file that is let in', () => {
  it('goes out as it came in, to be saved and never to be run', async () => {
    const { id, sent } = await keep('officer', pdf, { name: 'Sam’s “letter” ü.pdf' })
    expect(sent.json()).toMatchObject({ status: 'kept', mediaType: 'application/pdf', size: pdf.length, scanned: false })
    const got = await take('lead', id)
    expect(got.rawPayload.equals(pdf)).toBe(true)
    expect(got.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(got.headers['content-disposition']).toBe(
      `attachment; filename="Sam_s _letter_ _.pdf"; filename*=UTF-8''Sam%E2%80%99s%20%E2%80%9Cletter%E2%80%9D%20%C3%BC.pdf`,
    )
    const { rows } = await w.owner.query(`select 1 from access_events where operation = 'attachments.bytes' and user_id = $1`, [
      w.ids.users.lead,
    ])
    expect(rows).toHaveLength(1)
  })
  it('sent twice is kept once; another file under the same id is refused', async () => {
    const { id } = await keep('officer', pdf)
    expect((await send('officer', id, pdf)).statusCode).toBe(200)
    const other = await send('officer', id, Buffer.concat([pdf, pdf]))
    expect([other.statusCode, other.json().type]).toEqual([409, '/problems/already-exists'])
    expect((await w.owner.query('select 1 from attachment_bytes where attachment_id = $1', [id])).rowCount).toBe(1)
  })
  it('that is a photo loses where it was taken, comments, and whatever hides behind its end', async () => {
    const { id, sent } = await keep('officer', jpeg(), { name: 'workshop.jpg' })
    expect(sent.json()).toMatchObject({ mediaType: 'image/jpeg', status: 'kept' })
    const { rawPayload } = await take('officer', id)
    for (const trace of ['GPS', 'Exif', 'phone', 'script']) expect(rawPayload.includes(trace)).toBe(false)
    expect(rawPayload.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]))
    const drawn = await keep('officer', png(), { name: 'a.png' })
    expect((await take('officer', drawn.id)).rawPayload.includes('somebody')).toBe(false)
  })
  it('may be a letter from a word processor', async () => {
    const { sent } = await keep('officer', zip(word), { name: 'cv.docx' })
    expect(sent.json()).toMatchObject({ status: 'kept', mediaType: expect.stringContaining('wordprocessingml') })
  })
})

describe('a file that is not let in', () => {
  const big = Buffer.alloc(10 * 1024 * 1024 + 1, '%PDF-1.7 ')
  it.each<[string, () => Buffer, string]>([
    ['is empty', () => Buffer.alloc(0), 'empty'],
    ['is too big', () => big, 'too-big'],
    ['is a page', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'kind'],
    ['is a drawing that can run', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'kind'],
    ['is a program under another name', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'kind'],
    ['is a spreadsheet of text', () => Buffer.from('a,b\n=cmd,1'), 'kind'],
    ['is a photo of too many pixels', () => jpeg(60_000, 60_000), 'too-many-pixels'],
    ['is a picture of too many pixels', () => png(60_000, 60_000), 'too-many-pixels'],
    ['is a photo that was cut off', () => jpeg().subarray(0, 60), 'broken'],
    ['is a PDF that was cut off', () => pdf.subarray(0, 40), 'broken'],
    ['is a document with programs in it', () => zip({ ...word, 'word/vbaProject.bin': Buffer.from('x') }), 'programs'],
    ['is a document with an archive in it', () => zip({ ...word, 'word/embeddings/more.zip': Buffer.from('x') }), 'unpacked'],
    ['is a document that unpacks to a flood', () => zip({ ...word, 'word/media/flood.bin': Buffer.alloc(101 * 1024 * 1024) }), 'unpacked'],
    ['lies about how much it unpacks to', () => zip({ ...word, 'word/a.xml': Buffer.alloc(5 * 1024 * 1024) }, 13), 'broken'],
    ['leaves its folder', () => zip({ ...word, '../../etc/passwd': Buffer.from('x') }), 'broken'],
  ])('%s', async (_, make, reason) => {
    const { id, answer } = await announce('officer', { name: 'innocent.pdf' })
    expect(answer.status).toBe(201)
    const refused = await send('officer', id, make())
    expect([refused.statusCode, refused.json()]).toMatchObject([400, { type: '/problems/file-refused', reason }])
    expect((await w.owner.query('select 1 from attachment_bytes where attachment_id = $1', [id])).rowCount).toBe(0)
    expect((await take('officer', id)).statusCode).toBe(409)
  })
  it('has a name that is none', async () => {
    for (const name of ['', '  ', '../../x', 'a/b', 'a\\b', 'a\r\nSet-Cookie: x', 'gnp.\u202eexe', 'x'.repeat(121)])
      expect([name, (await announce('officer', { name })).answer.status]).toEqual([name, 400])
  })
  it('comes as anything but bytes', async () => {
    const { id } = await announce('officer')
    expect((await w.as('officer').put(`${at(id)}/bytes`, { a: 1 })).status).toBe(415)
  })
})

describe('whose it is', () => {
  it('a visit’s file is the team’s; a placement’s also its partner’s', async () => {
    const ofVisit = await keep('officer', pdf, { about: 'visit', aboutId: visit })
    const ofPlacement = await keep('partner', pdf, { about: 'placement', aboutId: placement })
    expect(ofPlacement.sent.statusCode).toBe(200)
    expect((await take('officer', ofVisit.id)).statusCode).toBe(200)
    expect((await take('partner', ofVisit.id)).statusCode).toBe(404)
    expect((await take('partner', ofPlacement.id)).statusCode).toBe(200)
    expect((await take('sam', ofPlacement.id)).statusCode).toBe(200)
    const seen = (await w.as('partner').get(at())).body.items.map((one: { id: string }) => one.id)
    expect(seen).toEqual([ofPlacement.id])
  })
  it('is found by nobody else: not there, as a random one is not there', async () => {
    const { id } = await keep('officer', pdf)
    for (const person of ['otherpartner', 'otherlead', 'admin', 'data', 'analyst', 'safeguarding', 'supervisor'] as const) {
      const [mine, random] = [await take(person, id), await take(person, w.newId())]
      expect([person, mine.statusCode]).toEqual([person, 404])
      const { requestId: _, instance: __, ...said } = mine.json(),
        { requestId: ___, instance: ____, ...saidOfRandom } = random.json()
      expect(said).toEqual(saidOfRandom)
    }
  })
  it('cannot be hung on another’s visit, nor be read under another person', async () => {
    const { answer } = await announce('officer', { about: 'visit', aboutId: w.newId() })
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, '/body/aboutId'])
    const { id } = await keep('officer', pdf)
    expect((await w.as('officer').get(`${at(id, w.ids.participants.rosa)}/bytes`)).status).toBe(404)
  })
  it('is brought by the one who announced it', async () => {
    const { id } = await announce('officer')
    expect((await send('lead', id, pdf)).statusCode).toBe(403)
  })
  it('is removed with a reason, for good; a mentor removes nothing', async () => {
    const { id, sent } = await keep('officer', pdf)
    expect((await w.as('partner').post(`${at(id)}/remove`, { reason: 'x', version: 1 })).status).toBe(404)
    const stale = await w.as('lead').post(`${at(id)}/remove`, { reason: 'Wrong person', version: 0 })
    expect(stale.status).toBe(409)
    const gone = await w.as('lead').post(`${at(id)}/remove`, { reason: 'Wrong person', version: sent.json().version })
    expect(gone.body).toMatchObject({ status: 'removed', name: 'Removed', removedReason: 'Wrong person' })
    expect((await take('lead', id)).statusCode).toBe(409)
    expect((await w.owner.query('select 1 from attachment_bytes where attachment_id = $1', [id])).rowCount).toBe(0)
  })
})

describe('with a scanner', () => {
  let clamd: Server, port: number
  const eicar = 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE'
  beforeAll(async () => {
    // Speaks clamd's INSTREAM as its manual says, and finds one thing.
    clamd = createServer((socket) => {
      let got = Buffer.alloc(0)
      socket.on('error', () => {})
      socket.on('data', (piece) => {
        got = Buffer.concat([got, piece])
        if (!got.subarray(-4).equals(Buffer.alloc(4))) return
        socket.end(got.includes(eicar) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0')
      })
    })
    await new Promise<void>((ok) => clamd.listen(0, '127.0.0.1', ok))
    port = (clamd.address() as { port: number }).port
    w.app.config.clamav = { host: '127.0.0.1', port }
  })
  afterAll(() => {
    clamd.close()
    w.app.config.clamav = undefined
  })
  const scan = (id: string) =>
    scanAttachment({ ...w, config: w.app.config, log: () => {} } as never, { partnershipId: w.ids.partnership, id })

  it('nothing goes out before it was looked into', async () => {
    const { id, sent } = await keep('officer', pdf)
    expect(sent.json()).toMatchObject({ status: 'checking' })
    expect((await take('officer', id)).json().type).toBe('/problems/file-not-ready')
    await scan(id)
    await scan(id)
    expect((await take('officer', id)).statusCode).toBe(200)
    const { items } = (await w.as('officer').get(at())).body
    expect(items.find((one: { id: string }) => one.id === id)).toMatchObject({ status: 'kept', scanned: true })
  })
  it('what it finds is put away, and its bytes with it', async () => {
    const { id } = await keep('officer', Buffer.from(`%PDF-1.7\n${eicar}\n%%EOF`))
    await scan(id)
    expect((await take('officer', id)).json()).toMatchObject({ type: '/problems/file-refused', reason: 'quarantined' })
    expect((await w.owner.query('select 1 from attachment_bytes where attachment_id = $1', [id])).rowCount).toBe(0)
  })
  it('a scanner that is not there lets nothing through: the job is tried again', async () => {
    const { id } = await keep('officer', pdf)
    w.app.config.clamav = { host: '127.0.0.1', port: 1 }
    await expect(scan(id)).rejects.toThrow()
    w.app.config.clamav = { host: '127.0.0.1', port }
    expect((await take('officer', id)).statusCode).toBe(409)
    await expect(isClean({ host: '127.0.0.1', port }, Buffer.from(eicar))).resolves.toBe(false)
  })
})
