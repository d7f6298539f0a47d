// The survey as a file for researchers: long form, one choice in a row, loose from whose it was; and the book that says what its codes mean.
import { barrierSources } from '@modulus/contracts/barriers.ts'
import type { SurveyCount } from './survey-queries.ts'

const columns: Record<string, string> = {
  month: 'The month in which it was answered, YYYY-MM. Only months that are over.',
  asked: 'Who was asked.',
  people: 'How many of them answered in that month: a number of five or more. Kinds and months with fewer are left out whole.',
  row: 'What this row is.',
  source: 'What gets in the way, as chosen from the list. Empty in rows of words.',
  how_much: 'How much it gets in the way. Empty in rows of words.',
  falls_on: 'Whom it falls on most. Empty in rows of words.',
  words: 'What somebody wrote besides, where they did. Empty in rows of choices.',
}
const values: Record<string, Record<string, string>> = {
  asked: {
    participants: 'Young people of the programme',
    staff: 'Its lead, officers and mentors',
    partners: 'Contacts and supervisors at partner organisations',
  },
  row: {
    choice: 'One choice. Each person made one to five; which choices were made by one person is not kept together.',
    words: 'Words of one person, not kept together with their choices',
  },
  source: {
    funding_rules: 'Rules of funders and commissioners',
    evidence: 'No proof yet that it is worth it',
    skills: 'Professionals have not learned how',
    risk_aversion: 'Fear that something goes wrong',
    loss_of_control: 'Unwillingness to let go of control or standing',
    time_pressure: 'Deadlines and too little time',
    budget_savings: 'Pressure to save money now',
    burden_on_participants: 'It asks too much of young people',
    role_change_resistance: 'Professionals do not want another role',
    organisation_incoherence: 'The organisation says one thing and does another',
    no_real_opportunity: 'Nobody has a real chance or job to offer',
    data_sharing: 'Rules about sharing data',
    trust: 'People do not trust each other yet',
    stigma: 'What others think of these young people',
    practical: 'Travel, money, childcare, or streets one cannot cross',
    law: 'The law does not allow it',
  },
  how_much: { 1: 'A bit', 2: 'Some', 3: 'A lot', 4: 'It stops us' },
  falls_on: { participant: 'Young people', professional: 'Workers', partner: 'Partner organisations', community: 'The community' },
}

/** Rows of the file, headings first. `withWords`: what people wrote is for the team, so an analyst's file has none. */
export function surveyRows(months: readonly SurveyCount[], withWords: boolean): string[][] {
  const rows = months.flatMap(({ asked, month, people, choices, words }) => {
    if (people === null) return []
    const of = [month.slice(0, 7), asked, String(people)]
    return [
      ...(choices ?? []).map(({ source, howMuch, fallsOn }) => [...of, 'choice', source, String(howMuch), fallsOn, '']),
      ...(withWords ? words.map((one) => [...of, 'words', '', '', '', one]) : []),
    ]
  })
  return [Object.keys(columns), ...rows]
}

export const codebookRows = (): string[][] => [
  ['column', 'value', 'meaning'],
  ...Object.entries(columns).flatMap(([column, meaning]) => [
    [column, '', meaning],
    ...(column === 'source'
      ? barrierSources.map((source) => [column, source, values.source![source]!])
      : Object.entries(values[column] ?? {}).map(([value, said]) => [column, value, said])),
  ]),
]
