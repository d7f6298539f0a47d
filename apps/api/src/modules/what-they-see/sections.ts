// The parts of a record: where they are kept, in which category, which day says how new one is, and which fields can hold something.
// Read with the eyes of whoever is asked about, so what is not theirs counts as nothing here.
import type { Category } from '@modulus/contracts/agreements.ts'
import type { SeenSection } from '@modulus/contracts/what-they-see.ts'

export interface Section {
  table: string
  category: Category
  on: string
  /** Only rows of an app.entry can be held back. */
  entry: boolean
  fields: string[]
}
const entry = (table: string, category: Category, on: string, ...fields: string[]): Section => ({
  table,
  category,
  on,
  entry: true,
  fields,
})
const row = (table: string, category: Category, on: string, ...fields: string[]): Section => ({ table, category, on, entry: false, fields })

/** Safeguarding is left out on purpose: even a count would tell that there is a worry. */
export const sections: Record<SeenSection, Section> = {
  record: row('participants', 'identity', 'created_at', 'known_as', 'pronouns', 'age_band', 'status', 'communication_note', 'next_step'),
  contact_details: entry(
    'participant_contacts',
    'contact',
    'updated_at',
    'family_name',
    'date_of_birth',
    'address',
    'postcode',
    'phone',
    'email',
    'safe_times',
    'unsafe_places',
  ),
  steps: entry('participant_steps', 'identity', 'happened_on', 'to_status', 'reason'),
  interests: entry('interests', 'interests', 'heard_on', 'own_words', 'tag'),
  assets: entry('assets', 'interests', 'heard_on', 'own_words'),
  goals: entry('goals', 'interests', 'set_on', 'own_words'),
  visits: entry('visits', 'participation', 'coalesce(happened_at, starts_at)', 'place', 'why', 'outcome', 'next_step'),
  contacts: entry('contact_events', 'participation', 'happened_at', 'channel', 'outcome'),
  deal: entry('participation_agreements', 'participation', 'agreed_on', 'what_i_get', 'what_i_give'),
  enrolments: entry('enrolments', 'participation', 'enrolled_on', 'status', 'choices_offered'),
  attendance: entry('attendance', 'participation', 'created_at', 'mark', 'reason_key'),
  matches: entry('mentor_matches', 'participation', 'proposed_on', 'purpose', 'goals', 'boundaries', 'ended_words'),
  meet_ups: entry('mentoring_sessions', 'participation', 'held_on', 'kind', 'place'),
  placements: entry('placements', 'participation', 'created_at', 'state', 'match_reason', 'adjustments', 'travel', 'ended_reason'),
  placement_days: entry('placement_days', 'participation', 'day', 'came'),
  placement_reviews: entry('placement_reviews', 'participation', 'reviewed_on', 'words', 'score'),
  promises: entry('promises', 'participation', 'created_at', 'text', 'story'),
  contributions: entry('contributions', 'participation', 'given_on', 'what', 'used_how'),
  notes: entry('notes', 'notes', 'updated_at', 'skills_words', 'job_words', 'their_words', 'staff_words'),
  asks: row('own_asks', 'notes', 'created_at', 'words'),
  replies: row('entry_replies', 'notes', 'created_at', 'response', 'words'),
  safety: row('visit_risk_flags', 'risk', 'agreed_on', 'what_to_do', 'why', 'source'),
  safety_checks: row('safety_checks', 'risk', 'checked_on'),
  measures: entry('measures', 'outcomes', 'rated_on', 'value', 'words'),
  destinations: entry('destinations', 'outcomes', 'starts_on', 'kind', 'evidence'),
  follow_ups: entry('follow_ups', 'outcomes', 'due_on', 'words'),
}
