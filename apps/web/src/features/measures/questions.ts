// The questions of a sitting: their own goals in their own words, and the eight wellbeing words of the Scottish Government (SHANARRI)
// with questions worded by us. The same words every time, or two answers could not be compared.
import type { Answer, Shanarri, Steps } from '@modulus/contracts/measures.ts'

export interface Question {
  key: string
  answers: Pick<Answer, 'framework' | 'item' | 'goalId'>
  title: string
  quote?: string
  low: string
  high: string
}

export const wellbeing: Record<Shanarri, { ask: string; low: string; high: string }> = {
  safe: { ask: 'How safe do you feel, at home and out and about?', low: 'Not safe', high: 'Very safe' },
  healthy: { ask: 'How well do you feel, in body and in mind?', low: 'Not well', high: 'Very well' },
  achieving: { ask: 'How well is it going with learning and doing new things?', low: 'Not well', high: 'Very well' },
  nurtured: { ask: 'How much do the people around you look out for you?', low: 'Not at all', high: 'A lot' },
  active: { ask: 'How much do you get to do things you enjoy?', low: 'Never', high: 'A lot' },
  respected: { ask: 'How much do people listen to you and take you seriously?', low: 'Not at all', high: 'A lot' },
  responsible: { ask: 'How much do people trust you with things that matter?', low: 'Not at all', high: 'A lot' },
  included: { ask: 'How much do you feel part of things where you live?', low: 'Not at all', high: 'Very much' },
}

export const goalQuestions = (goals: Steps['goals']): Question[] =>
  goals.map(({ id, ownWords }) => ({
    key: id,
    answers: { framework: 'goal', goalId: id },
    title: 'You said you want this. How near are you?',
    quote: ownWords,
    low: 'Not started',
    high: 'I am there',
  }))
export const wellbeingQuestions = (): Question[] =>
  Object.entries(wellbeing).map(([item, { ask, low, high }]) => ({
    key: item,
    answers: { framework: 'shanarri', item: item as Shanarri },
    title: ask,
    low,
    high,
  }))
