// For tests: a record with something in every corner, some of which must never go out.
import type { FoundEntry } from '@modulus/contracts/rights-access.ts'
import type { Person, World } from '#testing/world.ts'

export async function arrange({ owner, newId, ids: { partnership, programme, participants, users, partners } }: World): Promise<void> {
  const add = async (table: string, values: Record<string, unknown>) => {
    const all = { partnership_id: partnership, id: newId(), programme_id: programme, created_by: users.officer, ...values }
    await owner.query(
      `insert into ${table} (${Object.keys(all).join()}) values (${Object.keys(all)
        .map((_, i) => `$${i + 1}`)
        .join()})`,
      Object.values(all),
    )
    return all.id as string
  }
  const ofSam = { participant_id: participants.sam }
  const supporter = await add('supporters', { kind: 'family', known_as: 'Zebedee', already_does: 'Drives him' })
  await add('supporter_links', { ...ofSam, supporter_id: supporter })
  const visit = await add('visits', {
    ...ofSam,
    status: 'recorded',
    starts_at: '2026-11-01T10:00Z',
    happened_at: '2026-11-01T10:00Z',
    outcome: 'listened',
    officer_id: users.officer,
  })
  await add('notes', {
    ...ofSam,
    kind: 'visit',
    about_id: visit,
    their_words: 'I like boats',
    staff_words: 'Came with @CanaryKim and Rosa. CanaryHandmade next door heard Zebedee. #panic("no") $x$ *bold* 😀',
  })
  await owner.query(`update notes set staff_words = staff_words || ' Later.' where about_id = $1`, [visit])
  const other = await add('visits', {
    ...ofSam,
    starts_at: '2026-11-08T10:00Z',
    officer_id: users.officer,
    why: 'CanaryHeld says he is owed money',
    visibility: 'team',
    withheld_reason: 'third_party',
    review_on: '2027-01-01',
  })
  await add('notes', {
    ...ofSam,
    kind: 'visit',
    about_id: other,
    staff_words: 'CanaryHeld again',
    visibility: 'team',
    withheld_reason: 'third_party',
    review_on: '2027-01-01',
  })
  await owner.query(`update notes set staff_words = 'Nothing new' where about_id = $1`, [other])
  await add('interests', { ...ofSam, own_words: 'Boats', heard_on: '2026-11-01' })
  await add('interests', { participant_id: participants.rosa, own_words: 'RosaOnly', heard_on: '2026-11-01' })
  await add('visit_risk_flags', { ...ofSam, what_to_do: 'CanaryRisk: go in twos', agreed_on: '2026-11-01', review_on: '2026-12-01' })
  await add('promises', {
    ...ofSam,
    from_kind: 'officer',
    from_user_id: users.officer,
    to_kind: 'participant',
    text: 'Ring the college',
    made_in: 'other',
  })
  await add('safeguarding_concerns', { ...ofSam, what_seen: 'CanaryConcern' })
  await add('participants', { known_as: 'CanaryLeda', age_band: '18_20', status: 'active' })
  const nomination = await add('nominations', {
    source_partner_id: partners.housing,
    source_kind: 'housing',
    received_on: '2026-01-10',
    first_name: 'Sam',
    family_name: 'Baird',
    good_at_text: 'Boats, says CanaryLeda',
  })
  await owner.query('update participants set nomination_id = $1 where id = $2', [nomination, participants.sam])
  await owner.query(`insert into drafts (partnership_id, id, kind, body, created_by) values ($1, $2, 'note', $3, $4)`, [
    partnership,
    newId(),
    JSON.stringify({ participantId: participants.sam, words: 'Half a sentence' }),
    users.officer,
  ])
}

export const entriesOf = async (w: World, id: string, person: Person = 'data'): Promise<FoundEntry[]> =>
  (await w.as(person).get(`/rights/requests/${id}/entries?limit=500`).expect(200)).body.items

/** Waits for what a job does, up to ten seconds. */
export async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await done()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('it never came to that')
}
