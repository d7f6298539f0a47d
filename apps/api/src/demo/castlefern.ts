// Castlefern: their pace with the Games coming. What it taught is the lesson; no outcome was published, so none is here.
import { learning } from '@modulus/contracts/learning.ts'
import { lessons } from '@modulus/contracts/lessons.ts'
import { pace } from '@modulus/contracts/pace.ts'
import { newId, type Caller } from './client.ts'

const hurry = 'You can’t say hurriedly: come on, let’s move along here, there’s Games happening soon'

export async function castlefern(lead: Caller, ids: { castlefern: string; gorbals: string; govan: string }): Promise<void> {
  await lead(pace.press, {
    params: { pressureId: newId() },
    body: {
      programmeId: ids.castlefern,
      source: 'event',
      whose: 'The city, for the Games',
      deadlineOn: '2014-07-23',
      wants: 'Calm streets and something to show before the opening',
      threatens: 'The weeks that trust takes',
      response: 'resisted',
      costNoted: 'Nothing to show at the opening, and a hard conversation with the city',
      state: 'answered',
    },
  })
  for (const [heldOn, theirPace, ourPace, action] of [
    ['2014-02-12', 4, 2, 'slow_down'],
    ['2014-04-09', 3, 3, 'hold'],
    ['2014-06-18', 3, 4, 'carry_on'],
  ] as const)
    await lead(pace.check, {
      params: { checkId: newId() },
      body: { programmeId: ids.castlefern, heldOn, heldIn: 'meeting', heldInId: null, asked: 7, theirPace, ourPace, note: hurry, action },
    })
  const write = async (programmeId: string, kind: 'do_again' | 'ask_first' | 'beware', words: string, question: string) => {
    const lessonId = newId()
    await lead(lessons.write, {
      params: { lessonId },
      body: { programmeId, kind, words, aboutCo: 'co_design', heardFrom: 'together', question, evidence: '', decisionId: null },
    })
    await lead(lessons.share, { params: { lessonId }, body: { shared: true } })
    return lessonId
  }
  const home = await write(
    ids.gorbals,
    'do_again',
    'Start at their own kitchen table with a question, not with a course.',
    'If you had a chance of a job, what kind of job would that be?',
  )
  await write(
    ids.govan,
    'ask_first',
    'They may want to stay where they are. Ask before the next slot is booked.',
    'Where would you want to stay?',
  )
  await write(ids.castlefern, 'beware', 'Somebody else’s opening day is not the group’s pace.', 'What would be too fast for you?')
  for (const [programmeId, lessonId, how] of [
    [ids.castlefern, home, 'Asked again, at other kitchen tables'],
    [ids.govan, home, 'Asked again; the answers were other ones'],
  ] as const)
    await lead(learning.take, { params: { programmeId, lessonId }, body: { how } })
  for (const [programmeId, ingredient, chosen, why] of [
    [ids.castlefern, 'targeted_recruitment', 'keep', 'Still the young people nobody had reached'],
    [ids.castlefern, 'mentoring', 'ask_young_people', 'Not decided for them'],
    [ids.govan, 'active_partnership', 'adapt', 'A housing association leads, not a public service'],
    [ids.govan, 'co_production', 'keep', 'The reason they stayed'],
  ] as const)
    await lead(learning.choose, { params: { programmeId, ingredient, choiceId: newId() }, body: { choice: chosen, why, decisionId: null } })
}
