// The steps that need words of whoever does them: what is asked, and what the answer is sent as. One dialog serves them all.
import { Body, Said, Words } from '@modulus/contracts/common.ts'
import { HarmTest, RightOutcome, rights } from '@modulus/contracts/rights.ts'
import { Type, type TObject } from 'typebox'

export interface Deed {
  endpoint: { schema: unknown }
  title: string
  help: string
  button: string
  body: TObject
  /** Field, its label, and what stands in it at first: a text, a tick, or a choice from a list of words. */
  fields: { name: string; label: string; hint?: string; list?: 'harmTest' | 'rightOutcome'; tick?: boolean; optional?: boolean }[]
}
const complaint = {
  name: 'toldToComplain',
  label: 'The answer says how to complain, to us and to the Information Commissioner',
  tick: true,
}
export const deeds = {
  identify: {
    endpoint: rights.identify,
    title: 'How do we know it is them?',
    help: 'Ask for no more than is needed. Someone their worker knows needs no passport.',
    button: 'It is them',
    body: Body({ how: Said(200) }),
    fields: [{ name: 'how', label: 'How we know' }],
  },
  pause: {
    endpoint: rights.pause,
    title: 'Ask them something back',
    help: 'The clock stands until they answer. They read this on their own page.',
    button: 'Ask, and stop the clock',
    body: Body({ asked: Said(1000) }),
    fields: [{ name: 'asked', label: 'What do you need to know?' }],
  },
  resume: {
    endpoint: rights.resume,
    title: 'They answered',
    help: 'The clock goes on from today.',
    button: 'Go on',
    body: Body({ answer: Said(1000) }),
    fields: [{ name: 'answer', label: 'What did they say?' }],
  },
  extend: {
    endpoint: rights.extend,
    title: 'Take two months more',
    help: 'Only where it is complex. They read the reason on their own page, within the first month.',
    button: 'Take two months more',
    body: Body({ reason: Said(1000) }),
    fields: [{ name: 'reason', label: 'Why it takes longer' }],
  },
  weighHarm: {
    endpoint: rights.weighHarm,
    title: 'Weigh serious harm',
    help: 'Ask whoever keeps safeguarding: would telling what they hold, if anything, cause serious harm to anyone? Ask every time, so that asking tells nothing.',
    button: 'Keep the answer',
    body: Body({ test: HarmTest, words: Said(1000), asked: Words(200) }),
    fields: [
      { name: 'test', label: 'What safeguarding may hold', list: 'harmTest' },
      { name: 'words', label: 'Why' },
      { name: 'asked', label: 'Whom did you ask?', optional: true },
    ],
  },
  back: {
    endpoint: rights.check,
    title: 'Give it back',
    help: 'It goes back to whoever prepared it.',
    button: 'Give it back',
    body: Body({ words: Said(1000) }),
    fields: [{ name: 'words', label: 'What is to be changed?' }],
  },
  refuse: {
    endpoint: rights.refuse,
    title: 'Refuse',
    help: 'Only where the law allows it. They read the reason on their own page.',
    button: 'Refuse',
    body: Body({ reason: Said(2000), toldToComplain: Type.Boolean() }),
    fields: [{ name: 'reason', label: 'The reason, in plain words' }, complaint],
  },
  decide: {
    endpoint: rights.decide,
    title: 'Answer',
    help: 'They read this on their own page.',
    button: 'Answer',
    body: Body({ outcome: RightOutcome, words: Said(2000), toldToComplain: Type.Boolean() }),
    fields: [{ name: 'outcome', label: 'The answer', list: 'rightOutcome' }, { name: 'words', label: 'In plain words' }, complaint],
  },
} satisfies Record<string, Deed>
export type DeedName = keyof typeof deeds
