// Every word of a fixed list that a screen shows, in one dictionary: label('attendance', 'came_late') is "Came late".
import { accountsWords } from './accounts.ts'
import { agreementsWords } from './agreements.ts'
import { adaptationsWords } from './adaptations.ts'
import { boardWords } from './board.ts'
import { coproductionWords } from './coproduction.ts'
import { coursesWords } from './courses.ts'
import { decisionsWords } from './decisions.ts'
import { learningWords } from './learning.ts'
import { logsWords } from './logs.ts'
import { powerWords } from './power.ts'
import { outcomesWords } from './outcomes.ts'
import { outreachWords } from './outreach.ts'
import { meetingsWords } from './meetings.ts'
import { paceWords } from './pace.ts'
import { participantsWords } from './participants.ts'
import { peopleWords } from './people.ts'
import { programmesWords } from './programmes.ts'
import { repliesWords } from './replies.ts'
import { rightsWords } from './rights.ts'
import { promisesWords } from './promises.ts'
import { pulseWords } from './pulse.ts'
import { retentionWords } from './retention.ts'
import { safetyWords } from './safety.ts'
import { pvgWords } from './pvg.ts'
import { sharesWords } from './shares.ts'
import { tokensWords } from './tokens.ts'
import { visitSafetyWords } from './visit-safety.ts'

export const words = {
  ...logsWords,
  ...programmesWords,
  ...peopleWords,
  ...participantsWords,
  ...outreachWords,
  ...coursesWords,
  ...decisionsWords,
  ...outcomesWords,
  ...boardWords,
  ...accountsWords,
  ...agreementsWords,
  ...repliesWords,
  ...rightsWords,
  ...adaptationsWords,
  ...powerWords,
  ...learningWords,
  ...promisesWords,
  ...paceWords,
  ...meetingsWords,
  ...coproductionWords,
  ...pulseWords,
  ...retentionWords,
  ...safetyWords,
  ...pvgWords,
  ...sharesWords,
  ...tokensWords,
  ...visitSafetyWords,
}
export type WordList = keyof typeof words

/** The words for a key. A key this page does not know yet is shown readably rather than not at all. */
export const label = (list: WordList, key: string | null | undefined): string =>
  key ? ((words[list] as Record<string, string>)[key] ?? key.charAt(0).toUpperCase() + key.slice(1).replaceAll('_', ' ')) : ''

/** A list as the choices of a BaseSelect or BaseChips; in the order given, or the dictionary's. */
export const choices = (list: WordList, keys: readonly string[] = Object.keys(words[list])) =>
  keys.map((value) => ({ value, label: label(list, value) }))
