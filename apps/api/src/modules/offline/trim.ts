// What of an ordinary answer travels: its shape stays, and everything that a doorstep does not need is taken out of it.
import type { MyDay } from '@modulus/contracts/day.ts'
import type { MentorMatch } from '@modulus/contracts/mentoring.ts'
import type { Register } from '@modulus/contracts/register.ts'
import type { Doorstep, Visit } from '@modulus/contracts/visits.ts'

type Travels = (participantId: string) => boolean

/** Visits of those who travel. Things to do and offers name other people, and wait for signal. */
export const trimDay = (day: MyDay, travels: Travels): MyDay => ({
  date: day.date,
  visits: day.visits.filter((visit) => travels(visit.participant.id)).map((visit) => ({ ...visit, draftId: null })),
  todo: [],
  offers: [],
})
export const trimDoor = (door: Doorstep): Doorstep => ({
  participant: door.participant,
  visit: door.visit,
  address: door.address,
  toldBefore: door.toldBefore,
  attempt: door.attempt,
  safety: door.safety.map(({ whatToDo, reviewOn }) => ({ whatToDo, reviewOn })),
  chips: door.chips,
  heardBefore: door.heardBefore,
  draftId: null,
})
/** A visit of today, to be put right: what it says, and nothing that needs signal. */
export const trimVisit = (visit: Visit): Visit => ({
  ...visit,
  attempt: null,
  rescheduledFromId: null,
  rescheduledToId: null,
  can: { record: false, amend: visit.can.amend, reschedule: false, cancel: false, undo: false },
})
export const trimRegister = (register: Register, travels: Travels): Register => ({
  courseName: register.courseName,
  session: { ...register.session, staffWords: null, groupWords: '', changedWhy: '' },
  rows: register.rows
    .filter((row) => travels(row.participantId))
    .map(({ participantId, knownAs, mark, reasonKey, said }) => ({
      participantId,
      knownAs,
      familyName: null,
      mark,
      reasonKey,
      hints: [],
      said: said ? { reply: said.reply, words: '' } : null,
    })),
  reasons: register.reasons,
})
/** How they reach each other, what they agreed and how it ended stay behind. */
export const trimMatch = (match: MentorMatch): MentorMatch => ({
  ...match,
  purpose: '',
  goals: [],
  contactRoutes: '',
  boundaries: '',
  swappedFromId: null,
  endedWords: null,
})
