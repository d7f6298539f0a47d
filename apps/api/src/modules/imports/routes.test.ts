import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Import } from '@modulus/contracts/imports.ts'
import { world, type Person, type World } from '#testing/world.ts'
import { runImport } from './jobs.ts'

let w: World
beforeAll(async () => {
  w = await world({ work: true })
})
afterAll(() => w?.close())

const send = (person: Person, file: string | Buffer, { id = w.newId(), kind = 'nominations', programme = w.ids.programme } = {}) =>
  w
    .as(person)
    .put(`/imports/${id}?programmeId=${programme}&kind=${kind}&fileName=spring.csv`)
    .set('content-type', 'application/octet-stream')
    .send(Buffer.from(file))
const upload = async (person: Person, file: string | Buffer): Promise<Import> => (await send(person, file).expect(201)).body
const settings = () => ({ sourcePartnerId: w.ids.partners.fire, sourceKind: 'fire', receivedOn: '02/11/2026' })
const map = (person: Person, { id, mapping }: Import, said: object = settings()) =>
  w.as(person).post(`/imports/${id}/map`, { mapping, settings: said })
const finished = async (person: Person, id: string): Promise<Import> => {
  for (;;) {
    const { body } = await w.as(person).get(`/imports/${id}`).expect(200)
    if (body.status === 'done' || body.status === 'failed') return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
const bringIn = async (person: Person, file: string | Buffer, said?: object) => {
  const uploaded = await upload(person, file)
  await map(person, uploaded, said).expect(200)
  await w.as(person).post(`/imports/${uploaded.id}/run`).expect(200)
  return finished(person, uploaded.id)
}
const errorsOf = async (person: Person, id: string) => (await w.as(person).get(`/imports/${id}/errors.csv`).expect(200)).text
const landed = async (family: string) =>
  (
    await w.owner.query(
      'select *, date_of_birth::text as born, received_on::text as received from nominations where family_name = $1 order by first_name',
      [family],
    )
  ).rows

/** 5,000 rows below the heading: each kind of mess at a place of its own. */
function messy(): string {
  const rows = ['\ufeffForename;Surname;D.O.B.;Strengths;Reason for referral;Source;Favourite colour']
  for (let i = 1; i <= 5000; i++) {
    const name = `Messy${i}`
    if (i % 100 === 1) rows.push(`${name};Mairi;31/02/2009;Sings;;police;blue`)
    else if (i % 100 === 2) rows.push(`${name};Mairi;5/4/09;Sings;;police;blue`)
    else if (i % 100 === 3) rows.push(`${name};Mairi;05/04/2009;;On the stairs;police;blue`)
    else if (i % 100 === 4)
      rows.push(`Messy${i - 4};Mairi;05/04/2009;"Keeps going;\neven in the rain";"He said ""aye""";housing association;blue`)
    else if (i % 100 === 5) rows.push(`;Mairi;05/04/2009;Sings;;the moon;blue`)
    else rows.push(`${name};Mairi;05/04/2009;"Keeps going;\neven in the rain";"He said ""aye""";housing association;blue`)
  }
  return rows.join('\r\n') + '\r\n;;;;;;\r\n'
}

it('takes in what is right of a messy file of 5,000 rows, and explains what is wrong', async () => {
  const done = await bringIn('officer', messy())
  expect(done).toMatchObject({
    status: 'done',
    encoding: 'utf-8',
    delimiter: ';',
    rowsTotal: 5000,
    rowsSeen: 5000,
    rowsWrong: 200,
    rowsRepeated: 49,
    rowsTaken: 4751,
    failure: null,
  })
  expect((await landed('Mairi')).length).toBe(4751)
  expect((await landed('Mairi'))[0]).toMatchObject({
    good_at_text: 'Keeps going;\neven in the rain',
    why_text: 'He said "aye"',
    source_kind: 'housing',
    born: '2009-04-05',
    received: '2026-11-02',
    status: 'received',
  })
  const text = await errorsOf('officer', done.id)
  expect(text.charCodeAt(0)).toBe(0xfeff)
  const lines = text.slice(1).split('\r\n')
  expect(lines[0]).toBe(
    '"Row in your file","What is wrong","Forename","Surname","D.O.B.","Strengths","Reason for referral","Source","Favourite colour"',
  )
  expect(lines[1]).toBe(
    '"2","Date of birth: There is no day ""31/02/2009"": write it like 05/04/2009, day first.","Messy1","Mairi","31/02/2009","Sings","","police","blue"',
  )
  expect(lines[2]).toContain('has a year of two digits')
  expect(lines[3]).toContain('Good at: Say what they are good at')
  expect(lines[4]).toContain('"6","First name: There is no first name. Suggested by: ""the moon"" is not one of: police, fire')
}, 60_000)
it('the same file sent twice adds nobody', async () => {
  const again = await bringIn('officer', messy())
  expect(again).toMatchObject({ status: 'done', rowsTaken: 0, rowsRepeated: 4800, rowsWrong: 200 })
  expect((await landed('Mairi')).length).toBe(4751)
}, 60_000)
it('a job that runs twice takes nobody in twice', async () => {
  const done = await bringIn('officer', 'First name,Family name,Good at\nOnce,Twicely,Runs\n')
  const tools = { doors: w.doors, config: w.config, log: () => {} },
    data = { partnershipId: w.ids.partnership, id: done.id, userId: w.ids.users.officer }
  await runImport(tools, data)
  await w.owner.query(`update imports set status = 'waiting' where id = $1`, [done.id])
  await Promise.all([runImport(tools, data), runImport(tools, data)])
  expect((await landed('Twicely')).length).toBe(1)
})
it('the mended rows go in with the next file, without the apostrophes that kept them safe', async () => {
  const done = await bringIn('officer', 'First name,Family name,Date of birth,Good at\nAnna,Mended,5/4/09,=1+1 jokes\n')
  const mended = (await errorsOf('officer', done.id)).replaceAll('5/4/09', '05/04/2009')
  expect(mended).toContain(`"'=1+1 jokes"`)
  expect(await bringIn('officer', mended)).toMatchObject({ rowsTaken: 1, rowsWrong: 0 })
  expect((await landed('Mended'))[0]).toMatchObject({ good_at_text: '=1+1 jokes', born: '2009-04-05' })
})
it('reads Windows-1252, UTF-16 and tabs, and says how each was read', async () => {
  const text = 'First name\tFamily name\tGood at\nZoë\tEncoded\tCafé – barista’s hands\n'
  const western = Buffer.from(text.replace('ë', '\u00eb').replace('é', '\u00e9'), 'latin1')
  western[western.indexOf(0x13)] = 0x96 // the dash and the apostrophe, where Windows keeps them
  western[western.indexOf(0x19)] = 0x92
  const { encoding, delimiter, id } = await bringIn('officer', western)
  expect({ encoding, delimiter }).toEqual({ encoding: 'windows-1252', delimiter: '\t' })
  expect((await landed('Encoded'))[0]).toMatchObject({ first_name: 'Zoë', good_at_text: 'Café – barista’s hands' })
  const wide = await bringIn('officer', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]))
  expect(wide).toMatchObject({ encoding: 'utf-16le', rowsRepeated: 1, rowsTaken: 0 })
  expect(id).not.toBe(wide.id)
})
it('proposes which column is which, shows the first rows as they would be read, and takes another word for it', async () => {
  const uploaded = await upload('officer', 'Name|DOB|Talents|Wrong heading\nMunro, Ruaridh|1-Apr-2009|Bikes|Gran\nKim|32/1/2009||Mum\n')
  expect(uploaded).toMatchObject({
    delimiter: '|',
    columns: ['Name', 'DOB', 'Talents', 'Wrong heading'],
    mapping: { wholeName: 0, dateOfBirth: 1, goodAt: 2 },
    samples: [['Munro, Ruaridh', 'Kim'], ['1-Apr-2009', '32/1/2009'], ['Bikes'], ['Gran', 'Mum']],
  })
  await map('officer', { ...uploaded, mapping: { ...uploaded.mapping, trustedPerson: 3 } }).expect(200)
  const { body } = await w.as('officer').get(`/imports/${uploaded.id}/preview`).expect(200)
  expect(body.unmatched).toEqual([])
  expect(body.rows[0]).toMatchObject({ line: 2, errors: [] })
  expect(body.rows[0].cells).toContainEqual({ key: 'dateOfBirth', label: 'Date of birth', text: '1 April 2009' })
  expect(body.rows[1].errors.map((one: { key: string }) => one.key)).toEqual(['goodAt', 'dateOfBirth'])
})
it('does not begin before what every row needs is matched', async () => {
  const uploaded = await upload('officer', 'A,B\n1,2\n')
  await map('officer', uploaded).expect(200)
  expect((await w.as('officer').post(`/imports/${uploaded.id}/run`).expect(409)).body).toMatchObject({
    type: '/problems/import-not-ready',
    unmatched: ['Good at'],
  })
  await map('officer', { ...uploaded, mapping: { goodAt: 7 } }).expect(400)
  await map('officer', { ...uploaded, mapping: { riskScore: 0 } }).expect(400)
  await map('officer', uploaded, { sourcePartnerId: w.newId() }).expect(400)
  await map('officer', uploaded, { ...settings(), sourceKind: 'rumour' }).expect(400)
})
it('once it is running or done it is not begun again, and the file can be thrown away', async () => {
  const done = await bringIn('officer', 'First name,Good at\nSolo,Whistles\n')
  expect((await w.as('officer').post(`/imports/${done.id}/run`).expect(409)).body.type).toBe('/problems/import-under-way')
  await w.as('officer').delete(`/imports/${done.id}`).expect(204)
  await w.as('officer').get(`/imports/${done.id}`).expect(404)
  expect((await w.owner.query('select from import_rows where import_id = $1', [done.id])).rowCount).toBe(0)
})
it('keeps no copy of the rows that were taken in', async () => {
  const done = await bringIn('officer', 'First name,Good at\nKept,Draws\nKept again,\n')
  expect((await w.owner.query('select line from import_rows where import_id = $1', [done.id])).rows).toEqual([{ line: 3 }])
})
it('a partner brings in a file in their own name only', async () => {
  const file = 'First name,Family name,Good at\nPia,Joiner,Planes wood\n'
  expect(await bringIn('partner', file, { sourceKind: 'other' })).toMatchObject({ rowsTaken: 1 })
  expect((await landed('Joiner'))[0].source_partner_id).toBe(w.ids.partners.joinery)
  await map('partner', await upload('partner', file), settings()).expect(403)
  expect(await bringIn('officer', file)).toMatchObject({ rowsTaken: 1, rowsRepeated: 0 }) // another partner's row is another row: nothing is given away
})
it('an import is its uploader’s alone', async () => {
  const { id } = await upload('officer', 'First name,Good at\nOwn,Sings\n')
  for (const person of ['lead', 'secondOfficer', 'partner', 'otherpartner', 'otherlead', 'admin'] as const) {
    await w.as(person).get(`/imports/${id}`).expect(404)
    await w.as(person).get(`/imports/${id}/errors.csv`).expect(404)
    await w.as(person).get(`/imports/${id}/preview`).expect(404)
    await w.as(person).post(`/imports/${id}/run`).expect(404)
    await w.as(person).delete(`/imports/${id}`).expect(404)
    expect((await w.as(person).get('/imports').expect(200)).body.items.map((one: { id: string }) => one.id)).not.toContain(id)
  }
  expect((await w.as('officer').get('/imports?limit=1').expect(200)).body).toMatchObject({
    items: [{ id, fileName: 'spring.csv' }],
    next: expect.any(String),
  })
})
it('who may suggest nobody uploads nothing, and other partners find no programme', async () => {
  const file = 'First name,Good at\nNo,Nothing\n'
  await send('mentor', file).expect(403)
  await send('analyst', file).expect(403)
  await send('otherpartner', file).expect(404)
  await send('otherlead', file).expect(404)
})
it('sent twice under one id it is one file; another file under the same id is refused', async () => {
  const id = w.newId()
  await send('officer', 'First name,Good at\nA,B\n', { id }).expect(201)
  await send('officer', 'First name,Good at\nA,B\n', { id }).expect(200)
  await send('officer', 'First name,Good at\nA,C\n', { id }).expect(409)
})
it('an agreement that ends while the file waits stops it, and the reason is kept', async () => {
  const uploaded = await upload('partner', 'First name,Family name,Good at\nLate,Toolate,Waits\n')
  await map('partner', uploaded, { sourceKind: 'other' }).expect(200)
  await w.owner.query(`update imports set status = 'waiting' where id = $1`, [uploaded.id])
  await w.endAgreement()
  await runImport(
    { doors: w.doors, config: w.config, log: () => {} },
    { partnershipId: w.ids.partnership, id: uploaded.id, userId: w.ids.users.partner },
  )
  expect((await w.as('partner').get(`/imports/${uploaded.id}`).expect(200)).body).toMatchObject({
    status: 'failed',
    failure: 'not-found',
    rowsTaken: 0,
  })
  expect(await landed('Toolate')).toEqual([])
  await w.owner.query('update sharing_agreements set ended_at = null where partner_id = $1', [w.ids.partners.joinery])
})
it('the template has the documented columns, and its example row is not taken in', async () => {
  const { text, headers } = await w.as('officer').get('/imports/template/nominations.csv').expect(200)
  expect(headers['content-disposition']).toBe('attachment; filename="nominations.csv"')
  expect(text).toMatch(/^\ufeff"Good at","First name",/)
  const {
    body: { fields },
  } = await w.as('officer').get('/imports/kinds/nominations').expect(200)
  expect(fields[0]).toMatchObject({ key: 'goodAt', required: true, help: expect.stringContaining('can do') })
  const done = await bringIn('officer', text)
  expect(done).toMatchObject({ rowsTaken: 0, rowsWrong: 1 })
  expect(await errorsOf('officer', done.id)).toContain('example row of the template')
})
