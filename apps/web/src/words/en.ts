// Every word of a fixed list that a screen shows, in one dictionary: label('attendance', 'came_late') is "Came late".
import { wordsOf } from './label.ts'
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

export const { label, choices } = wordsOf(words)
