import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'
import { communityCountsKind as kind, type CountRow } from './import-kind.ts'

let w: World
beforeAll(async () => {
  w = await world({ work: true })
})
afterAll(() => w?.close())

/** The file as the runner of imports would read it: headings by synonym, every row checked, good ones written as the uploader. */
async function bringIn(csv: string, settings: Record<string, string> = {}, person: Person = 'lead') {
  const [headings, ...lines] = Papa.parse<string[]>(csv.trim()).data
  const keys = headings!.map(
    (heading) =>
      kind.columns.find((one) => [one.label, ...one.synonyms].some((name) => name.toLowerCase() === heading.trim().toLowerCase()))?.key,
  )
  const order = { id: w.newId(), programmeId: w.ids.programme, fileName: 'counts.csv', settings }
  return w.doors.asPerson(w.ids.users[person], w.ids.partnership, w.newId()).transact(async (tx, actor) => {
    const context = await kind.prepare(tx, actor, order),
      good: { line: number; value: CountRow }[] = [],
      wrong: { line: number; words: string[] }[] = []
    for (const [i, cells] of lines.entries()) {
      const checked = kind.check(Object.fromEntries(keys.flatMap((key, at) => (key ? [[key, cells[at]!.trim()]] : []))), context)
      if ('value' in checked) good.push({ line: i + 2, value: checked.value })
      else wrong.push({ line: i + 2, words: checked.errors.map(({ column, words }) => `${column}: ${words}`) })
    }
    return { taken: await kind.write(tx, actor, order, good), wrong }
  })
}
const kept = async (code: string, kindOf = 'recorded_crime', type = '') =>
  (
    await w.owner.query(
      `select to_char(k.month, 'YYYY-MM') as month, k.count, k.revision, k.source from community_counts k join areas a using (partnership_id) where a.id = k.area_id and a.code = $1 and k.kind = $2 and k.type = $3 order by k.month, k.revision`,
      [code, kindOf, type],
    )
  ).rows

describe('our own columns', () => {
  const heading = 'area_code,area_name,month,kind,type,count,source,extract_date,revision,definition'
  it('take in every good month, add the area, and explain the wrong ones', async () => {
    const { taken, wrong } = await bringIn(`${heading}
QUAY,Quayside,2014-06,recorded_crime,,14,Police monthly extract,2015-02-01,,
QUAY,,06/2014,deliberate fire,,2,Fire service,2015-02-01,,
QUAY,,2014-13,recorded_crime,,-1,,2015-02-30,0,
,,2014-07,gang,,3,Police monthly extract,2015-02-01,,`)
    expect(taken.map(({ takenAs }) => takenAs === null)).toEqual([false, false])
    expect(wrong.map(({ line, words }) => [line, words.map((one) => one.split(':')[0])])).toEqual([
      [4, ['month', 'count', 'extract_date', 'revision', 'source']],
      [5, ['area_code', 'kind']],
    ])
    expect(await kept('QUAY')).toEqual([{ month: '2014-06', count: 14, revision: 1, source: 'Police monthly extract' }])
    expect(await kept('QUAY', 'deliberate_fire')).toMatchObject([{ month: '2014-06', count: 2 }])
    expect((await w.owner.query(`select name, kind from areas where code = 'QUAY'`)).rows).toEqual([{ name: 'Quayside', kind: 'custom' }])
  })
  it('are taken in once, however often the file comes', async () => {
    const csv = `${heading}\nMILL,Mill,2014-06,recorded_crime,,14,Police,2015-02-01,1,\nMILL,Mill,2014-06,recorded_crime,,13,Police,2015-06-01,2,`
    expect((await bringIn(csv)).taken.every(({ takenAs }) => takenAs !== null)).toBe(true)
    expect((await bringIn(csv)).taken.map(({ takenAs }) => takenAs)).toEqual([null, null])
    expect(await kept('MILL')).toMatchObject([
      { count: 14, revision: 1 },
      { count: 13, revision: 2 },
    ])
  })
  it('bring a later extract as a revision, and refuse an earlier one', async () => {
    const line = (n: number, extract: string, revision = '') =>
      `${heading}\nDOCK,Dock,2014-06,recorded_crime,,${n},Police,${extract},${revision},`
    await bringIn(line(9, '2015-02-01'))
    await bringIn(line(8, '2015-05-01'))
    expect(await kept('DOCK')).toMatchObject([
      { count: 9, revision: 1 },
      { count: 8, revision: 2 },
    ])
    expect((await bringIn(line(7, '2014-12-01'))).wrong[0]!.words[0]).toContain('A newer extract of this month, of 2015-05-01')
    expect((await bringIn(line(7, '2015-08-01', '2'))).wrong[0]!.words[0]).toContain(
      'Revision 2 of this month is already here, with a count of 8',
    )
  })
})

describe('the street-level file of data.police.uk', () => {
  const heading =
    'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context'
  const crime = (month: string, lsoa: string, type: string) =>
    `CANARY-ID,${month},Testshire Constabulary,Testshire Constabulary,-4.259999,55.849999,On or near CANARY-STREET,${lsoa},Ward ${lsoa},${type},Under investigation,`
  const csv = [
    heading,
    crime('2024-01', 'E01000001', 'Burglary'),
    crime('2024-01', 'E01000001', 'Burglary'),
    crime('2024-01', 'E01000001', 'Anti-social behaviour'),
    crime('2024-02', 'E01000001', 'Vehicle crime'),
    crime('2024-01', 'E01000002', 'Vehicle crime'),
    crime('2024-01', '', 'Burglary'),
  ].join('\n')
  it('is counted by month, type and area, with none where the file has none', async () => {
    const { taken, wrong } = await bringIn(csv, { extractDate: '2024-04-01' })
    expect(taken).toHaveLength(5)
    expect(taken[0]!.takenAs).toBe(taken[1]!.takenAs) // two burglaries, one count
    expect(wrong).toEqual([{ line: 7, words: [expect.stringContaining('does not say in which area')] }])
    expect(await kept('E01000001', 'recorded_crime', 'Burglary')).toMatchObject([
      { month: '2024-01', count: 2, source: 'data.police.uk, Testshire Constabulary' },
      { month: '2024-02', count: 0 },
    ])
    expect(await kept('E01000001')).toMatchObject([
      { month: '2024-01', count: 2 },
      { month: '2024-02', count: 1 },
    ])
    expect(await kept('E01000001', 'asb_incident')).toMatchObject([{ count: 1 }, { count: 0 }])
    expect(await kept('E01000002', 'recorded_crime', 'Vehicle crime')).toMatchObject([
      { month: '2024-01', count: 1 },
      { month: '2024-02', count: 0 },
    ])
  })
  it('comes twice and counts once', async () => {
    expect((await bringIn(csv, { extractDate: '2024-04-01' })).taken.map(({ takenAs }) => takenAs)).toEqual([null, null, null, null, null])
  })
  it('leaves no place and no id of a crime behind', async () => {
    const { rows } = await w.owner.query('select k.*, a.* from community_counts k join areas a on a.id = k.area_id')
    expect(JSON.stringify(rows)).not.toMatch(/CANARY|55\.8499|4\.2599/)
  })
  it('takes in only areas we know when asked to', async () => {
    const { wrong, taken } = await bringIn(
      [heading, crime('2024-03', 'E01000001', 'Burglary'), crime('2024-03', 'E01999999', 'Burglary')].join('\n'),
      { onlyKnownAreas: 'yes' },
    )
    expect([taken.length, wrong.map(({ line }) => line)]).toEqual([1, [3]])
  })
})

it('is for leads of the programme, with a day that is a day', async () => {
  for (const person of ['officer', 'analyst', 'partner', 'mentor', 'otherpartner', 'sam'] as const)
    await expect(bringIn('area_code,month\nX,2014-01', {}, person)).rejects.toThrow('You may not do this')
  await expect(bringIn('area_code,month\nX,2014-01', { extractDate: 'soon' })).rejects.toThrow('Some answers need attention')
})

it('goes through the upload, the matching and the job, and keeps no place on the way either', async () => {
  const heading =
    'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context'
  const file = [
    heading,
    'CANARY-1,2024-05,Testshire,Testshire,-4.25,55.85,CANARY-STREET,E01000009,Ward 9,Robbery,None,',
    'CANARY-2,2024-05,Testshire,Testshire,-4.25,55.85,CANARY-STREET,,,Robbery,None,',
  ].join('\r\n')
  const id = w.newId(),
    send = (person: Person) =>
      w
        .as(person)
        .put(`/imports/${id}?programmeId=${w.ids.programme}&kind=community_counts&fileName=street.csv`)
        .set('content-type', 'application/octet-stream')
        .send(Buffer.from(file))
  await send('officer').expect(403)
  const { body: uploaded } = await send('lead').expect(201)
  const staged = JSON.stringify((await w.owner.query('select * from import_rows where import_id = $1', [id])).rows)
  expect(staged).toContain('Robbery')
  expect(staged).not.toMatch(/CANARY|55\.85|4\.25/)
  await w
    .as('lead')
    .post(`/imports/${id}/map`, { mapping: uploaded.mapping, settings: { extractDate: '2024-07-01' } })
    .expect(200)
  await w.as('lead').post(`/imports/${id}/run`).expect(200)
  await expect
    .poll(async () => (await w.as('lead').get(`/imports/${id}`).expect(200)).body, { timeout: 15_000 })
    .toMatchObject({ status: 'done', rowsTaken: 1, rowsWrong: 1 })
  expect(await kept('E01000009', 'recorded_crime', 'Robbery')).toMatchObject([{ month: '2024-05', count: 1 }])
  expect((await w.as('lead').get(`/imports/${id}/errors.csv`).expect(200)).text).not.toMatch(/CANARY/)
})
