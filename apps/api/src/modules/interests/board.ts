// What was said in a programme and how far it has come: with who for those who see everyone's interests, without for all others.
import { sql } from 'drizzle-orm'
import type { HeardWords } from '@modulus/contracts/interests.ts'
import type { Tx } from '#db/transact.ts'

/** What stands in a course counts as far as the reader sees it; which words an idea came from the counter says. `named` is said by the database, not by the role: whether the reader sees everyone's interests in this programme. */
export async function readBoard(tx: Tx, programmeId: string): Promise<{ items: HeardWords[]; named: boolean; tooFew: boolean }> {
  const {
    rows: [may],
  } = await tx.execute<{ named: boolean }>(sql`select ${programmeId}::uuid = any (app.programmes('interests')) as named`)
  const named = may!.named
  // The reader's own eyes show a young person their own words, and a mentor those of the ones given to them: never with a name on this board.
  const heard = named
    ? sql`select i.id, i.own_words, i.tag, i.status, i.heard_on, t.id as who_id, t.known_as from interests i
        join participants t on t.partnership_id = i.partnership_id and t.id = i.participant_id
        where i.partnership_id = app.partnership() and i.programme_id = ${programmeId} and i.status <> 'gone'`
    : sql`select h.id, h.own_words, h.tag, h.status, null::date as heard_on, null::uuid as who_id, null as known_as from app.heard_words(${programmeId}) h`
  const { rows } = await tx.execute<HeardWords & Record<string, unknown>>(sql`
    with heard as (${heard}), links as (select idea_id, interest_id from app.idea_links(${programmeId})), chain as (
      select h.id, exists (select from links l where l.interest_id = h.id) as idea,
        exists (select from links l join decisions d on d.partnership_id = app.partnership() and d.idea_id = l.idea_id and d.decided_by is not null where l.interest_id = h.id) as decision,
        array(select e.id from course_elements e where e.partnership_id = app.partnership() and e.programme_id = ${programmeId} and e.status not in ('dropped', 'swapped')
          and (e.interest_id = h.id or e.idea_id in (select l.idea_id from links l where l.interest_id = h.id)
            or e.decision_id in (select d.id from decisions d join links l on l.idea_id = d.idea_id where d.partnership_id = app.partnership() and l.interest_id = h.id))) as elements
      from heard h)
    select h.id, h.own_words as "ownWords", h.tag, w.label, h.status, h.heard_on as "heardOn",
      case when h.who_id is not null then json_build_object('id', h.who_id, 'knownAs', h.known_as) end as who,
      case when exists (select from course_sessions s where s.partnership_id = app.partnership() and s.element_id = any (c.elements) and s.status <> 'cancelled') then 'session'
        when cardinality(c.elements) > 0 then 'element' when c.decision then 'decision' when c.idea then 'idea' else 'heard' end as stage
    from heard h join chain c on c.id = h.id
    left join word_lists w on w.partnership_id = app.partnership() and w.list = 'interest' and w.key = h.tag
    order by h.tag nulls last, md5(h.id::text) limit 500`)
  return { items: rows, named, tooFew: !named && rows.length === 0 }
}
