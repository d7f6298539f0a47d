// Every word of a fixed list that a screen shows, in one dictionary: label('attendance', 'came_late') is "Came late".
import { accountsWords } from './accounts.ts'
import { boardWords } from './board.ts'
import { coursesWords } from './courses.ts'
import { outcomesWords } from './outcomes.ts'
import { outreachWords } from './outreach.ts'
import { participantsWords } from './participants.ts'
import { peopleWords } from './people.ts'
import { programmesWords } from './programmes.ts'

export const words = {
  ...programmesWords,
  ...peopleWords,
  ...participantsWords,
  ...outreachWords,
  ...coursesWords,
  ...outcomesWords,
  ...boardWords,
  ...accountsWords,
}
export type WordList = keyof typeof words

/** The words for a key. A key this page does not know yet is shown readably rather than not at all. */
export const label = (list: WordList, key: string | null | undefined): string =>
  key ? ((words[list] as Record<string, string>)[key] ?? key.charAt(0).toUpperCase() + key.slice(1).replaceAll('_', ' ')) : ''

/** A list as the choices of a BaseSelect or BaseChips; in the order given, or the dictionary's. */
export const choices = (list: WordList, keys: readonly string[] = Object.keys(words[list])) =>
  keys.map((value) => ({ value, label: label(list, value) }))
