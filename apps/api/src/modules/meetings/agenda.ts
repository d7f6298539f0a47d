// What there is to talk about at a meeting: one statement for each source, read through the asker's own eyes. $1 is the programme, $2 the
// day of the meeting before (null for the first), $3 the day of this one. Another source is another line here and in the contract.
import type { Agenda } from '@modulus/contracts/meetings.ts'
import { named } from '#db/named.ts'
import type { Tx } from '#db/transact.ts'

const item = (id: string, words: string, detail: string, on: string) =>
  `select ${id} as id, ${words} as words, ${detail} as detail, ${on} as "on"`
const sources = {
  // Only between colleagues: the page is printed and passed around.
  promises: `${item('p.id', 'p.text', `f.name || ' to ' || r.name`, 'p.due_on')} from promises p
    join people f on f.partnership_id = p.partnership_id and f.user_id = p.from_user_id join people r on r.partnership_id = p.partnership_id and r.user_id = p.to_user_id
    where p.partnership_id = app.partnership() and p.programme_id = $1 and p.participant_id is null and p.status in ('made', 'renegotiated')
      and p.due_on <= $3::date + 7 and $2::date is not distinct from $2::date order by p.due_on, p.id limit 50`,
  decisions: `${item('d.id', 'd.title', 'd.outcome_text', 'd.decided_on')} from decisions d
    where d.partnership_id = app.partnership() and d.programme_id = $1 and d.decided_by in ('participants', 'together')
      and d.decided_on >= coalesce($2::date, $3::date - 90) and d.decided_on <= $3::date order by d.decided_on desc, d.id limit 50`,
  adaptations: `${item('a.id', `a.from_text || ' → ' || a.to_text`, 's.status', 'a.raised_on')} from adaptations a
    join lateral (select status from adaptation_steps x where x.partnership_id = a.partnership_id and x.adaptation_id = a.id order by x.number desc limit 1) s on true
    where a.partnership_id = app.partnership() and a.programme_id = $1 and s.status in ('raised', 'talked_over') and a.raised_on <= $3::date
      and $2::date is not distinct from $2::date order by a.raised_on, a.id limit 50`,
  barriers: `${item('b.id', 'b.description', 'b.status', "(b.created_at at time zone 'Europe/London')::date")} from barriers b
    where b.partnership_id = app.partnership() and b.programme_id = $1 and b.status in ('open', 'being_tackled')
      and $2::date is not distinct from $2::date and $3::date is not null order by b.id limit 50`,
  pace: `select c.id, c.held_on as "on", c.asked, c.their_pace as "theirPace", c.our_pace as "ourPace", c.action from pace_checks c
    where c.partnership_id = app.partnership() and c.programme_id = $1 and c.held_on <= $3::date and $2::date is not distinct from $2::date order by c.held_on desc, c.id desc limit 3`,
} satisfies Partial<Record<keyof Agenda, string>>
const toYoungPeople = `select count(*)::int as n from promises p where p.partnership_id = app.partnership() and p.programme_id = $1 and p.to_kind = 'participant'
  and p.status in ('made', 'renegotiated') and p.due_on <= $3::date + 7 and $2::date is not distinct from $2::date`

/** `team`: the number of promises to young people is counted from rows that only the team sees in full. */
export async function readAgenda(tx: Tx, programmeId: string, since: string | null, on: string, team: boolean): Promise<Agenda> {
  const ask = <R extends object>(name: string, text: string) => named<R>(tx, `agenda.${name}`, text, [programmeId, since, on])
  const lists = await Promise.all(Object.entries(sources).map(async ([name, text]) => [name, await ask(name, text)] as const))
  const [theirs] = team ? await ask<{ n: number }>('toYoungPeople', toYoungPeople) : []
  return {
    since,
    promisesToYoungPeople: theirs?.n ?? null,
    ...(Object.fromEntries(lists) as Omit<Agenda, 'since' | 'promisesToYoungPeople'>),
  }
}
