import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { csvOf, plainCell, safeCell } from '#csv.ts'

let w: World
beforeAll(async () => {
  w = await world({ work: true })
})
afterAll(() => w?.close())

const send = (
  file: string | Buffer,
  type = 'application/octet-stream',
  query = `programmeId=${w.ids.programme}&kind=nominations&fileName=x.csv`,
) => w.as('officer').put(`/imports/${w.newId()}?${query}`).set('content-type', type).send(Buffer.from(file))
const refused = async (file: string | Buffer, status: number, slug: string, extra: object = {}) =>
  expect((await send(file).expect(status)).body).toMatchObject({ type: `/problems/${slug}`, ...extra })
const head = 'First name,Family name,Good at\n'

describe('files that are no tables', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex')
  it('nothing at all', () => refused('', 400, 'file-not-understood', { reason: 'empty' }))
  it('blanks', () => refused('\ufeff \n\n\t\n', 400, 'file-not-understood', { reason: 'empty' }))
  it('only a heading', () => refused(head, 400, 'file-not-understood', { reason: 'no_rows' }))
  it('a picture', () => refused(png, 400, 'file-not-understood', { reason: 'not_text' }))
  it('a workbook, new and old', async () => {
    await refused(Buffer.from('504b0304140006000800', 'hex'), 400, 'file-not-understood', { reason: 'spreadsheet' })
    await refused(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 400, 'file-not-understood', { reason: 'spreadsheet' })
  })
  it('NUL in a cell', () => refused(`${head}A\0B,C,D\n`, 400, 'file-not-understood', { reason: 'not_text' }))
  it('half of a UTF-16 file', () =>
    refused(Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x00]), 400, 'file-not-understood', { reason: 'not_text' }))
  it('lone surrogates in UTF-16', () =>
    refused(
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('A,B\n1,', 'utf16le'), Buffer.from([0x00, 0xd8])]),
      400,
      'file-not-understood',
      { reason: 'not_text' },
    ))
  it('a quote that is never closed', () =>
    refused(`${head}A,B,"never\nC,D,E\n`, 400, 'file-not-understood', { reason: 'open_quote', line: 2 }))
  it('JSON, a form, or no type', async () => {
    for (const type of ['application/json', 'text/csv', 'multipart/form-data; boundary=x']) {
      const { status } = await send('{"a":1}', type)
      expect([400, 415]).toContain(status)
    }
  })
})

describe('files that are too large', () => {
  it('10,000 columns', () =>
    refused(`${Array.from({ length: 10_000 }, (_, i) => `c${i}`).join()}\n1\n`, 413, 'file-too-large', { limit: 'columns' }))
  it('more than 20,000 rows', () => refused(head + 'A,B,C\n'.repeat(20_001), 413, 'file-too-large', { limit: 'rows' }))
  it('a cell of a megabyte', () => refused(`${head}A,B,${'x'.repeat(1_000_000)}\n`, 413, 'file-too-large', { limit: 'cell', line: 2 }))
  it('more than 10 MB, and far more', async () => {
    await refused(Buffer.alloc(10 * 1024 * 1024 + 1, 'a'), 413, 'file-too-large', { limit: 'bytes' })
    await refused(Buffer.alloc(12 * 1024 * 1024, 'a'), 413, 'too-large')
  })
  it('a thousand empty lines are no rows, five million are too many to look at', async () => {
    await refused(head + '\n'.repeat(1000), 400, 'file-not-understood', { reason: 'no_rows' })
    await refused(head + '\n'.repeat(5_000_000), 413, 'file-too-large', { limit: 'rows' })
  })
})

describe('files that are odd, and are read', () => {
  const take = async (file: string | Buffer) => (await send(file).expect(201)).body
  const run = async (file: string | Buffer) => {
    const { id, mapping } = await take(file)
    await w
      .as('officer')
      .post(`/imports/${id}/map`, { mapping, settings: { sourceKind: 'fire' } })
      .expect(200)
    await w.as('officer').post(`/imports/${id}/run`).expect(200)
    for (;;) {
      const { body } = await w.as('officer').get(`/imports/${id}`).expect(200)
      if (['done', 'failed'].includes(body.status))
        return { ...body, text: (await w.as('officer').get(`/imports/${id}/errors.csv`).expect(200)).text as string }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  it('rows with more cells than headings are pointed at, rows with fewer are read', async () => {
    const { rowsTaken, rowsWrong, text } = await run(`${head}A,One,Sings,extra,more\nB\nC,Two,Dances\n`)
    expect({ rowsTaken, rowsWrong }).toEqual({ rowsTaken: 1, rowsWrong: 2 })
    expect(text).toContain('"2","This row has 5 cells, the first row has 3')
    expect(text.split('\r\n')[0]).toContain('"Column 4","Column 5"')
  })
  it('headings twice, empty, or with line breaks in them', async () => {
    expect(await take('First name,First name,,"Good\nat"\nA,B,C,D\n')).toMatchObject({
      columns: ['First name', 'First name', 'Column 3', 'Good at'],
      mapping: { firstName: 0, goodAt: 3 },
    })
    expect(await take('sep=;\nFirst name;Good at\nA;B\n')).toMatchObject({
      delimiter: ';',
      columns: ['First name', 'Good at'],
      rowsTotal: 1,
    })
    expect(await take('First name,Good at,,,\nA,B,,,\n\n\n')).toMatchObject({ columns: ['First name', 'Good at'], rowsTotal: 1 })
  })
  it('names of columns that JavaScript knows', async () => {
    const { columns, mapping } = await take('__proto__,constructor,toString,First name,Good at\n1,2,3,A,B\n')
    expect({ columns, mapping }).toEqual({
      columns: ['__proto__', 'constructor', 'toString', 'First name', 'Good at'],
      mapping: { firstName: 3, goodAt: 4 },
    })
  })
  it('scripts and SQL are words', async () => {
    expect(await run(`${head}<script>alert(1)</script>,"Robert'); drop table nominations;--",$1 \${x}\n`)).toMatchObject({ rowsTaken: 1 })
    expect((await w.owner.query(`select first_name from nominations where family_name like 'Robert%'`)).rows).toEqual([
      { first_name: '<script>alert(1)</script>' },
    ])
  })
  it('a text that is too long for its place is pointed at', async () => {
    const { text } = await run(`${head}${'N'.repeat(81)},Long,${'x'.repeat(2001)}\n`)
    expect(text).toContain(
      'Good at: This is 2001 characters long; there is room for 2000. First name: This is 81 characters long; there is room for 80.',
    )
  })
  it('a name with signs that turn the writing round is pointed at', async () => {
    const { text, ...done } = await run(`${head}A\u202eB,C,D\nA,B\u2066,D\nA,B,D\u202e\n`)
    expect([done.rowsTaken, text.match(/hidden signs/g)]).toEqual([1, ['hidden signs', 'hidden signs']])
  })
  it('CR alone, CRLF and LF together, a form feed, a next line', async () => {
    expect(await take('First name,Good at\rA,B\rC,D\r')).toMatchObject({ rowsTotal: 2 })
    expect(await take('First name,Good at\r\nA,B\nC,D\r\nE,F\n')).toMatchObject({ rowsTotal: 3 })
  })
})

describe('what goes out again', () => {
  const payloads = [
    "=cmd|' /C calc'!A0",
    '+1',
    '-2+3',
    '@SUM(1)',
    '\t=1',
    '\r=1',
    '|calc',
    '%0A=1',
    '  =1',
    '\n=1',
    '\u00a0=1',
    '＝1',
    '\u0001=1',
  ]
  it('begins no cell with what a spreadsheet would calculate, and reads back as it was', () => {
    for (const one of payloads) {
      const cell = safeCell(one)
      expect(cell.startsWith(`"'`)).toBe(true)
      expect(plainCell(cell.slice(1, -1).replaceAll('""', '"'))).toBe(one)
    }
    expect(safeCell('Ruaridh "Roo" O’Neil')).toBe('"Ruaridh ""Roo"" O’Neil"')
    expect(plainCell(`'twas the night`)).toBe(`'twas the night`)
    expect(csvOf([['a', '=b']])).toBe('\ufeff"a","\'=b"\r\n')
  })
  it('the error file of a hostile upload is safe in its headings too', async () => {
    const { id } = (await send('=1+1,@Good at,First name\n=2,,x\n').expect(201)).body
    await w
      .as('officer')
      .post(`/imports/${id}/map`, { mapping: { goodAt: 1, firstName: 2 }, settings: { sourceKind: 'fire' } })
      .expect(200)
    await w.as('officer').post(`/imports/${id}/run`).expect(200)
    await expect.poll(async () => (await w.as('officer').get(`/imports/${id}`)).body.status).toBe('done')
    const { text } = await w.as('officer').get(`/imports/${id}/errors.csv`).expect(200)
    const cells = text
      .slice(1)
      .trim()
      .split('\r\n')
      .flatMap((row: string) => row.slice(1, -1).split('","'))
    expect(cells.filter((cell: string) => /^[=+\-@|%\t\r]/.test(cell))).toEqual([])
  })
})

it('wrong ways to ask are refused', async () => {
  const ok = `${head}A,B,C\n`
  await send(ok, undefined, `programmeId=${w.ids.programme}&kind=gangs&fileName=x.csv`).expect(400)
  await send(ok, undefined, `programmeId=nonsense&kind=nominations&fileName=x.csv`).expect(400)
  await send(ok, undefined, `programmeId=${w.ids.programme}&kind=nominations&fileName=a%00b`).expect(400)
  await send(ok, undefined, `programmeId=${w.ids.programme}&kind=nominations`).expect(400)
  await w.as('officer').get('/imports/template/secrets.csv').expect(400)
  await w.as('officer').get('/imports/kinds/gangs').expect(400)
  await w.as('officer').put(`/imports/${w.newId()}?programmeId=${w.ids.programme}&kind=nominations&fileName=x.csv`).expect(415)
})
