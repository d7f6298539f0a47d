// "Could this be someone we know already?" Asked under the asker's own eyes: a referrer is told of nobody but those their partner brought.
import { sql } from 'drizzle-orm'
import type { Likeness, LikenessAsked } from '@modulus/contracts/nominations.ts'
import type { Tx } from '#db/transact.ts'

interface Found extends Record<string, unknown> {
  id: string
  kind: 'nomination' | 'participant'
  name: string
  status: string
  partner: string | null
  participant: string | null
  same: boolean
  near: boolean
  sound: boolean
  turned: boolean
  part: boolean
  born: boolean
}

/**
 * Names are compared folded (no accents, no capitals): the same; nearly the same (one or two letters apart, or most trigrams shared);
 * sounding alike (app.name_sound of first and family name); the same words in another order; one name the same. A shared date of birth
 * counts with any likeness of the name, and alone, because a short form such as Billy shares nothing with William.
 */
export async function findAlike(
  tx: Tx,
  {
    programmeId,
    firstName,
    familyName,
    dateOfBirth = null,
    exceptId = null,
  }: Omit<LikenessAsked, 'exceptId'> & { exceptId?: string | null | undefined },
): Promise<{ items: Likeness[]; shown: { id: string; programmeId: string }[]; askDataLead: boolean }> {
  const { rows } = await tx.execute<Found>(sql`
    with asked as (
      select left(app.fold(${firstName}), 100) as first, left(app.fold(${familyName}), 100) as family, trim(left(app.fold(${`${firstName} ${familyName}`}), 200)) as whole, ${dateOfBirth}::date as born
    ), known as (
      select n.id, 'nomination' as kind, n.first_name || ' ' || n.family_name as name, left(app.fold(n.first_name), 100) as first, left(app.fold(n.family_name), 100) as family,
        n.date_of_birth as born, n.status, (select p.name from partners p where p.partnership_id = n.partnership_id and p.id = n.source_partner_id) as partner, null::uuid as participant
      from nominations n
      where n.partnership_id = app.partnership() and n.programme_id = ${programmeId} and n.id is distinct from ${exceptId}::uuid
        and not exists (select 1 from participants t where t.partnership_id = n.partnership_id and t.nomination_id = n.id)
      union all
      select t.id, 'participant', t.known_as || ' ' || coalesce(c.family_name, ''), left(app.fold(t.known_as), 100), left(app.fold(coalesce(c.family_name, '')), 100),
        c.date_of_birth, t.status, null, t.id
      from participants t left join participant_contacts c on c.partnership_id = t.partnership_id and c.participant_id = t.id
      where t.partnership_id = app.partnership() and t.programme_id = ${programmeId} and (${exceptId}::uuid is null or t.nomination_id is distinct from ${exceptId}::uuid)
    ), judged as (
      select k.*, trim(k.first || ' ' || k.family) as whole, a.whole as asked_whole, a.first as asked_first, a.family as asked_family, a.born as asked_born
      from known k, asked a
    ), found as (
      select j.id, j.kind, trim(j.name) as name, j.status, j.partner, j.participant,
        j.whole = j.asked_whole as same,
        length(j.asked_whole) >= 4 and (levenshtein_less_equal(j.whole, j.asked_whole, 2) <= case when length(j.asked_whole) < 8 then 1 else 2 end or similarity(j.whole, j.asked_whole) >= 0.6) as near,
        j.asked_family <> '' and j.family <> '' and app.name_sound(j.first) <> '' and app.name_sound(j.first) = app.name_sound(j.asked_first) and app.name_sound(j.family) = app.name_sound(j.asked_family) as sound,
        j.asked_family <> '' and j.first = j.asked_family and j.family = j.asked_first as turned,
        (length(j.asked_first) >= 3 and j.first = j.asked_first) or (length(j.asked_family) >= 3 and j.family = j.asked_family) as part,
        coalesce(j.born = j.asked_born, false) as born
      from judged j where j.asked_whole <> ''
    )
    select * from found where same or near or sound or turned or born
    order by (same::int * 8 + near::int * 4 + sound::int * 2 + turned::int * 4 + born::int * 4 + part::int) desc, name, id limit 8`)
  const paused = await tx.execute<{ alike: boolean }>(
    sql`select coalesce(app.alike_restricted(${programmeId}, ${firstName}, ${familyName}, ${dateOfBirth}::date), false) as alike`,
  )
  return {
    askDataLead: paused.rows[0]!.alike,
    items: rows.map(({ id, kind, name, status, partner, ...row }) => ({
      id,
      kind,
      name,
      status,
      from: partner,
      why: reasons(row as Found),
    })),
    shown: rows.filter(({ participant }) => participant !== null).map(({ participant }) => ({ id: participant!, programmeId })),
  }
}

const reasons = ({ same, near, sound, turned, part, born }: Found): string[] => [
  ...(same ? ['Same name'] : turned ? ['Same names, the other way round'] : near ? ['Nearly the same spelling'] : []),
  ...(sound && !same ? ['Sounds the same'] : []),
  ...(part && !same && !near && !sound ? ['One name is the same'] : []),
  ...(born ? ['Same date of birth'] : []),
]
