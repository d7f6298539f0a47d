// Gorbals: eleven young men, and the 80 per cent. The counts are synthetic, made so that the published figure comes out of the
// arithmetic; no course is shown, because the sources do not say how long it was.
import { community } from '@modulus/contracts/community.ts'
import { newId, type Caller } from './client.ts'
import { accept, deal, move, nominate, visit } from './deeds.ts'

const counts = {
  area: { before: [14, 5, 9, 3, 12, 7, 16, 6, 4, 11, 8, 5], after: [5, 3, 3, 2, 1, 2, 0, 1, 1, 1, 1, 0] },
  comparator: { before: [9, 12, 5, 8, 11, 4, 9, 7, 13, 6, 7, 5], after: [8, 10, 6, 5, 9, 7, 4, 8, 6, 9, 7, 6] },
}
const crew = [
  ['Aaron', 'Muirhead', 'Keeps the younger ones out of bother', 'joinery', 'Something with my hands, no in an office'],
  ['Billy', 'Cathcart', 'Can fix any bike', 'motors', 'Out on the vans'],
  ['Cameron', 'Orr', 'Knows everybody in the scheme', 'football', 'Coaching the wee ones'],
  ['Declan', 'Rae', 'Cooks for his gran every night', 'cooking', 'A kitchen, a proper one'],
  ['Ewan', 'Struthers', 'Never late for anything he wants to do', 'motors', 'A garage'],
  ['Finn', 'Lockhart', 'Plays the drums', 'music', 'Sound for gigs'],
  ['Grant', 'Auld', 'Good with dogs', 'animals', 'The kennels'],
  ['Harris', 'Nairn', 'Calms folk down', 'gym', 'The fire service, if they would have me'],
  ['Innes', 'Kerr', 'Strong, and careful with it', 'joinery', 'Building sites'],
  ['Jamie', 'Lamont', 'Draws on everything', 'art', 'Signs, lettering, that kind of thing'],
  ['Kyle', 'Napier', 'Sorts out phones', 'tech', 'Computers'],
] as const

export async function gorbals(
  lead: Caller,
  officer: Caller & { userId: string },
  ids: { programme: string; area: string; comparator: string; police: string },
): Promise<void> {
  for (const [i, [firstName, familyName, goodAt, tag, job]] of crew.entries()) {
    const nomination = await nominate(
      officer,
      { programmeId: ids.programme, sourcePartnerId: ids.police, receivedOn: '2013-09-02', sourceKind: 'police' },
      {
        firstName,
        familyName,
        goodAt,
        dateOfBirth: `${1995 + (i % 4)}-0${1 + (i % 9)}-12`,
        why: 'Known to most services and helped by none',
        triedBefore: 'Fell between the services',
      },
    )
    const person = await accept(lead, nomination, '2013-09-20', officer.userId, {
      reasons: 'Named together at the first meeting',
      assetSeen: goodAt,
    })
    if (i % 3 === 0)
      await visit(officer, person, '2013-10-01', `1${i % 8}:00`, {
        outcome: 'listened',
        wantsToCome: 'maybe',
        nextStep: 'call_back_this_week',
      })
    await visit(officer, person, '2013-10-08', `1${i % 8}:30`, { jobWords: job, interests: [{ ownWords: job, tag }], wantsToCome: 'yes' })
    await deal(officer, person, '2013-11-04', 'A say in what we do, and partners who open doors', 'I stick to it, and say when I cannot')
    await move(officer, person, '2014-01-06', 'active')
    await move(officer, person, '2014-06-27', 'completed')
  }
  const source = {
    source: 'Synthetic demonstration counts',
    extractDate: '2015-02-02',
    definition: 'As reported by the programme; measure and period are not stated in our source',
  }
  for (const [which, areaId] of [
    ['area', ids.area],
    ['comparator', ids.comparator],
  ] as const)
    for (const [window, year] of [
      ['before', 2013],
      ['after', 2014],
    ] as const)
      for (const [i, count] of counts[which][window].entries()) {
        await lead(community.count, {
          params: { countId: newId() },
          body: { areaId, kind: 'recorded_crime', type: '', month: `${year}-${String(i + 1).padStart(2, '0')}`, count, ...source },
        })
      }
  await lead(community.compare, {
    params: { comparisonId: newId() },
    body: {
      programmeId: ids.programme,
      kind: 'recorded_crime',
      type: '',
      areaId: ids.area,
      comparatorAreaId: ids.comparator,
      comparatorReason: 'A neighbouring estate of a similar size, with no programme of its own',
      noComparatorReason: '',
      beforeFrom: '2013-01',
      afterFrom: '2014-01',
      months: 12,
      ranFrom: '2013-10-01',
      ranTo: '2014-06-27',
      confounders: ['event_policing', 'season'],
      caption: 'As reported by the programme; measure and period not stated in our source',
    },
  })
}
