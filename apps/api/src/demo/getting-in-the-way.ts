// Linnbrae's barriers and what was tried, who already helps, what was given, and months of the pulse. Months that are over cannot be
// answered any more, so their answers are put where they would stand; as always with nothing that leads to a person.
import { barriers, type StrategyResult } from '@modulus/contracts/barriers.ts'
import { coherence } from '@modulus/contracts/coherence.ts'
import { contributions } from '@modulus/contracts/contributions.ts'
import { supporters } from '@modulus/contracts/supporters.ts'
import type pg from 'pg'
import { fromToday } from './days.ts'
import { newId, type Caller } from './client.ts'

type Someone = Caller & { userId: string }

export async function gettingInTheWay(
  owner: pg.ClientBase,
  { lead, officer, partner }: { lead: Someone; officer: Someone; partner: Someone },
  programmeId: string,
  people: string[],
): Promise<void> {
  const fares = newId()
  await officer(barriers.raise, {
    params: { barrierId: fares },
    body: {
      programmeId,
      raisedByKind: 'participant',
      source: 'practical',
      level: 'programme',
      fallsOn: 'participant',
      description: 'Two buses each way, and the fare comes before the tea.',
      coMode: 'co_deliver',
      voiceOrAction: 'action',
      pathway: 'prevention',
      severityByParticipants: 4,
      severityByPartners: 2,
      status: 'being_tackled',
    },
  })
  for (const [days, kind, result] of [
    [-70, 'Claim the fare back at the end of the month', 'no_change'],
    [-50, 'A day pass handed over the day before', 'reduced'],
    [-10, 'The van picks up at the shops', null],
  ] as const)
    await officer(barriers.try, {
      params: { barrierId: fares, strategyId: newId() },
      body: { triedOn: fromToday(days), kind, triedBy: 'together', result: result as StrategyResult | null, note: '' },
    })
  await lead(barriers.raise, {
    params: { barrierId: newId() },
    body: {
      programmeId,
      raisedByKind: 'lead',
      source: 'funding_rules',
      level: 'system',
      fallsOn: 'professional',
      description: 'The fund counts starts, so a slow yes looks like nothing happened.',
      coMode: 'co_commission',
      voiceOrAction: null,
      pathway: 'prevention',
      severityByParticipants: null,
      severityByPartners: 3,
      status: 'referred_up',
    },
  })

  const coach = newId()
  await officer(supporters.note, {
    params: { supporterId: coach },
    body: {
      programmeId,
      kind: 'coach',
      knownAs: 'Big Joe at the boxing gym',
      toldOn: null,
      alreadyDoes: 'Keeps the door open till ten, whoever comes',
      wouldBringIn: 'Somebody to do the paperwork for the hall',
      invitedOn: null,
      invitedById: null,
      answer: null,
      stepTaken: '',
      stepOn: null,
    },
  })
  const shop = newId()
  await officer(supporters.note, {
    params: { supporterId: shop },
    body: {
      programmeId,
      kind: 'shopkeeper',
      knownAs: 'Mrs Aziz at the corner shop',
      toldOn: fromToday(-20),
      alreadyDoes: 'Feeds half the close on a Friday',
      wouldBringIn: 'Being asked',
      invitedOn: fromToday(-21),
      invitedById: officer.userId,
      answer: 'yes',
      stepTaken: 'Gave the onions and taught the rice',
      stepOn: fromToday(-14),
    },
  })
  const give = (who: Caller, given: object) =>
    who(contributions.record, {
      params: { contributionId: newId() },
      body: {
        programmeId,
        participantId: null,
        supporterId: null,
        userId: null,
        givenOn: fromToday(-14),
        coMode: 'co_deliver',
        voiceOrAction: 'action',
        pathway: 'prevention',
        role: null,
        minutes: null,
        moneyPence: null,
        usedHow: '',
        recognisedHow: '',
        ...given,
      } as never,
    })
  await give(officer, {
    givenBy: 'supporter',
    supporterId: shop,
    what: 'Taught the rice',
    minutes: 90,
    usedHow: 'It is on the open day menu',
  })
  await give(officer, {
    givenBy: 'participant',
    participantId: people[1],
    what: 'Ran the kitchen',
    role: 'organised_led',
    minutes: 180,
    usedHow: 'Fifty ate',
    recognisedHow: 'Hours for the Youth Achievement Award',
  })
  await give(officer, {
    givenBy: 'participant',
    participantId: people[3],
    what: 'Drew the bench',
    role: 'helped_organise',
    minutes: 120,
    coMode: 'co_design',
    usedHow: 'It was built as drawn',
  })
  await give(partner, {
    givenBy: 'partner_person',
    userId: partner.userId,
    what: 'Boards and an afternoon',
    minutes: 200,
    moneyPence: 12_000,
  })

  await lead(coherence.sign, {
    params: { readingId: newId() },
    body: { programmeId, level: 'programme', answers: [4, 4, 3, 3, 4], words: 'The fund’s clock is the hard part.' },
  })
  await partner(coherence.sign, {
    params: { readingId: newId() },
    body: { programmeId, level: 'organisation', answers: [3, 5, 4, 2, 2], words: '' },
  })
  await months(owner, programmeId)
}

async function months(owner: pg.ClientBase, programmeId: string): Promise<void> {
  const monthsAgo = (n: number) => {
    const first = new Date(`${fromToday(0).slice(0, 7)}-01T00:00:00Z`)
    first.setUTCMonth(first.getUTCMonth() - n)
    return first.toISOString().slice(0, 10)
  }
  const answer = (ago: number, answers: number[], why = '') =>
    owner.query(
      `insert into pulse_answers (partnership_id, programme_id, asked, month, answers, why)
       select partnership_id, id, case cardinality($3::smallint[]) when 7 then 'participants' else 'officers' end, $2, $3, $4 from programmes where id = $1`,
      [programmeId, monthsAgo(ago), answers, why],
    )
  for (let person = 0; person < 6; person++) {
    await answer(
      1,
      [4, 4, person % 2 ? 5 : 3, 4, 3 + (person % 3), person === 2 ? 2 : 4, 4],
      person === 4 ? 'They booked the hall because we asked' : '',
    )
    await answer(3, [3, 3, 2 + (person % 2), 2, 3, 3, person % 3 ? 2 : 3], person === 1 ? 'It went too fast at the start' : '')
  }
  for (let person = 0; person < 3; person++) await answer(2, [3, 3, 3, 3, 3, 3, 3])
  for (let officer = 0; officer < 5; officer++) await answer(1, [2 + (officer % 3), officer % 2 ? 2 : 4, 3, 2, officer % 2 ? 5 : 4])
  const survey = (source: string, howMuch: number, fallsOn: string, words = '') =>
    owner.query(
      `insert into survey_answers (partnership_id, programme_id, asked, month, choices, words)
       select partnership_id, id, 'participants', $2, $3, $4 from programmes where id = $1`,
      [programmeId, monthsAgo(1), JSON.stringify([{ source, howMuch, fallsOn }]), words],
    )
  for (const [source, howMuch] of [
    ['practical', 4],
    ['practical', 3],
    ['practical', 4],
    ['trust', 2],
    ['no_real_opportunity', 3],
    ['stigma', 2],
  ] as const)
    await survey(source, howMuch, 'participant', source === 'stigma' ? 'They see the jacket, not you' : '')
}
