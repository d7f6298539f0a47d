// What happened, who people are and what they looked at, in words for the young person it is about.
import type { Me } from '@modulus/contracts/me.ts'
import type { Look, RecordEntry } from '@modulus/contracts/me-record.ts'

type Params = RecordEntry['params']
const text = (value: Params[string] | undefined) => (typeof value === 'string' ? value : '')
const pick = (list: Record<string, string>, key: Params[string] | undefined, otherwise: string) => list[text(key)] ?? otherwise

const visits = {
  welcomed: 'We came to see you. You let us in',
  listened: 'We came to see you. You heard us out',
  not_today: 'We came to see you. It was not a good day',
  no_one_in: 'We came to see you. No one was in',
  asked_to_leave: 'We came to see you. You asked us to go',
}
const calls = {
  call: 'a call',
  text: 'a text',
  message: 'a message',
  meet_up: 'a chat face to face',
  letter: 'a letter',
  online: 'a chat online',
}
const contacts = {
  no_answer: 'No answer',
  not_in: 'You were not in',
  refused_today: 'Not a good day',
  brief_chat: 'A short chat',
  good_chat: 'A good chat',
  asked_to_stop: 'You asked us to stop',
}
const steps = {
  in_conversation: 'We are just talking',
  interested: 'You were up for it',
  agreed: 'You said yes',
  active: 'You got going',
  paused: 'You took a break',
  completed: 'You got to the end',
  stepped_back: 'You stepped back',
  moved_on: 'You moved on',
  ended_for_safety: 'We had to stop, to keep people safe',
  declined: 'You said no thanks',
}
const marks = {
  came: 'You came',
  came_part: 'You came for part of it',
  came_late: 'You came, a bit late',
  kept_in_touch: 'You kept in touch',
  told_us_cant: 'You told us you could not make it',
  didnt_come: 'You were not there',
  chose_other: 'You chose to do something else',
  not_expected: 'You did not need to come',
  cancelled_by_us: 'We called it off',
}
const work = {
  suggested: 'We thought this might suit you',
  they_said_yes: 'You said yes',
  they_said_no: 'You said no',
  checks: 'We got things ready',
  taster: 'You had a try',
  placement: 'You started',
  job_offered: 'They offered you a job',
  job_accepted: 'You took the job',
  sustained_13w: 'You have been there for 13 weeks',
  sustained_26w: 'You have been there for half a year',
  ended_early: 'It came to an end',
}
const meetings = { met: 'You met up', call: 'You had a call', text: 'You texted', missed: 'You did not meet that time' }
const after = {
  higher_education: 'You went to uni',
  further_education: 'You went to college',
  training: 'You went on to learn a trade',
  employment: 'You got a job',
  voluntary_work: 'You gave your time to help out',
  personal_skills_development: 'You worked on things for yourself',
  unemployed_seeking: 'You are looking for work',
  unemployed_not_seeking: 'You are not looking for work just now',
  unknown: 'We do not know where you went next',
}

const titles: Record<RecordEntry['kind'], (p: Params) => string> = {
  visit: (p) => pick(visits, p.outcome, 'We came to see you'),
  contact: (p) =>
    `${p.direction === 'in' ? 'You got in touch' : 'We got in touch'}: ${pick(calls, p.channel, 'a chat')}. ${pick(contacts, p.outcome, '')}`,
  interest: () => 'What you are into',
  asset: () => 'What you are good at',
  goal: () => 'What you are aiming for',
  step: (p) => pick(steps, p.to, 'Something changed'),
  deal: () => 'Our deal',
  course: (p) =>
    p.status === 'waiting'
      ? `You are waiting for ${text(p.course)}`
      : p.status === 'left'
        ? `You joined ${text(p.course)}. You have left it since`
        : `You joined ${text(p.course)}`,
  attendance: (p) => `${text(p.title)}. ${pick(marks, p.mark, 'You were there')}`,
  placement: (p) =>
    [pick(work, p.to, 'Work'), text(p.title) && `: ${text(p.title)}`, text(p.partner) && `, ${text(p.partner)}`].filter(Boolean).join(''),
  placement_review: (p) => (p.side === 'participant' ? 'How you found the work' : `How the work went, from ${text(p.partner) || 'them'}`),
  mentor: (p) => (p.ended ? `You and ${text(p.mentor) || 'your mentor'} stopped` : `You and ${text(p.mentor) || 'your mentor'} teamed up`),
  mentoring: (p) => pick(meetings, p.kind, 'You met up'),
  measure: (p) => (p.ratedBy === 'worker' ? 'Your worker marked how far you have come' : 'You marked how far you have come'),
  destination: (p) => pick(after, p.kind, 'What you did next'),
  follow_up: () => 'We asked how you are doing',
}
export const titleOf = ({ kind, params }: RecordEntry) => titles[kind](params).replace(/\. $/, '')
/** More of it, in plain sentences. */
export function factsOf({ kind, params }: RecordEntry): string[] {
  if (kind === 'deal') return [`You get: ${text(params.get)}`, `You give: ${text(params.give)}`]
  if (kind === 'visit' && Array.isArray(params.interests) && params.interests.length > 0)
    return [`You are into: ${params.interests.join(', ')}`]
  return []
}

export const roles: Record<string, string> = {
  programme_lead: 'Runs things',
  outreach_officer: 'Comes to see you',
  mentor: 'Mentor',
  partner_contact: 'Where you work or try work',
  placement_supervisor: 'Boss where you work or try work',
  safeguarding_lead: 'Keeps people safe',
  data_lead: 'Looks after the files',
  analyst: 'Counts, sees no names',
}
export const sees: Record<string, string> = {
  identity: 'your name',
  contact: 'how to reach you',
  interests: 'what you want',
  participation: 'what you do with us',
  notes: 'what we wrote down',
  risk: 'how to keep visits safe',
  outcomes: 'how far you have come',
  safeguarding: 'worries about safety',
}

const looks: [RegExp, string][] = [
  [/^rights\./, 'all of it, for what you asked'],
  [/^share\./, 'what we shared by a link'],
  [/^(shares|consents)\./, 'what we shared'],
  [/contact$/, 'how to reach you'],
  [/^(participants\.(story|summary)|visits|contacts|replies)/, 'what we wrote down'],
  [/^interests|goals/, 'what you want'],
  [/deals$/, 'our deal'],
  [/safety/, 'how to keep visits safe'],
  [/^(courses|register|enrolments|sessions)/, 'your days with us'],
  [/^(placements|opportunities)/, 'your work'],
  [/^mentoring/, 'you and your mentor'],
  [/^(measures|destinations|followUps)/, 'how far you have come'],
  [/^warnings/, 'how to keep visits safe'],
  [/^chronology/, 'big days in your story'],
  [/^whatTheySee/, 'what one of us can see of you'],
]
/** What somebody looked at, each thing once: "your name, what we wrote down". */
export const lookedAt = ({ what }: Look): string =>
  [...new Set(what.map((one) => looks.find(([at]) => at.test(one))?.[1] ?? 'your name'))].join(', ')

export const doneOf = ({ kind, title, count }: Me['done'][number]): string =>
  kind === 'sessions'
    ? `Came to ${title}, ${count === 1 ? 'once' : `${count} times`}`
    : kind === 'job'
      ? `Got a job: ${title}`
      : `Had a go: ${title}`
