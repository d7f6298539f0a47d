// The pages of the concern form, in order. One thing on each, and the danger question first.
export const steps = ['danger', 'what', 'questions', 'check'] as const
export type Step = (typeof steps)[number]
export const titles: Record<Step, string> = {
  danger: 'Is anyone in danger right now?',
  what: 'What was said, and what did you notice?',
  questions: 'Five questions that help',
  check: 'Check, and send',
}
/** Which page a field stands on, so that a finding leads to it. */
export const stepOf: Record<string, Step> = {
  immediateDanger: 'danger',
  participantId: 'what',
  aboutWhom: 'what',
  programmeId: 'what',
  whatSeen: 'what',
  theirWords: 'what',
  toldThem: 'what',
  notToldWhy: 'what',
  aboutAge: 'what',
}
